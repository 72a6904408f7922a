import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { StepError } from "./steps.mjs";

/** Folders of the npm packages that an esbuild metafile's outputs hold code of, sorted: `node_modules/a`, `node_modules/a/node_modules/b`. */
export function findBundledPackages(metafile) {
  const folders = Object.values(metafile.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)].sort();
}

/** The licence and notice files of the packages, each under its name, version and licence. Fails on a package without any. */
export function renderNotices(root, folders) {
  const head = "This task contains code of the packages below, each under its own licence.\n";
  return [head, ...folders.map((folder) => renderPackage(root, folder))].join(`\n${"-".repeat(80)}\n\n`);
}

function renderPackage(root, folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const texts = findLicences(root, folder, `${name}-${version}.txt`).map((file) =>
    readFileSync(file, "utf8"),
  );
  if (texts.length === 0) throw new StepError(`${folder} has no licence file to pass on`);
  const clean = texts.map((text) => text.replaceAll("\r\n", "\n").trim());
  return `${name} ${version} (${license})\n\n${clean.join("\n\n")}\n`;
}

// A package that leaves its licence out of what it publishes has it in build/licences, from its repository.
function findLicences(root, folder, ownCopy) {
  const published = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const copy = join(root, "build/licences", ownCopy);
  return published.length > 0 ? published.map((file) => join(root, folder, file)) : [copy].filter(existsSync);
}
