import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./task-folders";

/** What the assembler reads and writes. */
const parts = [
  ...["build", "docs", "shared", "tasks"],
  ...[".prettierrc.json", "README.md", "overview.md", "package.json", "vss-extension.json"],
];
const uvManifest = "shared/clients/uv/manifest.ts";
const uvTask = "tasks/authenticate-uv/v1/task.json";

describe("npm run assemble, in a copy of the repository", () => {
  let copy = "";

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "assemble-"));
    for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  });
  afterEach(() => {
    rmSync(copy, { recursive: true, force: true });
  });

  const read = (path: string): string => readFileSync(join(copy, path), "utf8");
  const edit = (path: string, from: string, to: string): void => {
    const text = read(path);
    assert.ok(text.includes(from), `${path} has no ${from}`);
    writeFileSync(join(copy, path), text.replace(from, to));
  };
  const runNode = (...args: readonly string[]): { readonly code: number | null; readonly output: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
    return { code: status, output: stdout + stderr };
  };
  const assemble = (): { readonly code: number | null; readonly output: string } =>
    runNode("build/assemble.mjs");
  /** As `npm run lint`, `npm run package` and `npm test` do. */
  const check = (): string =>
    runNode(
      "--input-type=module",
      "--eval",
      'import { checkAssembled } from "./build/assemble.mjs"; import { runMain } from "./build/steps.mjs"; await runMain(checkAssembled);',
    ).output;

  it("has nothing to do where nothing was changed", () => {
    assert.match(assemble().output, /^assemble +up to date /);
    assert.equal(check(), "");
  });

  it("finds a task.json that was changed by hand, and puts it right", () => {
    const before = read(uvTask);
    edit(uvTask, '"Authenticate uv"', '"Authenticate UV"');
    assert.equal(
      check(),
      `${uvTask} is not what its manifest (${uvManifest}) assembles to: npm run assemble\n`,
    );
    assert.match(assemble().output, new RegExp(`^assemble +${uvTask} `));
    assert.equal(read(uvTask), before);
  });

  it("carries a change of a manifest to task.json, page, listing and tables", () => {
    edit(uvManifest, '"UV_INDEX", ', '"UV_INDEX", "UV_TOOL_*", ');
    edit(uvManifest, '"uv 0.8 and later"', '"uv 0.7 and later"');
    edit(uvManifest, '["uv", "Python"]', '["uv", "Python", "wheels"]');
    const stale = check();
    for (const path of [
      uvTask,
      "docs/tasks/authenticate-uv.md",
      "README.md",
      "overview.md",
      "vss-extension.json",
    ])
      assert.ok(stale.includes(`${path} is not what its manifest`), path);
    assemble();
    assert.match(read(uvTask), /"UV_TOOL_\*"/);
    assert.match(read("docs/tasks/authenticate-uv.md"), /For uv 0\.7 and later;/);
    assert.match(read("README.md"), /\| uv 0\.7 and later \|/);
    assert.match(read("overview.md"), /\| uv 0\.7 and later \|/);
    assert.match(read("vss-extension.json"), /"wheels"/);
    assert.equal(check(), "");
  });

  it("names a manifest that assembles to an invalid task.json, and writes nothing", () => {
    const before = read(uvTask);
    edit(uvManifest, '"Authenticate uv"', `"${"Authenticate uv ".repeat(4)}"`);
    const { code, output } = assemble();
    assert.equal(code, 1);
    assert.match(
      output,
      /^shared\/clients\/uv\/manifest\.ts assembles to an invalid task\.json: \/friendlyName must NOT have more than 40 characters/,
    );
    assert.equal(read(uvTask), before);
  });

  it("names a manifest that is not TypeScript", () => {
    edit(uvManifest, "export const manifest", "export konst manifest");
    assert.match(assemble().output, /^The manifests cannot be read: [^]*shared\/clients\/uv\/manifest\.ts:/);
  });

  it("names a client without a manifest, without a task, and out of the list", () => {
    rmSync(join(copy, uvManifest));
    assert.match(assemble().output, /^shared\/clients\/uv\/manifest\.ts is missing/);
    cpSync(join(root, uvManifest), join(copy, uvManifest));
    rmSync(join(copy, "tasks/authenticate-uv/v1/index.ts"));
    assert.match(assemble().output, /^tasks\/authenticate-uv has no v<major> with an index\.ts/);
    cpSync(join(root, "tasks/authenticate-uv"), join(copy, "tasks/authenticate-uv"), { recursive: true });
    cpSync(join(copy, "shared/clients/uv"), join(copy, "shared/clients/acme"), { recursive: true });
    assert.match(assemble().output, /^shared\/clients\/acme is not in the list of clients/);
  });

  it("names a task that is nobody's", () => {
    cpSync(join(copy, "tasks/authenticate-uv"), join(copy, "tasks/authenticate-acme"), { recursive: true });
    assert.match(
      assemble().output,
      /^tasks\/authenticate-acme\/v1 belongs to no client, and has no tasks\/authenticate-acme\/v1\/manifest\.ts/,
    );
  });

  it("says which page has no place for its table", () => {
    edit("overview.md", "<!-- clients -->", "");
    assert.match(assemble().output, /overview\.md: expected <!-- clients --> and <!-- \/clients -->/);
  });

  it("takes in AuthenticateFeeds as soon as it has an entry", () => {
    writeFileSync(join(copy, "tasks/authenticate-feeds/v1/index.ts"), "");
    assemble();
    assert.match(read("tasks/authenticate-feeds/v1/task.json"), /"UV_INDEX_\*"[^]*"FEEDPASS_MAVEN_\*"/);
    assert.match(read("docs/tasks/authenticate-feeds.md"), /^# AuthenticateFeeds@1$/m);
    assert.match(read("vss-extension.json"), /"tasks\/authenticate-feeds"/);
  });
});
