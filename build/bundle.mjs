import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, resolve } from "node:path";
import { build } from "esbuild";
import { findBundledPackages, renderNotices } from "./notices.mjs";
import { isMain, root, runMain, runStep, StepError } from "./steps.mjs";
import { bundleToolLib, needsToolLib, toolLibBeside } from "./tool-chunk.mjs";

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // A file that is loaded later is required then: what CommonJS exports, import() does not always see.
  supported: { "dynamic-import": false },
  minify: true,
  // A text of ASCII alone takes V8 one byte for each character, and so half the memory.
  charset: "ascii",
  // Whole licences stand in the notices; a shortened comment in the code would say them a second time.
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/**
 * Makes of each of a task's entries (`tasks/<task>/v<major>/index.ts`, and `undo.ts` for after the job) one minified
 * CommonJS file in `dist/`, with the notices of the npm packages inside them. The agent copies a task's folder alone,
 * so nothing may be required from outside.
 */
export async function bundleTasks() {
  const folders = findTaskFolders();
  for (const folder of folders) rmSync(resolve(root, folder, "dist"), { recursive: true, force: true });
  const outcomes = [];
  for (const folder of folders) outcomes.push(`${folder} ${await bundleTask(folder)}`);
  return outcomes.join(", ");
}

async function bundleTask(folder) {
  const { metafile } = await build({
    ...options,
    entryPoints: ["index.ts", "undo.ts"]
      .map((name) => `${folder}/${name}`)
      .filter((path) => existsSync(resolve(root, path))),
    outdir: `${folder}/dist`,
    plugins: [toolLibBeside],
  });
  if (needsToolLib(metafile)) {
    const chunk = await bundleToolLib(`${folder}/dist`, options);
    Object.assign(metafile.outputs, chunk.metafile.outputs);
  }
  copyFilesBeside(folder, metafile);
  const packages = findBundledPackages(metafile);
  checkTaskLib(folder, packages);
  writeFileSync(resolve(root, folder, "dist/THIRD-PARTY-NOTICES.txt"), renderNotices(root, packages));
  mkdirSync(resolve(root, "out/bundles"), { recursive: true });
  writeFileSync(
    resolve(root, "out/bundles", `${folder.replaceAll("/", "-")}.json`),
    JSON.stringify(metafile),
  );
  return `${Math.round(statSync(resolve(root, folder, "dist/index.js")).size / 1000)} KB`;
}

/** What a room, or a folder in it, has in `beside` lies beside the code of every task that code of it is in. */
function copyFilesBeside(folder, { inputs }) {
  const places = new Set(Object.keys(inputs).flatMap(foldersInShared));
  for (const beside of [...places]
    .map((place) => resolve(root, place, "beside"))
    .filter((path) => existsSync(path)))
    for (const name of readdirSync(beside))
      copyWithoutComments(resolve(beside, name), resolve(root, folder, "dist", name));
}

/** A program in another language goes along as small as the code does: without lines that say nothing to its reader. */
function copyWithoutComments(source, target) {
  if (!/\.(?:py|sh)$/.test(source)) copyFileSync(source, target);
  else writeFileSync(target, readFileSync(source, "utf8").replace(/^(?:[ \t]*#(?!!).*)?\n/gm, ""));
}

/** The folders of `shared` that a file is in, but for `shared` itself. */
function foldersInShared(path) {
  const folders = path.split("/").slice(0, -1);
  return folders[0] === "shared"
    ? folders.map((_, count) => folders.slice(0, count + 1).join("/")).slice(1)
    : [];
}

/** Every `tasks/<task>/v<major>` that has an entry, relative to the clone, with forward slashes. */
export function findTaskFolders() {
  return readdirSync(resolve(root, "tasks")).flatMap((task) =>
    readdirSync(resolve(root, "tasks", task))
      .filter((name) => /^v\d+$/.test(name))
      .map((version) => `tasks/${task}/${version}`)
      .filter((folder) => existsSync(resolve(root, folder, "index.ts"))),
  );
}

// A second copy of task-lib in a process has no vault and finds no input (task-lib, internal.ts, _vsts_task_lib_loaded).
function checkTaskLib(folder, packages) {
  const copies = packages.filter((path) => basename(path) === "azure-pipelines-task-lib");
  if (copies.length > 1)
    throw new StepError(`${folder} bundles task-lib more than once: ${copies.join(", ")}`);
}

if (isMain(import.meta.url)) await runMain(() => runStep("bundle", bundleTasks));
