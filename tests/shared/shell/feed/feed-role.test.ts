import assert from "node:assert/strict";
import { maySave, roleIn } from "../../../../shared/shell/feed/feed-role";

const id = "5AD1B2C3-0000-4000-8000-000000000001";
const descriptor = "Microsoft.TeamFoundation.ServiceIdentity;x:Build:y";

describe("the role that a feed's permissions give an identity", () => {
  for (const [title, value, expected] of [
    ["by its id, in any case", [{ identityId: id.toLowerCase(), role: "Reader" }], "reader"],
    ["by its descriptor", [{ identityDescriptor: descriptor, role: "collaborator" }], "collaborator"],
    ["as older versions number it", [{ identityId: id, role: 3 }], "contributor"],
    [
      "the strongest of several",
      [
        { identityId: id, role: "contributor" },
        { identityId: id, role: "reader" },
      ],
      "contributor",
    ],
    ["not that of a group", [{ identityId: "other", role: "administrator" }], undefined],
    ["not one that nobody knows", [{ identityId: id, role: "custom" }], undefined],
    ["not of what is no list", "denied", undefined],
    ["not of entries that are none", [null, 7], undefined],
  ] as const)
    it(title, () => {
      assert.equal(roleIn({ value }, { id, descriptor }), expected);
    });

  it("is none of an identity that nobody named", () => {
    assert.equal(roleIn({ value: [{ role: "reader" }] }, {}), undefined);
    assert.equal(roleIn(undefined, { id }), undefined);
  });

  it("says whether it may save, as far as it is known", () => {
    assert.deepEqual(
      [undefined, "none", "reader", "collaborator", "administrator"].map((role) => maySave(role as never)),
      [undefined, false, false, true, true],
    );
  });
});
