import assert from "node:assert/strict";
import type { LockEntry, LockFile } from "../../../../shared/core/lock-entry";
import { completed, withBeside } from "../../../../shared/shell/restore/project-lock";

const entry = (name: string, version: string): LockEntry => ({
  ...{ protocol: "pypi", name, version, hashes: [], where: "uv.lock:1" },
});

const fileOf = (entries: readonly LockEntry[], ...skipped: readonly string[]): LockFile => ({
  ...{ indexes: [], bypasses: [], entries },
  skipped: skipped.map((name) => ({ name, reason: "why", where: "uv.lock:2" })),
});

const shown = ({ entries, skipped }: LockFile): readonly string[] => [
  ...Array.from(entries, ({ name, version }) => `${name} ${version}`),
  ...skipped.map(({ name }) => name),
];

describe("a lock file with a list", () => {
  const locked = fileOf([entry("a", "1"), entry("b", "1")], "local");
  const list = fileOf([entry("b", "2"), entry("c", "2")], "other");

  it("of what it leaves open has no second version of what it pins", () => {
    assert.deepEqual(shown(completed(locked, list)), ["a 1", "b 1", "c 2", "other"]);
    assert.deepEqual(shown(completed(undefined, list)), ["b 2", "c 2", "other"]);
  });

  it("of what is needed beside it has all of both", () => {
    assert.deepEqual(shown(withBeside(locked, list)), ["a 1", "b 1", "b 2", "c 2", "local", "other"]);
    assert.deepEqual(shown(withBeside(undefined, list)), ["b 2", "c 2", "other"]);
  });
});
