import assert from "node:assert/strict";
import { clients } from "../../../../shared/clients/clients";
import { Problem } from "../../../../shared/core/problem";
import { ProjectPatterns } from "../../../../shared/shell/restore/project-patterns";
import type { FoundProject } from "../../../../shared/shell/restore/workspace";

const [client] = clients;
assert.ok(client !== undefined);

const project = (folder: string): FoundProject => {
  const inside = folder === "" ? "" : `${folder}/`;
  return { client, folder, manifest: `${inside}pyproject.toml`, lock: `${inside}uv.lock` };
};
const all = ["", "services/api", "services/api/legacy", "services/web", "tools/.hidden", "a [b]"].map(
  project,
);

function select(input: string, lockPaths: readonly string[] = []): readonly string[] {
  return new ProjectPatterns(input).select(all, lockPaths).map(({ folder }) => folder);
}

describe("restore: the input projects", () => {
  for (const [title, input, expected] of [
    ["a folder", "services/api", ["services/api"]],
    ["a folder with a slash, dots and spaces around it", "  ./services/api/  ", ["services/api"]],
    ["Windows' separators", "services\\web", ["services/web"]],
    ["the working directory itself", ".", [""]],
    ["all below a folder", "services/**", ["services/api", "services/api/legacy", "services/web"]],
    ["one folder deep", "services/*", ["services/api", "services/web"]],
    ["lock files", "services/*/uv.lock", ["services/api", "services/web"]],
    ["manifests anywhere", "**/pyproject.toml", all.map(({ folder }) => folder)],
    ["folders that begin with a dot", "tools/*", ["tools/.hidden"]],
    ["a question mark and a class", "services/w?[a-c]", ["services/web"]],
    ["several lines, comments and blank ones", "# web\n\nservices/web\r\n.", ["", "services/web"]],
    ["an exclude", "services/**\n!**/legacy", ["services/api", "services/web"]],
    ["an exclude of all below a folder", "**/uv.lock\n!services/**", ["", "tools/.hidden", "a [b]"]],
    ["an exclude before what it excludes", "!**/legacy\nservices/**", ["services/api", "services/web"]],
    ["excludes alone", "!services/**\n!tools/**", ["", "a [b]"]],
    ["an exclude that matches nothing", ".\n!gone/**", [""]],
  ] as const)
    it(`means ${title}`, () => {
      assert.deepEqual(select(input), expected);
    });

  it("means a lock file of no project by its own path", () => {
    const patterns = new ProjectPatterns("lists/**\n!lists/old/**");
    assert.deepEqual(patterns.select(all, ["lists/maven-dependency-list.txt"]), []);
    assert.equal(patterns.means("lists/maven-dependency-list.txt"), true);
    assert.equal(patterns.means("lists/old/maven-dependency-list.txt"), false);
    assert.equal(patterns.means("Cargo.lock"), false);
  });

  for (const [title, input, code, message] of [
    [
      "a pattern that matches nothing",
      "services/**\nservice/api",
      "projects-unmatched",
      /"service\/api" matches no project\. Found: pyproject\.toml, services\/api\/pyproject\.toml/,
    ],
    ["an absolute path", "/s/app", "projects-malformed", /leads out of the working directory/],
    ["a drive", "C:\\app", "projects-malformed", /leads out of the working directory/],
    ["a folder further up", "../app", "projects-malformed", /leads out of the working directory/],
    ["an exclude of nothing", "!", "projects-malformed", /is no pattern/],
  ] as const)
    it(`refuses ${title}`, () => {
      assert.throws(
        () => select(input),
        (error: unknown) => error instanceof Problem && error.code === code && message.test(error.message),
      );
    });
});
