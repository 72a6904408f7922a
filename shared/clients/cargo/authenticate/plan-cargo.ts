import { bearer } from "../../../core/credentials";
import type { Files } from "../../../core/files";
import { addedNote, authenticatedNote, skippedNote } from "../../../core/found-feeds";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { info, warning, type Effect, type Note, type Plan } from "../../../core/plan";
import type { Secret } from "../../../core/secret";
import { isEarlierJobHome } from "../configuration-files";
import { registryVariables, type Replacement } from "../registries";
import type { AddedRegistry } from "./added-registries";
import { refuseClash, requireRegistries, type FoundRegistries } from "./found-registries";
import { IndexNames } from "./index-names";
import { jobHomeEffects } from "./job-home";

/** A token and a credential provider for each registry, and a job-level home where feeds are named by the input. */
export function planCargo(job: Job, read: Files, found: FoundRegistries): Plan {
  requireRegistries(job, read, found);
  refuseClash(found);
  const replaced = replacingRegistry(job, found);
  const named = new Map(
    [...found.own, ...found.added].map(({ name, identity }) => [name, identity] as const),
  );
  return {
    effects: [
      ...(found.added.length === 0 ? [] : jobHomeEffects(job, read, found.added, replaced)),
      ...credentialEffects(named),
      ...sourceEffects(found),
      ...defaultRegistry(job, replaced),
    ],
    notes: notesOn(job, found),
    authenticated: named.size,
  };
}

/** The feed that takes the place of crates-io for this job. What the repository itself says is stronger, where it does. */
function replacingRegistry(job: Job, { added, layers }: FoundRegistries): string | undefined {
  const isReplaced = layers.every(({ replacement }) => replacement !== undefined);
  return job.inputs.replacePublicRegistry && !isReplaced ? added[0]?.name : undefined;
}

function credentialEffects(named: ReadonlyMap<string, Identity>): readonly Effect[] {
  const tokens = new Map<Identity, Secret>();
  return [...named].flatMap(([name, identity]) => {
    const variables = registryVariables(name);
    const value = tokens.get(identity) ?? bearer(identity.credentials);
    tokens.set(identity, value);
    return [
      { kind: "set-variable", name: variables.token, value },
      { kind: "set-variable", name: variables.credentialProvider, value: "cargo:token" },
    ] as const;
  });
}

/**
 * An own source of which no registry has the index gets a registry by a variable: of its own name, or of the one that
 * the index has in another folder. Tried with Cargo 1.95.
 */
function sourceEffects({ own, layers }: FoundRegistries): readonly Effect[] {
  const sources = own.filter(({ onlySource }) => onlySource === true);
  if (sources.length === 0) return [];
  const names = new IndexNames(layers, (index) => index);
  const unnamed = new Set(sources.map(({ index }) => index).filter((index) => names.isUnnamed(index)));
  return [...unnamed].map((index) => ({
    kind: "set-variable",
    name: registryVariables(names.at(index)?.name ?? "").index,
    value: index,
  }));
}

/** With crates-io replaced, `cargo publish` without --registry is an error; so it goes to the feed. */
function defaultRegistry(job: Job, replaced: string | undefined): readonly Effect[] {
  const isFree = (job.environment.get("CARGO_REGISTRY_DEFAULT") ?? "") === "";
  if (replaced === undefined || !isFree) return [];
  return [{ kind: "set-variable", name: "CARGO_REGISTRY_DEFAULT", value: replaced }];
}

function notesOn(job: Job, found: FoundRegistries): readonly Note[] {
  const added = new Set(found.added.map(({ name }) => name));
  return [
    ...found.own
      .filter(({ name }) => !added.has(name))
      .map((registry) => authenticatedNote(job, registry.name, registry)),
    ...found.added.map(({ name, feed, index }) => addedNote(name, feed, index)),
    ...found.foreign.map((registry) => skippedNote(registry.index, registry)),
    ...replacementNotes(job, found),
  ];
}

function replacementNotes(job: Job, found: FoundRegistries): readonly Note[] {
  const [first] = found.added;
  if (first === undefined || !job.inputs.replacePublicRegistry) return [];
  const replaced = replacingRegistry(job, found);
  const others = new Map(
    found.layers.flatMap(({ replacement }) =>
      replacement === undefined || replacement.name === first.name ? [] : [[replacement.where, replacement]],
    ),
  );
  return [
    ...(replaced === undefined ? [] : [info(`crates.io is replaced by ${replaced} for this job`)]),
    ...[...others.values()].map((other) => strongerNote(job, first, other)),
  ];
}

function strongerNote(job: Job, first: AddedRegistry, { name, where }: Replacement): Note {
  if (isEarlierJobHome(job))
    return info(`crates.io stays replaced by ${logText(name)}, as an earlier step said`);
  return warning(
    `${where} replaces crates.io by ${logText(name)}, which is stronger than the input feeds: ${
      first.name
    } is authenticated, and crates.io stays as that file says. Remove the lines there, or set replacePublicRegistry: false.`,
  );
}
