import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SaxesParser } from "saxes";
import { javaArtifact } from "../../../../../sandbox/feed/protocols/maven/java-artifact";
import { requireProgram } from "../../../../clients/found-clients";

function textsByPath(xml: string): Record<string, string> {
  const texts: Record<string, string> = {};
  const path: string[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", (tag) => path.push(tag.name));
  parser.on("text", (text) => {
    if (text.trim() !== "") texts[path.join("/")] = text;
  });
  parser.on("closetag", () => path.pop());
  parser.write(xml).close();
  return texts;
}

describe("a java artifact", () => {
  it("has its pom and jar where Maven looks for them", () => {
    const made = javaArtifact({ group: "com.contoso.words", artifact: "words-core", version: "1.2" });
    assert.deepEqual(
      made.map((file) => file.path),
      [
        "com/contoso/words/words-core/1.2/words-core-1.2.pom",
        "com/contoso/words/words-core/1.2/words-core-1.2.jar",
      ],
    );
  });

  it("names parent and dependencies in the pom, escaped", () => {
    const [pom] = javaArtifact({
      group: "g",
      artifact: "a&b",
      version: "1",
      parent: { group: "pg", artifact: "pa", version: "3" },
      dependencies: [{ group: "dg", artifact: "da", version: "[2,3)", scope: "runtime" }],
    });
    assert.deepEqual(textsByPath(pom?.content.toString() ?? ""), {
      "project/modelVersion": "4.0.0",
      "project/parent/groupId": "pg",
      "project/parent/artifactId": "pa",
      "project/parent/version": "3",
      "project/groupId": "g",
      "project/artifactId": "a&b",
      "project/version": "1",
      "project/packaging": "jar",
      "project/dependencies/dependency/groupId": "dg",
      "project/dependencies/dependency/artifactId": "da",
      "project/dependencies/dependency/version": "[2,3)",
      "project/dependencies/dependency/scope": "runtime",
    });
  });

  it("has no jar when it is a parent", () => {
    const made = javaArtifact({ group: "g", artifact: "p", version: "1", packaging: "pom" });
    assert.deepEqual(
      made.map((file) => file.path),
      ["g/p/1/p-1.pom"],
    );
  });

  it("has a jar that jar lists, manifest first", function () {
    this.timeout(20_000);
    requireProgram(this, "jar", "--version");
    const resources = { "words/hello.txt": "hello\n" };
    const [, jar] = javaArtifact({ group: "g", artifact: "a", version: "1", resources });
    const folder = mkdtempSync(join(tmpdir(), "feedpass-jar-"));
    try {
      writeFileSync(join(folder, "a.jar"), jar?.content ?? "");
      const listed = execFileSync("jar", ["--list", "--file", "a.jar"], { cwd: folder, encoding: "utf8" });
      assert.deepEqual(listed.trim().split(/\r?\n/), ["META-INF/MANIFEST.MF", "words/hello.txt"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
