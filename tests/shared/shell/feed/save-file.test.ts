import assert from "node:assert/strict";
import { compareStated } from "../../../../shared/shell/feed/save-file";
import { pypiEntry, sha256 } from "./saving";

describe("saving a file", () => {
  it("compares stated hashes without a byte", () => {
    const entry = pypiEntry("a", "1.0.0");
    const [good] = entry.hashes;
    assert.ok(good);
    const other = sha256("other");
    const sha512 = { algorithm: "sha512", hex: "00" } as const;
    const table = [
      [[good], good, "same"],
      [[other, good], good, "same"],
      [[other], good, "different"],
      [[other, sha512], good, "unknown"],
      [[sha512], good, "unknown"],
      [[], good, "unknown"],
      [[good], undefined, "unknown"],
    ] as const;
    for (const [hashes, stated, agreement] of table) {
      const target = { entry: { ...entry, hashes }, file: "", address: "", checked: true };
      assert.equal(compareStated(stated === undefined ? target : { ...target, stated }), agreement);
    }
  });
});
