import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { root, StepError } from "./steps.mjs";

/** Throws a StepError that names every fault of the task.json files in `folders` (`tasks/<task>/v<major>`). */
export function checkTaskManifests(folders) {
  const faults = folders.flatMap((folder) => {
    const manifest = readJson(`${folder}/task.json`);
    const schemaFaults = findSchemaFaults(manifest);
    if (schemaFaults.length > 0) return schemaFaults.map((fault) => `${folder}/task.json: ${fault}`);
    return [
      ...findPixelFaults(`${folder}/icon.png`, 32),
      ...findMissing(folder, handlerTargets(manifest)),
      ...(folder.endsWith(`/v${manifest.version.Major}`)
        ? []
        : [`${folder}: version ${manifest.version.Major} is inside`]),
    ];
  });
  fail(faults);
}

/** What keeps a parsed task.json from following build/task.schema.json, each with its place. */
export function findSchemaFaults(manifest) {
  compiledSchema ??= new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    readJson("build/task.schema.json"),
  );
  if (compiledSchema(manifest)) return [];
  return compiledSchema.errors.map(
    ({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}

let compiledSchema;

/** Throws a StepError that names every fault of vss-extension.json; `taskFolders` are all `tasks/<task>` there are. */
export function checkExtensionManifest(taskFolders) {
  const manifest = readJson("vss-extension.json");
  const { icons, content, files, contributions } = manifest;
  const named = [
    icons.default,
    ...Object.values(content).map((item) => item.path),
    ...files.map((file) => file.path),
  ];
  const offered = contributions.map((contribution) => contribution.properties.name);
  fail([
    ...findMissing(".", named),
    ...findPixelFaults(icons.default, 128),
    ...taskFolders
      .filter((folder) => !offered.includes(folder))
      .map((folder) => `${folder}: no contribution offers it`),
    ...offered
      .filter((folder) => !taskFolders.includes(folder))
      .map((folder) => `${folder}: offered, but not there`),
    ...contributions
      .filter((contribution) => contribution.properties.name !== `tasks/${contribution.id}`)
      .map((contribution) => `${contribution.id}: the contribution's id is not its folder's name`),
  ]);
}

/** Reads a JSON file, its path relative to the clone. */
export function readJson(path) {
  return JSON.parse(readFileSync(resolve(root, path), "utf8"));
}

/** Every file that a task.json has the agent start, once. */
export function handlerTargets(manifest) {
  const sections = [manifest.prejobexecution, manifest.execution, manifest.postjobexecution];
  return [
    ...new Set(sections.flatMap((section) => Object.values(section ?? {}).map((handler) => handler.target))),
  ];
}

// The names are compared with the folder's listing: Windows and macOS open a path of the wrong case, Linux agents do not.
function findMissing(folder, paths) {
  return paths
    .filter((path) => {
      let parent = resolve(root, folder);
      return !path.split("/").every((segment) => {
        const there = readdirSync(parent).includes(segment);
        parent = resolve(parent, segment);
        return there;
      });
    })
    .map((path) => `${folder}: ${path} is named, but not there (in exactly this case)`);
}

function findPixelFaults(path, size) {
  const missing = findMissing(".", [path]);
  if (missing.length > 0) return missing;
  const png = readFileSync(resolve(root, path));
  // Width and height are the first two numbers of the header chunk (PNG specification, 11.2.1 IHDR).
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return width === size && height === size ? [] : [`${path}: ${width}×${height}, must be ${size}×${size}`];
}

function fail(faults) {
  if (faults.length > 0) throw new StepError(faults.join("\n"));
}
