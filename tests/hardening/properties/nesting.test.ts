import assert from "node:assert/strict";
import fc from "fast-check";
import { Problem } from "../../../shared/core/problem";
import { walkXml } from "../../../shared/formats/xml/xml-file";
import { property, Share } from "./property";
import { assertSaysWhere, readOrProblem } from "./reading";

/** Elements within elements: how deep, and what stands between them. */
interface Nest {
  readonly depth: number;
  readonly text: string;
}

const deepest = 200;

/** Around the limit and far above it; some are not closed, some have attributes, comments or lines between. */
const nests: fc.Arbitrary<Nest> = fc
  .record({
    depth: fc.oneof(fc.integer({ min: 1, max: 250 }), fc.integer({ min: 190, max: 4000 })),
    name: fc.constantFrom("a", "project", "n:dependency", "é"),
    attributes: fc.constantFrom("", ' a="1"', ' xmlns="http://maven.example/POM"', ' a="&lt;" b=""'),
    between: fc.constantFrom("", "\n", "<!-- -->", "${a}", "<b/>", "<![CDATA[<a>]]>"),
    isClosed: fc.boolean(),
  })
  .map(({ depth, name, attributes, between, isClosed }) => ({
    // An empty element between two is one deeper than they are.
    depth: between === "<b/>" ? depth + 1 : depth,
    text: `<${name}${attributes}>${between}`.repeat(depth) + (isClosed ? `</${name}>`.repeat(depth) : ""),
    isClosed,
  }))
  .filter(({ isClosed, depth }) => isClosed || depth > deepest);

type Walk = typeof walkXml;

describe("elements within elements", () => {
  const [deep, flat] = [new Share(0.3), new Share(0.2)];

  property<Walk, Nest>({
    title: "are read to a depth, and refused at once below it",
    subject: walkXml,
    values: nests,
    check: (walk, { depth, text }) => {
      let most = 0;
      const read = (): void => {
        walk("pom.xml", text, ({ path }) => (most = Math.max(most, path.split("/").length)));
      };
      const outcome = readOrProblem(read, text);
      if (walk === walkXml) deep.count(outcome instanceof Problem);
      if (walk === walkXml) flat.count(!(outcome instanceof Problem));
      assert.equal(outcome instanceof Problem, depth > deepest, `${depth} deep`);
      if (outcome instanceof Problem) assertSaysWhere(outcome, "pom.xml", text);
      else assert.equal(most, depth);
    },
    faults: {
      "it has no limit": (_path, text, onElement) => {
        onElement({ path: "a/".repeat(text.split("<").length / 2), text, line: 1, innerStart: 0, end: 0 });
      },
      "it ends in another error": () => {
        throw new RangeError("Maximum call stack size exceeded");
      },
      "it says nothing of the place": (path, text, onElement) => {
        try {
          walkXml(path, text, onElement);
        } catch {
          throw new Problem("xml-too-deep", "too deep", "Make it flatter.");
        }
      },
    },
  });

  it("were too deep, and not, often enough", () => {
    deep.verify();
    flat.verify();
  });
});
