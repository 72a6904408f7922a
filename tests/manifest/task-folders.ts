import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Absolute path of the clone, from `out/tests/manifest/`. */
export const root = join(__dirname, "..", "..", "..");

export interface TaskInput {
  readonly name: string;
  readonly type: string;
  readonly label: string;
  readonly helpMarkDown: string;
  readonly required?: boolean;
  readonly defaultValue?: string;
  readonly groupName?: string;
  readonly visibleRule?: string;
}

/** The parts of a task.json that the tests of this folder read. */
export interface TaskManifest {
  readonly id: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly helpUrl: string;
  readonly helpMarkDown: string;
  readonly minimumAgentVersion: string;
  readonly instanceNameFormat: string;
  readonly version: { readonly Major: number; readonly Minor: number; readonly Patch: number };
  readonly groups: readonly { readonly name: string; readonly isExpanded: boolean }[];
  readonly inputs: readonly TaskInput[];
  readonly outputVariables?: readonly { readonly name: string }[];
  readonly prejobexecution?: Handlers;
  readonly execution: Handlers;
  readonly postjobexecution?: Handlers;
  readonly restrictions: {
    readonly commands: { readonly mode: string };
    readonly settableVariables: { readonly allowed: readonly string[] };
  };
}

export type Handlers = Readonly<Record<string, { readonly target: string }>>;

/** One `tasks/<task>/v<major>`: its path relative to the clone, and its parsed task.json. */
export interface TaskFolder {
  readonly path: string;
  readonly manifest: TaskManifest;
}

/** Every folder with a task.json in the repository. */
export function readTaskFolders(): TaskFolder[] {
  return readdirSync(join(root, "tasks"))
    .flatMap((task) => readdirSync(join(root, "tasks", task)).map((version) => `tasks/${task}/${version}`))
    .filter((path) => existsSync(join(root, path, "task.json")))
    .map((path) => ({ path, manifest: readJson(`${path}/task.json`) as TaskManifest }));
}

/** Reads a JSON file, its path relative to the clone. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/** Width and height in pixels and colour type of a PNG (PNG specification, 11.2.1 IHDR; colour type 6 is RGBA). */
export function readPngHeader(path: string): { width: number; height: number; colourType: number } {
  const png = readFileSync(join(root, path));
  if (png.toString("latin1", 1, 4) !== "PNG") throw new Error(`${path} is not a PNG`);
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), colourType: png.readUInt8(25) };
}
