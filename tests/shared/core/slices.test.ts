import assert from "node:assert/strict";
import { sliceOf } from "../../../shared/core/slices";
import type { LockEntry } from "../../../shared/core/lock-entry";
import { Problem } from "../../../shared/core/problem";
import { fixture, readLock } from "../clients/reading";

function entry(number: number): LockEntry {
  const name = `package-${number}`;
  return {
    protocol: "pypi",
    name,
    version: "1.0",
    file: `${name}-1.0.tar.gz`,
    hashes: [],
    where: `uv.lock:${number}`,
  };
}

function slices(entries: readonly LockEntry[], total: number): readonly (readonly LockEntry[])[] {
  return Array.from({ length: total }, (_, index) => sliceList(entries, index + 1, total));
}

function sliceList(entries: readonly LockEntry[], position: number, total: number): readonly LockEntry[] {
  return [...sliceOf(entries, position, total)];
}

const many = Array.from({ length: 10_000 }, (_, number) => entry(number));

describe("slices", () => {
  for (const total of [1, 2, 3, 4, 7, 16, 100]) {
    it(`cover everything once in ${total} jobs, each with about as much`, () => {
      const parts = slices(many, total);
      assert.deepEqual(new Set(parts.flat()), new Set(many));
      assert.equal(parts.flat().length, many.length);
      const fair = many.length / total;
      for (const part of parts)
        assert.ok(Math.abs(part.length - fair) <= 5 * Math.sqrt(fair), `${part.length} of about ${fair}`);
    });
  }

  it("cover a real lock file once, with all files of a package in one slice", () => {
    const entries = [...readLock("uv.lock", fixture("uv/uv.lock")).entries];
    const parts = slices(entries, 4);
    assert.equal(parts.flat().length, entries.length);
    const names = parts.flatMap((part) => [...new Set(part.map(({ name }) => name))]);
    assert.equal(names.length, new Set(entries.map(({ name }) => name)).size);
  });

  it("stay the same when the file is reordered, moved or has other packages", () => {
    const before = sliceList(many, 2, 5).map(({ name }) => name);
    const changed = [...many, entry(20_000), entry(20_001)]
      .reverse()
      .map((one) => ({ ...one, where: "elsewhere:1", hashes: [] }));
    const after = sliceList(changed, 2, 5).map(({ name }) => name);
    assert.deepEqual(after.filter((name) => !name.startsWith("package-2000")).sort(), [...before].sort());
  });

  it("keep one file that two lock files name together", () => {
    const twice = many.slice(0, 100).flatMap((one) => [one, { ...one, where: "requirements.txt:1" }]);
    for (const part of slices(twice, 7))
      for (const { file } of part) assert.equal(part.filter((one) => one.file === file).length, 2);
  });

  it("keep the order of the lock file", () => {
    const numbers = sliceList(many, 1, 3).map(({ where }) => Number(where.split(":")[1]));
    assert.deepEqual(
      numbers,
      [...numbers].sort((one, other) => one - other),
    );
  });

  for (const [position, total] of [
    [0, 1],
    [2, 1],
    [1, 0],
    [-1, 3],
    [1.5, 3],
    [1, 2.5],
    [Number.NaN, 3],
    [1, Number.NaN],
    [1, Infinity],
  ] as const) {
    it(`refuse job ${position} of ${total}`, () => {
      assert.throws(() => sliceOf(many, position, total), Problem);
    });
  }
});
