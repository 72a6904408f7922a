import { dirname, join, resolve } from "node:path";
import type { Files } from "../../core/files";
import { projectFolders, type Job } from "../../core/job";
import { allFoldersUp, filesUp } from "../../formats/folders-up";
import { asList, asTable, asText } from "../../formats/toml/toml-file";
import { parseUvFile } from "./indexes";

/**
 * The files in which uv looks for indexes: pyproject.toml and uv.toml in the folders that it is run in and in every
 * folder above (a workspace's root may be there), and the user's uv.toml.
 * UV_CONFIG_FILE takes the place of them all. Source: docs.astral.sh/uv/concepts/configuration-files.
 */
export function projectFiles(job: Job): readonly string[] {
  const onlyFile = job.environment.get("UV_CONFIG_FILE") ?? "";
  if (onlyFile !== "") return [resolve(job.workingDirectory, onlyFile)];
  return filesUp(allFoldersUp(projectFolders(job)), ["uv.toml", "pyproject.toml"]);
}

/**
 * The pyproject.toml of workspace members and path dependencies, as far as they are named without a pattern and read so
 * far: uv takes the indexes of their sources from there.
 */
export function filesBeside(job: Job, read: Files): readonly string[] {
  const known = new Set(projectFiles(job));
  const found = new Set<string>();
  const queue = [...known];
  for (const path of queue) {
    const settings = read.parsed(path, parseUvFile)?.settings;
    const members = asList(asTable(settings?.["workspace"])?.["members"]);
    const sources = Object.values(asTable(settings?.["sources"]) ?? {}).flatMap(asList);
    const paths = [...members, ...sources.map((source) => asTable(source)?.["path"])].map(asText);
    for (const each of paths) {
      if (each === undefined || /[*?[\]\0]/.test(each)) continue;
      const file = resolve(dirname(path), each, "pyproject.toml");
      if (known.has(file) || found.has(file)) continue;
      found.add(file);
      queue.push(file);
    }
  }
  return [...found];
}

export function userFile(job: Job): string {
  const root = job.environment.get("XDG_CONFIG_HOME") ?? "";
  return join(root === "" ? join(job.home, ".config") : root, "uv", "uv.toml");
}

/**
 * Where uv looks for the machine's uv.toml, the first that is there counts: the folders of XDG_CONFIG_DIRS, then
 * /etc/uv. Windows has one fixed place, which no variable moves, so there it is not ours to add to.
 */
export function machineFiles(job: Job): readonly string[] {
  return [...machineFolders(job).map((folder) => join(folder, "uv", "uv.toml")), "/etc/uv/uv.toml"];
}

/** Whether uv, as the job runs it, reads a machine-wide uv.toml that the job can add to. */
export function readsMachineFile(job: Job): boolean {
  return !job.windows && variableWithoutMachineFile(job) === undefined;
}

/** The variable of the job that keeps uv from reading one. Tried with uv 0.13, the values too. */
export function variableWithoutMachineFile(job: Job): string | undefined {
  const isSet = (name: string): boolean =>
    !["", "0", "f", "false", "n", "no", "off"].includes(job.environment.get(name)?.toLowerCase() ?? "");
  return (job.environment.get("UV_CONFIG_FILE") ?? "") === ""
    ? ["UV_NO_CONFIG", "UV_NO_SYSTEM_CONFIG"].find(isSet)
    : "UV_CONFIG_FILE";
}

export function machineFolders(job: Job): readonly string[] {
  const folders = (job.environment.get("XDG_CONFIG_DIRS") ?? "").split(":").filter((folder) => folder !== "");
  return folders.length === 0 ? ["/etc/xdg"] : folders;
}
