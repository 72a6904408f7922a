import assert from "node:assert/strict";
import { selectEntries } from "../../../shared/core/lock-entry";
import type { LockEntry } from "../../../shared/core/lock-entry";
import { joinLists, PackedList } from "../../../shared/core/packed-list";

function entry(number: number): LockEntry {
  const hashes = [{ algorithm: "sha256", hex: String(number % 10).repeat(64) }] as const;
  const name = `größe "${number}",\n[x]`;
  return { protocol: "cargo", name, version: `1.${number}`, hashes, where: `Cargo.lock:${number}` };
}

describe("packed lists", () => {
  for (const count of [0, 1, 31, 32, 33, 64, 100]) {
    it(`give back ${count} values as they were, again and again`, () => {
      const list = new PackedList<LockEntry>();
      const values = Array.from({ length: count }, (_, number) => entry(number));
      values.forEach((value) => {
        list.add(value);
      });
      assert.equal(list.length, count);
      assert.deepEqual([...list], values);
      assert.deepEqual([...list], values);
    });
  }

  it("can be gone through by several at once, and added to meanwhile", () => {
    const list = new PackedList<number>();
    for (let number = 0; number < 40; number += 1) list.add(number);
    const one = list[Symbol.iterator]();
    const other = list[Symbol.iterator]();
    assert.deepEqual([one.next().value, one.next().value, other.next().value], [0, 1, 0]);
    list.add(40);
    assert.equal([...list].length, 41);
  });

  it("are joined and selected without a copy, and each value is asked about once", () => {
    const lists = [[entry(1), entry(2)], [], [entry(3), entry(4)]];
    const all = joinLists(lists);
    assert.equal(all.length, 4);
    const asked: string[] = [];
    const odd = selectEntries(all, ({ version }) => asked.push(version) % 2 === 1);
    assert.deepEqual([...odd], [entry(1), entry(3)]);
    assert.deepEqual([...odd], [entry(1), entry(3)]);
    assert.deepEqual([odd.length, asked], [2, ["1.1", "1.2", "1.3", "1.4"]]);
  });
});
