import assert from "node:assert/strict";
import { clients } from "../../../shared/clients/clients";
import type { RestoringClient } from "../../../shared/core/client";
import { acme } from "../acme/client";

/** Names that lock files have in real repositories, in the shapes that two readers could both take for theirs. */
const lockNames = [
  "uv.lock",
  "a/uv.lock",
  "pylock.toml",
  "pylock.dev.toml",
  "a/b/pylock.toml",
  "requirements.txt",
  "requirements-dev.txt",
  "requirements/requirements.prod.txt",
  "Cargo.lock",
  "crates/a/Cargo.lock",
  "maven-dependency-list.txt",
  "target/maven-dependency-list.txt",
  "gradle/verification-metadata.xml",
  "app/gradle/verification-metadata.xml",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
  "poetry.lock",
  "Pipfile.lock",
  "pdm.lock",
  "packages.lock.json",
  "gradle.lockfile",
  "acme.lock",
];

/** Each lock file that several readers of a list take for theirs, with their clients. One reader may be of several. */
function claimedTwice(list: readonly RestoringClient[]): readonly string[] {
  const all = list.flatMap(({ name, lockReaders }) => lockReaders.map((reader) => ({ name, reader })));
  const readers = all.filter((one, index) => all.findIndex(({ reader }) => reader === one.reader) === index);
  const names = new Set([...lockNames, ...readers.map(({ reader }) => reader.example)]);
  return [...names].flatMap((path) => {
    const claims = readers.filter(({ reader }) => reader.recognizes(path)).map(({ name }) => name);
    return claims.length > 1 ? [`${path}: ${claims.join(", ")}`] : [];
  });
}

describe("the list of clients", () => {
  it("has each client once, called by one lower-case word in all that it is of", () => {
    const names = clients.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
    for (const { name, authentication } of clients) {
      assert.match(name, /^[a-z]+$/);
      assert.ok(names.includes(authentication.name), name);
    }
  });

  it("has no two that claim one lock file", () => {
    assert.deepEqual(claimedTwice(clients), []);
    assert.deepEqual(claimedTwice([...clients, acme]), []);
  });

  it("would show two that do", () => {
    const [first] = clients;
    assert.ok(first !== undefined);
    const lockReaders = first.lockReaders.slice(0, 1).map((reader) => ({ ...reader }));
    const thief: RestoringClient = { ...acme, name: "thief", lockReaders };
    const found = claimedTwice([...clients, thief]);
    assert.ok(
      found.includes(`${first.lockReaders[0]?.example ?? ""}: ${first.name}, thief`),
      found.join("\n"),
    );
  });

  for (const client of clients) {
    it(`${client.name}: says what it looks for, and reads the lock files that it shows as examples`, () => {
      assert.ok(client.looksFor.length > 0 && client.trust !== "" && client.program !== "");
      assert.ok(client.lockReaders.every((reader) => reader.recognizes(reader.example)));
      assert.ok(client.failures.some(({ kind }) => kind === "hash"));
    });

    it(`${client.name}: leaves out names of folders, and no path`, () => {
      assert.deepEqual(
        client.outputFolders.filter((name) => /[/\\]|^\.{0,2}$/.test(name)),
        [],
      );
    });
  }
});
