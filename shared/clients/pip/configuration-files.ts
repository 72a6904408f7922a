import { join, resolve } from "node:path";
import type { Files } from "../../core/files";
import { projectFolders, type Job } from "../../core/job";
import { filesUp } from "../../formats/folders-up";
import { parseRequirementsFile } from "./requirements-file";

/**
 * pip's configuration files, the weakest first: those of the machine, of the user, of the virtual environment, and
 * PIP_CONFIG_FILE, with which the user's are not read. Source: pip.pypa.io/en/stable/topics/configuration, "Location",
 * and pip's `configuration.py`.
 */
export function pipFiles(job: Job): readonly string[] {
  const chosen = variable(job, "PIP_CONFIG_FILE");
  if (isNoFile(chosen)) return [];
  return [
    ...machineFiles(job),
    ...(chosen === "" ? userFiles(job) : []),
    ...environmentFiles(job),
    ...(chosen === "" ? [] : [resolve(job.workingDirectory, chosen)]),
  ];
}

/** `os.devnull` turns all files off. */
function isNoFile(path: string): boolean {
  return path === "/dev/null" || path.toLowerCase() === "nul";
}

function machineFiles(job: Job): readonly string[] {
  if (job.windows) return [join(variable(job, "ProgramData", "C:\\ProgramData"), "pip", "pip.ini")];
  const folders = variable(job, "XDG_CONFIG_DIRS", "/etc/xdg").split(":");
  return [
    "/Library/Application Support/pip/pip.conf",
    ...folders.filter((folder) => folder !== "").map((folder) => join(folder, "pip", "pip.conf")),
    "/etc/pip.conf",
  ];
}

function userFiles(job: Job): readonly string[] {
  if (job.windows)
    return [
      join(job.home, "pip", "pip.ini"),
      join(variable(job, "APPDATA", join(job.home, "AppData", "Roaming")), "pip", "pip.ini"),
    ];
  return [
    join(job.home, ".pip", "pip.conf"),
    join(job.home, "Library", "Application Support", "pip", "pip.conf"),
    join(variable(job, "XDG_CONFIG_HOME", join(job.home, ".config")), "pip", "pip.conf"),
  ];
}

/** Of the environment that is active. */
function environmentFiles(job: Job): readonly string[] {
  return ["CONDA_PREFIX", "VIRTUAL_ENV"]
    .map((name) => variable(job, name))
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, job.windows ? "pip.ini" : "pip.conf"));
}

/** Where twine looks for repositories of other names than its own (packaging.python.org/specifications/pypirc). */
export function pypircFile(job: Job): string {
  return join(job.home, ".pypirc");
}

const inFolder = ["base", "common", "build", "dev", "development", "docs", "lint", "local", "main"];
const inFolderToo = ["prod", "production", "requirements", "test", "testing", "tests"];

/** The names that people give to requirements files, as far as a file can be looked for by its name. */
const requirementNames = [
  ...["requirements.txt", "requirements.in", "constraints.txt"],
  ...["build", "dev", "docs", "lint", "prod", "test", "tests"].flatMap((word) => [
    `requirements-${word}.txt`,
    `requirements_${word}.txt`,
    `${word}-requirements.txt`,
    `${word}_requirements.txt`,
  ]),
  ...[...inFolder, ...inFolderToo].map((word) => `requirements/${word}.txt`),
];

/** The requirements files of the folders that pip is run in, and what they include with `-r` and `-c`. */
export function requirementsFiles(job: Job, read: Files): readonly string[] {
  const found = new Set(filesUp(projectFolders(job), requirementNames));
  for (const path of found)
    for (const included of read.parsed(path, parseRequirementsFile)?.files ?? []) found.add(included);
  return [...found];
}

export function pipfiles(job: Job): readonly string[] {
  return filesUp(projectFolders(job), ["Pipfile"]);
}

export function pyprojects(job: Job): readonly string[] {
  return filesUp(projectFolders(job), ["pyproject.toml"]);
}

function variable({ environment }: Job, name: string, otherwise = ""): string {
  const value = environment.get(name) ?? "";
  return value === "" ? otherwise : value;
}
