import { bearer } from "../../../core/credentials";
import type { Files } from "../../../core/files";
import { addedNote, authenticatedNote, replacedNote, skippedNote } from "../../../core/found-feeds";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { info, warning, type Effect, type Note, type Plan } from "../../../core/plan";
import type { Secret } from "../../../core/secret";
import { isEarlierJobHome } from "../configuration-files";
import { registryVariables, type Replacement } from "../registries";
import type { AddedRegistry } from "./added-registries";
import { connectionNotes } from "./connection-notes";
import { requireRegistries, type FoundRegistries } from "./found-registries";
import { jobHomeEffects, leadsElsewhere } from "./job-home";
import { namedTokens, type NamedToken } from "./token-names";

/** A name, a token and a credential provider for each index, and a job-level home where feeds are named by the input. */
export function planCargo(job: Job, read: Files, found: FoundRegistries): Plan {
  requireRegistries(job, read, found);
  const replaced = replacingRegistry(job, found);
  const tokens = namedTokens(job, [...found.own, ...found.added]);
  const warnings = connectionNotes(
    job,
    read,
    tokens.map(({ index }) => index),
  );
  return {
    effects: [
      ...(found.added.length === 0 ? [] : jobHomeEffects(job, read, found.added, replaced)),
      ...tokenEffects(tokens),
      ...defaultRegistry(job, replaced),
    ],
    notes: [...notesOn(job, found), ...warnings],
    authenticated: tokens.length,
  };
}

/** The feed that takes the place of crates-io for this job. What the repository itself says is stronger, where it does. */
function replacingRegistry(job: Job, { added, layers }: FoundRegistries): string | undefined {
  const isReplaced = layers.every(({ replacement }) => replacement !== undefined);
  return job.inputs.replacePublicRegistry && !isReplaced ? added[0]?.name : undefined;
}

function tokenEffects(tokens: readonly NamedToken[]): readonly Effect[] {
  const bearers = new Map<Identity, Secret>();
  return tokens.flatMap(({ name, index, identity, known }) => {
    const variables = registryVariables(name);
    const value = bearers.get(identity) ?? bearer(identity.credentials);
    bearers.set(identity, value);
    return [
      ...(known ? [] : [{ kind: "set-variable", name: variables.index, value: index } as const]),
      { kind: "set-variable", name: variables.token, value },
      { kind: "set-variable", name: variables.credentialProvider, value: "cargo:token" },
    ] as const;
  });
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
    ...found.added.map(({ name, feed, index }) => addedNote(job, name, feed, index)),
    ...found.foreign.map((registry) => skippedNote(registry.index, registry)),
    ...(found.added.length > 0 && leadsElsewhere(job) ? [ownCachesNote] : []),
    ...replacementNotes(job, found),
  ];
}

const ownCachesNote = info(
  "Cargo's caches of this machine's user are not used: steps of this job may run in containers, which do not have them. Run this task in the target that runs Cargo to use those that are there.",
);

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
    ...(replaced === undefined ? [] : [replacedNote(job, "crates.io", replaced)]),
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
