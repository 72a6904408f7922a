import { join } from "node:path";
import type { ClientCommand } from "../../../shell/restore/client-command";
import { exportArguments } from "./export-arguments";

/** What uv's commands depend on. Paths are absolute. */
export interface UvFacts {
  /** A folder of this step's own. */
  readonly jobFolder: string;
  readonly arguments: readonly string[];
  /** Where the project's environment is, and whether it is there already. */
  readonly environmentFolder: string;
  readonly hasEnvironment: boolean;
  readonly lock:
    | { readonly kind: "none" }
    /** Every registry in uv.lock is a feed of the organization. */
    | { readonly kind: "uv-own" }
    /** `others`: packages of uv.lock that come from git, a path or a web address, by name. */
    | { readonly kind: "uv-public"; readonly others: readonly string[] }
    /** A requirements file with hashes, or a pylock.toml whose addresses are the feed's. */
    | { readonly kind: "file"; readonly path: string };
}

/**
 * How uv restores a project: into the project's environment, as `uv sync` would.
 * A uv.lock that pins public addresses is exported, which makes no request and keeps the hashes, and its packages are
 * installed from the feed; `uv sync --frozen` then finds them installed and adds the rest, so neither the lock file nor
 * its addresses are touched. Tried with uv 0.13.
 */
export function uvCommands(facts: UvFacts): readonly ClientCommand[] {
  const { lock } = facts;
  switch (lock.kind) {
    case "none":
      return [{ args: ["sync", ...facts.arguments] }];
    case "uv-own":
      return [{ args: ["sync", "--frozen", ...facts.arguments] }];
    case "uv-public":
      return throughExport(facts, lock.others);
    case "file":
      return [...environment(facts), pip(facts, ["install", "-r", lock.path, ...facts.arguments])];
  }
}

function throughExport(facts: UvFacts, others: readonly string[]): readonly ClientCommand[] {
  const exported = join(facts.jobFolder, "requirements.txt");
  const exporting = ["export", "--frozen", "--quiet", "--format", "requirements.txt", "--no-emit-local"];
  const left = others.flatMap((name) => ["--no-emit-package", name]);
  return [
    { args: [...exporting, ...left, ...exportArguments(facts.arguments), "--output-file", exported] },
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
