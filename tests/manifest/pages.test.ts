import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./task-folders";

const documents = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => join("docs", name));
const pages = ["README.md", "overview.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", ...documents];

function linksOf(path: string): readonly string[] {
  const text = readFileSync(join(root, path), "utf8").replace(/```.*?```/gs, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => target ?? []);
}

describe("the pages", () => {
  it("link only to files that there are", () => {
    const broken = pages.flatMap((path) =>
      linksOf(path)
        .filter((target) => !/^(?:https:|#)/.test(target))
        .filter((target) => !existsSync(join(root, dirname(path), target.replace(/#.*$/, ""))))
        .map((target) => `${path}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it("of the Marketplace says nothing of the clone, and links to nothing that is not in the package", () => {
    const overview = readFileSync(join(root, "overview.md"), "utf8");
    assert.doesNotMatch(overview, /npm (?:start|test|run)|\bclone\b/);
    assert.deepEqual(
      linksOf("overview.md").filter((target) => !target.startsWith("https:")),
      [],
    );
  });

  it("open with the two commands where the repository is read first", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const begin = readme.split("\n").slice(0, 10).join("\n");
    assert.match(begin, /^npm start\nnpm test$/m);
    assert.ok(readme.split("\n").length <= 60, "README.md is long");
  });
});
