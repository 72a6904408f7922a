import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { makeEnvironment } from "../../../../shared/core/environment";
import { findOnPath } from "../../../../shared/shell/tools/programs";

describe("programs on PATH", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "feedpass-programs-"));
    for (const path of ["a/mvn", "a/mvn.cmd", "b/mvn.exe", "b/mvn.cmd", "b/uv.exe", "b/plain"]) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), "");
      if (path !== "b/plain") chmodSync(join(folder, path), 0o755);
    }
    mkdirSync(join(folder, "a/uv.exe"));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const found = (name: string, folders: readonly string[], windows: boolean): string | undefined => {
    const path = folders.map((each) => join(folder, each)).join(delimiter);
    return findOnPath(
      name,
      makeEnvironment([["Path", path], ...(windows ? [] : [["PATH", path] as const])], windows),
      windows,
    )?.slice(folder.length + 1);
  };

  it("are found on Windows by their endings, under a PATH of any spelling: the first folder counts, .exe first in it", () => {
    assert.equal(found("mvn", ["a", "b"], true), "a/mvn.cmd");
    assert.equal(found("mvn", ["b", "a"], true), "b/mvn.exe");
  });

  it("are found elsewhere by their name, where they may be run", () => {
    assert.equal(found("mvn", ["b", "a"], false), "a/mvn");
    assert.equal(found("plain", ["b"], false), undefined);
  });

  it("are no folders", () => {
    assert.equal(found("uv", ["a", "b"], true), "b/uv.exe");
  });
});
