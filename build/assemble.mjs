import { Buffer } from "node:buffer";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { build } from "esbuild";
import { format, resolveConfig } from "prettier";
import { findTaskFolders } from "./bundle.mjs";
import { findSchemaFaults } from "./manifests.mjs";
import { isMain, root, runMain, runStep, StepError } from "./steps.mjs";

/**
 * Gives the names of the clients that have a task, in the order of the one list of clients, and the others with the name
 * of the one whose task authenticates them.
 */
const clientNames = `
  import { clients } from "./shared/clients/clients";
  export const names = clients.map(({ name, authentication }) => ({ name, owner: authentication.name }));
`;

/** Writes every file that is made from manifests, where it is not as it should be; gives the outcome in words. */
export async function assemble() {
  const stale = await findStale();
  for (const { path, text } of stale) {
    mkdirSync(dirname(resolve(root, path)), { recursive: true });
    writeFileSync(resolve(root, path), text);
  }
  return stale.length === 0 ? "up to date" : stale.map(({ path }) => path).join(", ");
}

/** Throws a StepError that names every file that is not what its manifest assembles to. */
export async function checkAssembled() {
  const stale = await findStale();
  fail(
    stale.map(
      ({ path, source }) => `${path} is not what its manifest (${source}) assembles to: npm run assemble`,
    ),
  );
}

/** The assembled files whose text on disk is another, or that are missing: `{ path, source, text }`. */
async function findStale() {
  const files = await Promise.all((await assembleAll()).map(formatted));
  fail(
    files
      .filter(({ path }) => path.endsWith("/task.json"))
      .flatMap(({ text, source }) =>
        findSchemaFaults(JSON.parse(text)).map(
          (fault) => `${source} assembles to an invalid task.json: ${fault}`,
        ),
      ),
  );
  return files.filter(({ path, text }) => !existsSync(resolve(root, path)) || readText(path) !== text);
}

async function assembleAll() {
  const { names: all } = await load(clientNames);
  const names = all.filter(({ name, owner }) => name === owner).map(({ name }) => name);
  const sources = findSources(names);
  const restored = all.map(({ name, owner }) => {
    const own = `client${names.indexOf(owner)}`;
    return name === owner ? own : `{ ...${own}, ...kin${all.findIndex((each) => each.name === name)} }`;
  });
  const { assembleFiles, clients, manifests } = await load(`
    export { assembleFiles } from "./build/assembly/files";
    ${importEach(
      "client",
      names.map((name) => `shared/clients/${name}/manifest`),
    )}
    ${all
      .map(({ name, owner }, index) =>
        name === owner
          ? ""
          : `import { restored as kin${index} } from "./shared/clients/${name}/restore/manifest";`,
      )
      .join("\n")}
    ${importEach(
      "other",
      sources.others.map(({ folder }) => `${folder}/manifest`),
    )}
    export const clients = [${names.map((_, index) => `client${index}`)}];
    const restored = [${restored.join(", ")}];
    export const manifests = [${sources.others.map((_, index) => `other${index}(restored)`)}];
  `);
  const tasks = [
    ...sources.authenticating.map((task, index) => ({ ...task, manifest: clients[index].task })),
    ...sources.others.map((task, index) => ({ ...task, manifest: manifests[index] })),
  ];
  const paths = ["vss-extension.json", "README.md", "overview.md"];
  const texts = Object.fromEntries(paths.map((path) => [path, readText(path)]));
  return assembleFiles({ clients, tasks, texts });
}

/** The tasks of the clients, in their order, then the others: `{ folder, source }`. Throws a StepError for what is missing. */
function findSources(names) {
  const folders = findTaskFolders();
  const authenticating = names.map((name) => ({
    folder: folders.find((folder) => folder.startsWith(`tasks/authenticate-${name}/`)),
    source: `shared/clients/${name}/manifest.ts`,
  }));
  const others = folders
    .filter((folder) => !authenticating.some((task) => task.folder === folder))
    .map((folder) => ({ folder, source: `${folder}/manifest.ts` }));
  const isMissing = ({ source }) => !existsSync(resolve(root, source));
  const unlisted = readdirSync(resolve(root, "shared/clients")).filter(
    (name) => existsSync(resolve(root, `shared/clients/${name}/manifest.ts`)) && !names.includes(name),
  );
  fail([
    ...unlisted.map((name) => `shared/clients/${name} is not in the list of clients`),
    ...authenticating
      .filter(isMissing)
      .map(({ source }) => `${source} is missing, which says what the client's task is`),
    ...others
      .filter(isMissing)
      .map(({ folder, source }) => `${folder} belongs to no client, and has no ${source}`),
    ...names
      .filter((_, index) => authenticating[index].folder === undefined)
      .map((name) => `tasks/authenticate-${name} has no v<major> with an index.ts`),
  ]);
  return { authenticating, others };
}

function importEach(prefix, paths) {
  return paths.map((path, index) => `import { manifest as ${prefix}${index} } from "./${path}";`).join("\n");
}

/** What TypeScript code at the root of the clone exports, run without a file of it. */
async function load(contents) {
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      stdin: { contents, resolveDir: root, loader: "ts" },
      bundle: true,
      write: false,
      platform: "node",
      format: "esm",
      logLevel: "silent",
    });
    return await import(
      `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
    );
  } catch (error) {
    throw new StepError(`The manifests cannot be read: ${error.message}`, { cause: error });
  }
}

async function formatted(file) {
  if (!file.path.endsWith(".json")) return file;
  const options = await resolveConfig(resolve(root, file.path));
  return { ...file, text: await format(file.text, { ...options, filepath: file.path }) };
}

function readText(path) {
  return readFileSync(resolve(root, path), "utf8");
}

function fail(faults) {
  if (faults.length > 0) throw new StepError(faults.join("\n"));
}

if (isMain(import.meta.url)) await runMain(() => runStep("assemble", assemble));
