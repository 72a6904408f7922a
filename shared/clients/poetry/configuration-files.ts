import { dirname, join } from "node:path";
import type { Files } from "../../core/files";
import { projectFolders, type Job } from "../../core/job";
import { filesUp, foldersUp } from "../../formats/folders-up";
import { parseProject, parseSettings, type PoetryProject, type PoetrySettings } from "./sources";

/** All files that may count: those of the folders and of the folders above, then those of the user. */
export function configurationFiles(job: Job): readonly string[] {
  const folders = projectFolders(job).flatMap(foldersUp);
  return [
    ...new Set([
      ...filesUp(folders, ["pyproject.toml", "poetry.toml"]),
      ...userFolders(job).flatMap((folder) => userFileNames.map((name) => join(folder, name))),
    ]),
  ];
}

const userFileNames = ["config.toml", "auth.toml"];

/** A project of one of the job's folders: the next pyproject.toml up, which is the one that Poetry takes. */
export interface FoundProject extends PoetryProject {
  readonly path: string;
  /** Those that count for it, the strongest first: its poetry.toml, then the user's files. */
  readonly settings: readonly PoetrySettings[];
}

/** Each project once. */
export function projectsOf(job: Job, read: Files): readonly FoundProject[] {
  const users = userSettings(job, read);
  const paths = projectFolders(job).flatMap((folder) => {
    const path = filesUp(foldersUp(folder), ["pyproject.toml"]).find((each) => read.has(each));
    return path === undefined ? [] : [path];
  });
  return [...new Set(paths)].flatMap((path) => {
    const project = read.parsed(path, parseProject);
    const local = read.parsed(join(dirname(path), "poetry.toml"), parseSettings);
    return project === undefined
      ? []
      : [{ ...project, path, settings: [...(local === undefined ? [] : [local]), ...users] }];
  });
}

/** The user's config.toml and auth.toml, as far as they are there. */
export function userSettings(job: Job, read: Files): readonly PoetrySettings[] {
  const folder = userFolder(job, read);
  return userFileNames
    .map((name) => read.parsed(join(folder, name), parseSettings))
    .filter((file) => file !== undefined);
}

/** The folder of the user's configuration: of those where Poetry may look, the first that has a file. */
export function userFolder(job: Job, read: Files): string {
  const folders = userFolders(job);
  const found = folders.find((folder) => userFileNames.some((name) => read.has(join(folder, name))));
  return found ?? folders[0] ?? job.home;
}

/**
 * POETRY_CONFIG_DIR, else the system's folder for configurations (platformdirs, `user_config_path`): of macOS the two
 * that Poetry looks in. Source: python-poetry.org/docs/configuration, "Config directory".
 */
function userFolders({ environment, home, windows }: Job): readonly string[] {
  const named = environment.get("POETRY_CONFIG_DIR") ?? "";
  if (named !== "") return [named];
  if (windows) return [join(environment.get("APPDATA") ?? join(home, "AppData", "Roaming"), "pypoetry")];
  const configuration = environment.get("XDG_CONFIG_HOME") ?? "";
  return [
    configuration === "" ? join(home, ".config") : configuration,
    join(home, "Library", "Application Support"),
    join(home, "Library", "Preferences"),
  ].map((folder) => join(folder, "pypoetry"));
}
