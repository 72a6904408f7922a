import { join } from "node:path";
import type { ClientCommand, ProjectFiles } from "./client-command";

/** What uv's commands depend on beside the project's files. */
export interface UvFacts {
  readonly project: ProjectFiles;
  /** A folder of this step's own. */
  readonly jobFolder: string;
  readonly arguments: readonly string[];
  /** Where the project's environment is, and whether it is there already. */
  readonly environmentFolder: string;
  readonly hasEnvironment: boolean;
  /** Whether every registry in uv.lock is a feed of the organization. */
  readonly lockIsOwn: boolean;
  /** Packages of uv.lock that come from git, a path or a web address, by name. */
  readonly otherPackages: readonly string[];
  /** Whether the requirements file has hashes for its packages. */
  readonly requirementsAreLocked: boolean;
  /** A copy of pylock.toml whose addresses are the feed's. */
  readonly pylockCopy?: string;
}

/**
 * How uv restores a project: into the project's environment, as `uv sync` would.
 * A uv.lock that pins public addresses is exported, which makes no request and keeps the hashes, and its packages are
 * installed from the feed; `uv sync --frozen` then finds them installed and adds the rest, so neither the lock file nor
 * its addresses are touched. Tried with uv 0.13.
 */
export function uvCommands(facts: UvFacts): readonly ClientCommand[] {
  const { files } = facts.project;
  if (files.has("uv.lock")) return facts.lockIsOwn ? [sync(facts)] : throughExport(facts);
  if (facts.pylockCopy !== undefined) return [...environment(facts), pip(facts, ["sync", facts.pylockCopy])];
  if (files.has("requirements.txt")) return [...environment(facts), requirements(facts)];
  return [{ args: ["sync", ...facts.arguments] }];
}

function sync(facts: UvFacts): ClientCommand {
  return { args: ["sync", "--frozen", ...facts.arguments] };
}

function throughExport(facts: UvFacts): readonly ClientCommand[] {
  const exported = join(facts.jobFolder, "requirements.txt");
  const others = facts.otherPackages.flatMap((name) => ["--no-emit-package", name]);
  const exporting = [
    "export",
    "--frozen",
    "--quiet",
    "--format",
    "requirements.txt",
    "--no-emit-local",
    ...others,
  ];
  return [
    { args: [...exporting, ...exportArguments(facts.arguments), "--output-file", exported] },
    ...environment(facts),
    pip(facts, ["sync", "--require-hashes", exported]),
    { args: ["sync", "--frozen", ...facts.arguments] },
  ];
}

/** A project's own environment is kept, as `uv sync` keeps it. */
function environment(facts: UvFacts): readonly ClientCommand[] {
  return facts.hasEnvironment ? [] : [{ args: ["venv", facts.environmentFolder] }];
}

function pip(facts: UvFacts, args: readonly string[]): ClientCommand {
  return { args: ["pip", ...args, "--python", facts.environmentFolder] };
}

/** `uv pip sync` removes what is not named, so it is only for a file that names everything. */
function requirements(facts: UvFacts): ClientCommand {
  const path = join(facts.project.folder, "requirements.txt");
  const args = facts.requirementsAreLocked ? ["sync", "--require-hashes", path] : ["install", "-r", path];
  return pip(facts, [...args, ...facts.arguments]);
}

/** Options that `uv export` has from `uv sync`; true: a value follows. Source: docs.astral.sh/uv/reference/cli. */
const shared: Readonly<Record<string, boolean>> = {
  "--extra": true,
  "--all-extras": false,
  "--no-extra": true,
  "--group": true,
  "--no-group": true,
  "--all-groups": false,
  "--no-default-groups": false,
  "--only-group": true,
  "--dev": false,
  "--no-dev": false,
  "--only-dev": false,
  "--package": true,
  "--all-packages": false,
  "--python": true,
  "-p": true,
};

/** Those of the arguments for `uv sync` that choose packages. */
export function exportArguments(words: readonly string[]): readonly string[] {
  const chosen: string[] = [];
  words.forEach((word, index) => {
    const takesValue = shared[word.split("=")[0] ?? ""];
    if (takesValue === undefined) return;
    chosen.push(word);
    const value = words[index + 1];
    if (takesValue && !word.includes("=") && value !== undefined) chosen.push(value);
  });
  return chosen;
}
