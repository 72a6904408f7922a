import { join } from "node:path";
import { stringify } from "smol-toml";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import { asTable, type TomlTable } from "../../../formats/toml/toml-file";
import { cargoHome, homeFile, isAncestorHome } from "../configuration-files";
import { parseCargoFile } from "../registries";
import type { AddedRegistry } from "./added-registries";
import { withAbsolutePaths } from "./relative-paths";

/** Of Cargo's home: its programs and the user's own credentials stay where they are. */
const shared = ["bin", "credentials.toml", "credentials", "env", ".crates.toml", ".crates2.json"];

/** Its caches and their locks too, but not for a restore: what they have, the feed would never be asked for. */
const caches = ["registry", "git"];

/** Two programs that share the caches lock these, and one is a database: a copy of them is worse than none. */
const locks = [".package-cache", ".package-cache-mutate", ".global-cache"];

/** Where the home of a job or restore is. */
export function jobHome({ jobFolder }: Pick<Job, "jobFolder">): string {
  return join(jobFolder, "cargo-home");
}

/**
 * Whether a later step may run in a container, where the links would lead nowhere: Cargo fails at the one of its caches' lock
 * (tried with 1.95).
 */
export function leadsElsewhere({ besideContainers, purpose }: Job): boolean {
  return besideContainers && purpose === "job";
}

/**
 * A Cargo home for this job in the agent's temp folder, with links to the user's own caches and programs. It goes with
 * the job, whereas a `.cargo/config.toml` above the sources would redirect the next job of the pipeline after a killed
 * one. Source replacement cannot be set by variables (tried with Cargo 1.95), so there has to be a file.
 */
export function jobHomeEffects(
  job: Job,
  read: Files,
  added: readonly AddedRegistry[],
  replacement: string | undefined,
): readonly Effect[] {
  const home = cargoHome(job);
  const folder = jobHome(job);
  const ofHome = leadsElsewhere(job) ? [] : [...caches, ...locks, ...shared];
  const linked = job.purpose === "restore" ? shared : ofHome;
  return [
    {
      kind: "write-file",
      path: join(folder, "config.toml"),
      text: configuration(job, read, added, replacement),
    },
    ...linked.map((name): Effect => {
      const isLock = locks.includes(name);
      return {
        kind: "link",
        path: join(folder, name),
        target: join(home, name),
        ...(isLock && { isLock }),
      };
    }),
    { kind: "set-variable", name: "CARGO_HOME", value: folder },
  ];
}

function configuration(
  job: Job,
  read: Files,
  added: readonly AddedRegistry[],
  replacement: string | undefined,
): string {
  const base = homeConfiguration(job, read);
  const registries = added
    .filter((registry) => !registry.declared)
    .map(({ name, index }) => [name, { index }] as const);
  const source = asTable(base["source"]) ?? {};
  const cratesIo = replacement === undefined ? {} : { "crates-io": { "replace-with": replacement } };
  return stringify({
    ...base,
    registries: { ...asTable(base["registries"]), ...Object.fromEntries(registries) },
    source: { ...source, ...cratesIo },
  });
}

/** What the user's own home says, which the job's home hides, unless Cargo finds that file on its way up anyway. */
function homeConfiguration(job: Job, read: Files): TomlTable {
  const path = isAncestorHome(job) ? undefined : homeFile(job, read);
  const file = path === undefined ? undefined : read.parsed(path, parseCargoFile);
  return file === undefined ? {} : withAbsolutePaths(file.document, cargoHome(job));
}
