import assert from "node:assert/strict";
import { Problem } from "../../../../shared/core/problem";
import { walkXml } from "../../../../shared/formats/xml/xml-file";

function nested(depth: number): string {
  return `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
}

describe("an XML file", () => {
  it("is read 200 elements deep", () => {
    let count = 0;
    walkXml("pom.xml", nested(200), () => (count += 1));
    assert.equal(count, 200);
  });

  it("is refused by line and column where it is deeper, at once", () => {
    const started = performance.now();
    assert.throws(
      () => {
        walkXml("pom.xml", `\n${nested(100_000)}`, () => undefined);
      },
      (error) =>
        error instanceof Problem &&
        /^pom\.xml:2:\d+: elements are nested more than 200 deep, and deeper ones are not read\.$/.test(
          error.message,
        ),
    );
    assert.ok(performance.now() - started < 5000);
  });
});
