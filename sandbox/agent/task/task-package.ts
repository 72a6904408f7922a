import { readList, readObject, readText } from "./json-reader";
import type { TaskDefinition } from "./task-definition";
import { parseTaskManifest } from "./task-manifest";
import { readVsix } from "./vsix-archive";
import type { ArchiveFile, VsixArchive } from "./vsix-archive";

/** One task of a packaged extension, in one version. */
export interface PackagedTask {
  readonly definition: TaskDefinition;
  /** The files of the task's folder, by path relative to it, with `/`. */
  readonly files: ReadonlyMap<string, ArchiveFile>;
  /** SHA-256 of the archive. */
  readonly digest: string;
}

/** A .vsix that cannot be read or brings no usable tasks. */
export class ExtensionFileError extends Error {}

const manifestName = "extension.vsomanifest";
const taskContribution = "ms.vss-distributed-task.task";

/**
 * Reads the tasks of a .vsix: each contribution of the task type names a folder that holds a task.json, or one
 * folder per major version that does.
 * @throws ExtensionFileError, naming the archive, when it is not such a package.
 */
export async function readPackagedTasks(file: string): Promise<PackagedTask[]> {
  try {
    const archive = await readVsix(file);
    return listContributedFolders(archive).flatMap((folder) => readTaskFolder(archive, folder));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExtensionFileError(`${file}: ${reason}`, { cause: error });
  }
}

function listContributedFolders(archive: VsixArchive): string[] {
  const manifest = archive.files.get(manifestName);
  if (manifest === undefined) {
    throw new Error(`not a packaged extension: ${manifestName} is missing.`);
  }
  const json: unknown = JSON.parse(manifest.content.toString("utf8").replace(/^\uFEFF/, ""));
  return readList(readObject(json).get("contributions"))
    .map(readObject)
    .filter((contribution) => contribution.get("type") === taskContribution)
    .map((contribution) => readText(readObject(contribution.get("properties")).get("name")));
}

function readTaskFolder(archive: VsixArchive, folder: string): PackagedTask[] {
  const prefix = `${folder.replace(/^\/|\/$/g, "")}/`;
  const manifests = [...archive.files.keys()].filter(
    (name) => name.startsWith(prefix) && /^([^/]+\/)?task\.json$/.test(name.slice(prefix.length)),
  );
  if (manifests.length === 0) {
    throw new Error(`the contributed task folder '${folder}' holds no task.json.`);
  }
  return manifests.map((name) => readTask(archive, name));
}

function readTask(archive: VsixArchive, manifest: string): PackagedTask {
  const root = manifest.slice(0, -"task.json".length);
  const files = new Map<string, ArchiveFile>();
  for (const [name, file] of archive.files) {
    if (name.startsWith(root)) {
      files.set(name.slice(root.length), file);
    }
  }
  const json = files.get("task.json")?.content.toString("utf8") ?? "";
  return { definition: parseTaskManifest(json), files, digest: archive.digest };
}
