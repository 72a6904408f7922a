import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { readJson, readTaskFolders, root } from "./task-folders";
import { readVsixEntries } from "./vsix-entries";
import { clients } from "../../shared/clients/clients";

const everyTask = ["THIRD-PARTY-NOTICES.txt", "dist/index.js", "dist/undo.js", "icon.png", "task.json"];
const folders = readTaskFolders().map(({ path }) => path);

/** The tasks that have every client inside. */
const ofAllClients = /^tasks\/(?:authenticate-feeds|restore-upstream)\//;

/** The job's keyring. */
const keyring = ["feedpass-keyring.cmd", "feedpass-keyring.sh", "feedpass_keyring.py"];
const keyringFiles = keyring.map((name) => `dist/${name}`);

/** Maven's extension, and a chunk with the agent's tool cache, which hardly any run needs. */
const further: Readonly<Record<string, readonly string[]>> = {
  "tasks/authenticate-maven/v1": ["dist/feedpass-maven.jar"],
  "tasks/authenticate-uv/v1": keyringFiles,
  "tasks/authenticate-pip/v1": keyringFiles,
  "tasks/authenticate-feeds/v1": ["dist/feedpass-maven.jar", ...keyringFiles],
  "tasks/restore-upstream/v1": ["dist/feedpass-maven.jar", "dist/tools.js", ...keyringFiles],
};

function taskFiles(folder: string): readonly string[] {
  return [...everyTask, ...(further[folder] ?? [])];
}

/** What a task may weigh on its way to the agent, in bytes of deflated files (docs/dependencies.md gives the reasons). */
function zipLimit(folder: string): number {
  return ofAllClients.test(folder) ? 100_000 + 18_000 * clients.length : 70_000;
}

/** The part of esbuild's metafile that is read: what each output file took from which source file. */
interface BundleMeta {
  readonly outputs: Readonly<Record<string, BundleOutput>>;
}

interface BundleOutput {
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

/** Of a program in another language, the lines that are not comments. */
function besideCode(path: string): string {
  const text = readFileSync(path, "latin1");
  if (!/\.(?:py|sh)$/.test(path)) return text;
  const lines = text.split("\n").filter((line) => line.startsWith("#!") || !/^\s*(?:#.*)?$/.test(line));
  return `${lines.join("\n")}\n`;
}

describe("out/feedpass.vsix", () => {
  let entries = new Map<string, Buffer>();
  before(async () => {
    entries = await readVsixEntries();
  });

  it("holds the extension's own files and the tasks' files, and nothing else", () => {
    const ofPackage = ["[Content_Types].xml", "extension.vsixmanifest", "extension.vsomanifest"];
    const ofExtension = ["LICENSE", "images/extension-icon.png", "overview.md"];
    const ofTasks = folders.flatMap((folder) => taskFiles(folder).map((file) => `${folder}/${file}`));
    assert.deepEqual([...entries.keys()].sort(), [...ofPackage, ...ofExtension, ...ofTasks].sort());
  });

  it("holds files beside the code as they are in the client's room", () => {
    const rooms = ["shared/clients/maven/beside", "shared/protocols/pypi/keyring/beside"];
    const sources = new Map(
      rooms.flatMap((room) =>
        readdirSync(join(root, room)).map((name) => [`dist/${name}`, join(root, room, name)]),
      ),
    );
    for (const [folder, files] of Object.entries(further))
      for (const file of files.filter((name) => sources.has(name)))
        assert.equal(
          entries.get(`${folder}/${file}`)?.toString("latin1"),
          besideCode(sources.get(file) ?? ""),
          file,
        );
  });

  it("says its identity and version in its manifest", () => {
    const { version } = readJson("vss-extension.json") as { version: string };
    const identity = /<Identity [^>]*>/.exec(readText(entries, "extension.vsixmanifest"))?.[0] ?? "";
    assert.match(identity, new RegExp(` Version="${version.replaceAll(".", "\\.")}"`));
    assert.match(identity, / Id="feedpass"/);
    assert.match(identity, / Publisher="feedpass"/);
  });

  for (const folder of folders) {
    describe(folder, () => {
      it("holds the manifest and icon of the repository, byte for byte", () => {
        for (const file of ["task.json", "icon.png"]) {
          assert.deepEqual(entries.get(`${folder}/${file}`), readFileSync(join(root, folder, file)));
        }
      });

      it("weighs little on its way to the agent", () => {
        const sizes = taskFiles(folder).map(
          (file) => deflateRawSync(entries.get(`${folder}/${file}`) ?? "").length,
        );
        const sum = sizes.reduce((total, size) => total + size, 0);
        assert.ok(sum <= zipLimit(folder), `${sum} bytes`);
      });

      it("bundles exactly one copy of task-lib", () => {
        const copies = readBundledPackages(folder).filter((path) =>
          path.endsWith("/azure-pipelines-task-lib"),
        );
        assert.equal(copies.length, 1, copies.join(", "));
      });

      it("passes on the licence of every package in its bundle", () => {
        const notices = readText(entries, `${folder}/THIRD-PARTY-NOTICES.txt`);
        for (const path of readBundledPackages(folder)) {
          const { name, version } = readJson(`${path}/package.json`) as { name: string; version: string };
          assert.ok(notices.includes(`\n${name} ${version} (`), `${name} ${version} is missing`);
        }
      });

      it("tells nothing of the machine that built it", () => {
        for (const file of taskFiles(folder)) {
          assert.ok(!entries.get(`${folder}/${file}`)?.includes(root), file);
        }
      });
    });
  }
});

function readText(entries: ReadonlyMap<string, Buffer>, name: string): string {
  return entries.get(name)?.toString("utf8") ?? "";
}

/** Folders of the npm packages whose files went into a task's bundle, from what esbuild tells of it. */
function readBundledPackages(folder: string): string[] {
  const meta = readJson(`out/bundles/${folder.replaceAll("/", "-")}.json`) as BundleMeta;
  const inputs = Object.values(meta.outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders)].filter((path) => path !== undefined);
}
