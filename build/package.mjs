import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { withoutOrigin } from "./archive.mjs";
import { checkAssembled } from "./assemble.mjs";
import { bundleTasks, findTaskFolders } from "./bundle.mjs";
import { checkExtensionManifest, checkTaskManifests, readJson } from "./manifests.mjs";
import { isMain, root, run, runMain, runStep, StepError } from "./steps.mjs";

const stage = "out/stage";
const notices = "THIRD-PARTY-NOTICES.txt";
const vsix = "out/feedpass.vsix";

/** Packs `out/feedpass.vsix` from the manifests and the bundles, after validating both; gives the outcome in words. */
export async function packageExtension() {
  const folders = findTaskFolders();
  await checkAssembled();
  checkTaskManifests(folders);
  checkExtensionManifest([...new Set(folders.map((folder) => dirname(folder)))]);
  stageFiles(folders);
  await createExtension();
  return `${vsix} ${Math.round(statSync(resolve(root, vsix)).size / 1000)} KB`;
}

// tfx packs folders whole, so a folder that holds exactly what ships is laid out for it.
function stageFiles(folders) {
  rmSync(resolve(root, stage), { recursive: true, force: true });
  const { icons, content } = readJson("vss-extension.json");
  const ofExtension = [
    "vss-extension.json",
    icons.default,
    ...Object.values(content).map((item) => item.path),
  ];
  for (const path of ofExtension) copy(path, path);
  for (const folder of folders) {
    const code = readdirSync(resolve(root, folder, "dist")).filter((name) => name !== notices);
    for (const file of ["task.json", "icon.png", ...code.map((name) => `dist/${name}`)])
      copy(`${folder}/${file}`, `${folder}/${file}`);
    copy(`${folder}/dist/${notices}`, `${folder}/${notices}`);
  }
}

function copy(from, to) {
  const target = resolve(root, stage, to);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(resolve(root, from), target);
}

async function createExtension() {
  const tfx = resolve(root, "node_modules/tfx-cli/_build/tfx-cli.js");
  const tfxHome = resolve(root, "out/tfx-home");
  const paths = ["--root", stage, "--manifest-globs", "vss-extension.json", "--output-path", vsix];
  rmSync(resolve(root, vsix), { force: true });
  const { code, output } = await run(
    process.execPath,
    [tfx, "extension", "create", ...paths, "--no-prompt", "--no-color"],
    // tfx keeps settings in the home, makes their folder there, and would take forgotten ones for its arguments.
    { env: { ...process.env, HOME: tfxHome, USERPROFILE: tfxHome } },
  );
  // tfx only warns of a task.json that it cannot take.
  if (code !== 0 || /\bwarn(ing)?\b/i.test(output)) {
    throw new StepError(`tfx extension create: ${output.trim()}`);
  }
  // tfx stamps every entry with the time, so that no two packages of the same sources would be equal.
  const path = resolve(root, vsix);
  writeFileSync(path, await withoutOrigin(readFileSync(path)));
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await runStep("bundle", bundleTasks);
    await runStep("package", packageExtension);
  });
}
