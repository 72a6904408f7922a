import assert from "node:assert/strict";
import type { LockEntry } from "../../../shared/core/lock-entry";
import { Problem } from "../../../shared/core/problem";
import { fixture, readLock } from "./reading";

const files = [
  ["uv.lock", "uv/uv.lock"],
  ["pylock.toml", "uv/pylock.toml"],
  ["requirements.txt", "uv/requirements.txt"],
  ["poetry.lock", "poetry/poetry.lock"],
  ["poetry.lock", "poetry/version-1.1.lock"],
  ["pdm.lock", "pdm/pdm.lock"],
  ["pdm.lock", "pdm/static-urls.lock"],
  ["Pipfile.lock", "pipenv/Pipfile.lock"],
  ["Cargo.lock", "cargo/Cargo.lock"],
  ["gradle/verification-metadata.xml", "gradle/verification-metadata.xml"],
  ["maven-dependency-list.txt", "maven/maven-dependency-list.txt"],
] as const;

/** Numbers from 0 to below 1, the same in every run. */
function* pseudoRandom(): Generator<number> {
  for (let state = 42; ;) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    yield state / 0x100000000;
  }
}

function withoutHashes({ protocol, name, version, file, where }: LockEntry): string {
  return JSON.stringify([protocol, name, version, file, where]);
}

for (const [path, source] of files) {
  describe(`${source}, cut off at random`, () => {
    const text = fixture(source);
    const whole = readLock(path, text);
    const known = new Map(whole.entries.map((entry) => [withoutHashes(entry), entry]));

    it("gives a Problem with its place, or nothing that the whole file does not say", () => {
      const random = pseudoRandom();
      let refused = 0;
      for (let round = 0; round < 250; round += 1) {
        const cut = text.slice(0, Math.floor((random.next().value ?? 0) * text.length));
        try {
          for (const entry of readLock(path, cut).entries) {
            const same = known.get(withoutHashes(entry));
            assert.ok(same !== undefined, `${withoutHashes(entry)} after ${cut.length} characters`);
            for (const hash of entry.hashes)
              assert.ok(
                same.hashes.some(({ hex }) => hex === hash.hex),
                `a wrong hash after ${cut.length}`,
              );
            if (same.hashes.length > 0) assert.ok(entry.hashes.length > 0);
          }
        } catch (error) {
          assert.ok(error instanceof Problem, String(error));
          assert.match(error.message, /^[\w./-]+(?::\d+:\d+)?: (?:expected|not valid) /);
          refused += 1;
        }
      }
      assert.ok(refused > 50, `only ${refused} of 250 were refused`);
    });

    it("gives no other error for a character that is changed", () => {
      const random = pseudoRandom();
      for (let round = 0; round < 150; round += 1) {
        const at = Math.floor((random.next().value ?? 0) * text.length);
        const changed = `${text.slice(0, at)}${'"]}\\\u0000<&\n='.charAt(round % 9)}${text.slice(at + 1)}`;
        try {
          readLock(path, changed);
        } catch (error) {
          assert.ok(error instanceof Problem, String(error));
        }
      }
    });
  });
}
