import { relative } from "node:path";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { bearer } from "../../../core/credentials";
import { feedTitle } from "../../../core/feed-address";
import { logAddress, logText } from "../../../core/log-text";
import { info, warning, type Effect, type Note, type Plan } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import type { AddedRegistry } from "./added-registries";
import { configurationFiles, isEarlierJobHome } from "../configuration-files";
import { jobHomeEffects } from "./job-home";
import { registryVariables } from "../registry-name";
import { refuseClash, type SortedRegistries } from "./found-registries";

/** What the configuration, the environment and the input name. */
export interface Found extends SortedRegistries {
  readonly added: readonly AddedRegistry[];
  /** What already takes the place of crates-io in the strongest file that says so. */
  readonly replacement?: { readonly name: string; readonly where: string };
}

/** A token and a credential provider for each registry, and a job-level home where feeds are named by the input. */
export function planCargo(job: Job, read: Files, found: Found): Plan {
  refuseNothing(job, read, found);
  refuseClash(found);
  const replaced = replacingRegistry(job, found);
  const names = new Set([...found.own, ...found.added].map((registry) => registry.name));
  return {
    effects: [
      ...(found.added.length === 0 ? [] : jobHomeEffects(job, read, found.added, replaced)),
      ...[...names].flatMap((name) => credentialEffects(job, name)),
      ...sourceEffects(found),
      ...defaultRegistry(job, replaced),
    ],
    notes: notesOn(job, found),
    authenticated: names.size,
  };
}

/** The feed that takes the place of crates-io for this job. What the repository itself says is stronger. */
function replacingRegistry(job: Job, found: Found): string | undefined {
  const [first] = found.added;
  return job.inputs.replacePublicRegistry && found.replacement === undefined ? first?.name : undefined;
}

function credentialEffects(job: Job, name: string): readonly Effect[] {
  const variables = registryVariables(name);
  return [
    { kind: "set-variable", name: variables.token, value: bearer(job.identities[0].credentials) },
    { kind: "set-variable", name: variables.credentialProvider, value: "cargo:token" },
  ];
}

/** A source that no registry has the index of gets one of its name by a variable. Tried with Cargo 1.95. */
function sourceEffects({ own }: Found): readonly Effect[] {
  const registries = new Set(own.filter(({ onlySource }) => onlySource !== true).map(({ index }) => index));
  return own
    .filter(({ index }) => !registries.has(index))
    .map(({ name, index }) => ({ kind: "set-variable", name: registryVariables(name).index, value: index }));
}

/** With crates-io replaced, `cargo publish` without --registry is an error; so it goes to the feed. */
function defaultRegistry(job: Job, replaced: string | undefined): readonly Effect[] {
  const isFree = (job.environment.get("CARGO_REGISTRY_DEFAULT") ?? "") === "";
  if (replaced === undefined || !isFree) return [];
  return [{ kind: "set-variable", name: "CARGO_REGISTRY_DEFAULT", value: replaced }];
}

function refuseNothing(job: Job, read: Files, found: Found): void {
  if (found.own.length + found.added.length > 0) return;
  const files = configurationFiles(job).filter((path) => read.has(path));
  const others = found.foreign.map(
    (registry) => `${logText(registry.name)} (${registry.where}) is ${logText(registry.reason)}`,
  );
  throw new Problem(
    "nothing-to-authenticate",
    `No registry at a feed of ${logText(job.organization.name)} was found. Looked for .cargo/config.toml in ${logText(
      job.workingDirectory,
    )} and the folders above, in Cargo's home, and in CARGO_REGISTRIES_*_INDEX; read ${
      files.length === 0
        ? "no file"
        : logText(files.map((path) => relative(job.workingDirectory, path)).join(", "))
    }${others.length === 0 ? "" : `; ${others.join("; ")}`}.`,
    "Add the feed to .cargo/config.toml as [registries.<name>] with its index, or name it in the input feeds; if the project is in another folder, set workingDirectory.",
  );
}

function notesOn(job: Job, found: Found): readonly Note[] {
  const added = new Set(found.added.map((registry) => registry.name));
  const [first] = found.added;
  return [
    ...found.own
      .filter((registry) => !added.has(registry.name))
      .map((registry) =>
        info(`Authenticated: ${registry.name}, feed ${feedTitle(registry.feed)} (${registry.where})`),
      ),
    ...found.added.map((registry) =>
      info(
        `Authenticated: ${registry.name}, feed ${feedTitle(registry.feed)} (input feeds), ${registry.index}`,
      ),
    ),
    ...found.foreign.map((registry) =>
      info(`Left alone: ${logAddress(registry.index)} (${registry.where}): ${logText(registry.reason)}`),
    ),
    ...replacementNote(job, found, first),
  ];
}

function replacementNote(job: Job, found: Found, first: AddedRegistry | undefined): readonly Note[] {
  if (first === undefined || !job.inputs.replacePublicRegistry) return [];
  if (found.replacement === undefined) return [info(`crates.io is replaced by ${first.name} for this job`)];
  if (found.replacement.name === first.name) return [];
  if (isEarlierJobHome(job))
    return [info(`crates.io stays replaced by ${logText(found.replacement.name)}, as an earlier step said`)];
  return [
    warning(
      `${found.replacement.where} replaces crates.io by ${logText(found.replacement.name)}, which is stronger than the input feeds: ${
        first.name
      } is authenticated, and crates.io stays as that file says. Remove the lines there, or set replacePublicRegistry: false.`,
    ),
  ];
}
