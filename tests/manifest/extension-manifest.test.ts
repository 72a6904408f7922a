import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { readJson, readPngHeader, readTaskFolders, root } from "./task-folders";

interface ExtensionManifest {
  readonly id: string;
  readonly publisher: string;
  readonly version: string;
  readonly description: string;
  readonly public: boolean;
  readonly scopes: readonly string[];
  readonly targets: readonly { readonly id: string }[];
  readonly icons: { readonly default: string };
  readonly content: Readonly<Record<string, { readonly path: string }>>;
  readonly files: readonly { readonly path: string }[];
  readonly contributions: readonly Contribution[];
}

interface Contribution {
  readonly id: string;
  readonly type: string;
  readonly targets: readonly string[];
  readonly properties: { readonly name: string };
}

const manifest = readJson("vss-extension.json") as ExtensionManifest;
const taskFolders = [...new Set(readTaskFolders().map(({ path }) => dirname(path)))].sort();

describe("vss-extension.json", () => {
  it("keeps its identity, and stays private until a release says otherwise", () => {
    assert.equal(`${manifest.publisher}.${manifest.id}`, "feedpass.feedpass");
    assert.equal(manifest.public, false);
    assert.deepEqual(manifest.targets, [{ id: "Microsoft.VisualStudio.Services" }]);
  });

  it("asks for no scope", () => {
    assert.deepEqual(manifest.scopes, []);
  });

  it("has the version of package.json", () => {
    assert.equal(manifest.version, (readJson("package.json") as { version: string }).version);
  });

  it("has a description that the Marketplace takes", () => {
    assert.ok(manifest.description.length <= 200, `${manifest.description.length} characters`);
  });

  it("names paths in exactly the case they have", () => {
    const named = [
      manifest.icons.default,
      ...Object.values(manifest.content).map((item) => item.path),
      ...manifest.files.map((file) => file.path),
    ];
    assert.deepEqual(
      named.filter((path) => !existsInThisCase(path)),
      [],
    );
  });

  it("offers every task folder once, under the folder's name", () => {
    assert.deepEqual(
      [...manifest.contributions].sort((one, other) => one.id.localeCompare(other.id)),
      taskFolders.map((folder) => ({
        id: folder.slice("tasks/".length),
        type: "ms.vss-distributed-task.task",
        targets: ["ms.vss-distributed-task.tasks"],
        properties: { name: folder },
      })),
    );
    assert.deepEqual(
      manifest.files
        .map((file) => file.path)
        .filter((path) => path.startsWith("tasks/"))
        .sort(),
      taskFolders,
    );
  });

  it("has a 128×128 RGBA icon", () => {
    assert.deepEqual(readPngHeader(manifest.icons.default), { width: 128, height: 128, colourType: 6 });
  });
});

// Windows and macOS open a path in any case; the folder's listing tells the true one.
function existsInThisCase(path: string): boolean {
  const segments = path.split("/");
  return segments.every((segment, index) =>
    readdirSync(join(root, ...segments.slice(0, index))).includes(segment),
  );
}
