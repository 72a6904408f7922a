import type { Credentials } from "../../../core/credentials";
import type { Files } from "../../../core/files";
import { replacedNote, addedNote, authenticatedNote, skippedNote } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import { info, type Effect, type Note, type Plan } from "../../../core/plan";
import { asTable, asText } from "../../../formats/toml/toml-file";
import { readsMachineFile, variableWithoutMachineFile } from "../configuration-files";
import { parseUvFile } from "../indexes";
import type { AddedIndex } from "./added-indexes";
import { askedFor, keyringEffects, keyringNotes, requireFileForKeyring, usesKeyring } from "./by-keyring";
import { publishesElsewhere, refuseClash, requireIndexes, type FoundIndexes } from "./found-indexes";
import { credentialEffects } from "./index-name";
import { machineEffects } from "./machine-file";
import { netrcFile } from "./netrc";
import { publishEffects } from "./publishing";
import { foreignRealms, otherHostRealms, ownRealms, placeBeside, userOf, type Realm } from "./realms";
import { refuseSharedOrigin, refuseTwoUserNames, refuseWithoutFile } from "./refusals";
import { checkTransport } from "./transport";

/** Credentials for the indexes found and added. Throws a Problem where there are none, or none can be given safely. */
export function planUv(job: Job, read: Files, found: FoundIndexes): Plan {
  requireIndexes(job, read, found);
  const byKeyring = usesKeyring(job);
  if (byKeyring) requireFileForKeyring(job);
  const added = found.added.map(({ address, identity }) => ({ url: new URL(address), identity }));
  const covered = [...found.own, ...added];
  const ours = ownRealms(covered);
  const usesFile = readsMachineFile(job);
  const elsewhere = usesFile ? otherHostRealms(covered, ours) : [];
  const reached = [...covered, ...elsewhere.map(({ place }) => ({ url: new URL(place) }))];
  const warnings = checkTransport(job, read, [...found.places, ...found.beside], reached);
  const others = foreignRealms(ours, found, {
    environment: job.environment,
    netrc: read.get(netrcFile(job)) ?? "",
    hasKeyring: !byKeyring && asksKeyring(job, read, found.places),
  });
  if (usesFile) refuseTwoUserNames(found.own);
  else {
    refuseClash(found);
    refuseWithoutFile(job, found);
    refuseSharedOrigin(found, others);
  }
  const given = byKeyring ? askedFor : (realms: readonly Realm[]) => realms;
  const realms = [...given(ours), ...others, ...given(elsewhere)];
  return {
    effects: effectsOf(job, read, found, realms),
    notes: [...notesOn(job, found, ours), ...withoutFileNotes(job), ...keyringNotes(job), ...warnings],
    authenticated: found.own.length + found.added.length,
    others: others.flatMap(({ credentials }) => credentials ?? []),
  };
}

function effectsOf(job: Job, read: Files, found: FoundIndexes, realms: readonly Realm[]): readonly Effect[] {
  const usesFile = readsMachineFile(job);
  const addresses = [...found.own, ...found.added].map(({ address }) => address);
  return [
    ...(usesFile ? machineEffects(job, read, realms) : namedEffects(job, found)),
    ...(usesKeyring(job) ? keyringEffects(job, addresses) : []),
    ...addedEffects(job, found.added),
    ...publishEffects(job, found, usesFile),
  ];
}

/** Only where there is no file of the job: the variables of a name serve whatever index has it. */
function namedEffects(job: Job, found: FoundIndexes): readonly Effect[] {
  const named = new Map<string, Credentials>();
  for (const { name, identity } of found.added) named.set(name, identity.credentials);
  for (const { name, url, identity } of found.own) {
    const { credentials } = identity;
    const username = userOf(url);
    if (name !== undefined) named.set(name, username === "" ? credentials : { ...credentials, username });
  }
  for (const index of found.own) if (publishesElsewhere(index, job)) named.delete(index.name ?? "");
  return [...named].flatMap(([name, credentials]) => credentialEffects(name, credentials));
}

function entryOf({ name, address }: AddedIndex): string {
  return `${name}=${address}`;
}

function takesDefault({ environment, inputs }: Job, added: readonly AddedIndex[]): boolean {
  const current = environment.get("UV_DEFAULT_INDEX") ?? "";
  return inputs.replacePublicRegistry && (current === "" || added.map(entryOf).includes(current));
}

/** The first feed becomes the default index, unless the job has one already: a second step adds to the first. */
function addedEffects(job: Job, added: readonly AddedIndex[]): readonly Effect[] {
  if (added.length === 0) return [];
  const entries = added.map(entryOf);
  const current = job.environment.get("UV_DEFAULT_INDEX") ?? "";
  const isDefault = takesDefault(job, added);
  const others = (isDefault ? entries.slice(1) : entries).filter((entry) => entry !== current);
  const before = (job.environment.get("UV_INDEX") ?? "").split(/\s+/).filter((entry) => entry !== "");
  const list = [...new Set([...before, ...others])].join(" ");
  return [
    ...(isDefault
      ? [{ kind: "set-variable", name: "UV_DEFAULT_INDEX", value: entries[0] ?? "" } as const]
      : []),
    ...(others.length > 0 ? [{ kind: "set-variable", name: "UV_INDEX", value: list } as const] : []),
  ];
}

function withoutFileNotes(job: Job): readonly Note[] {
  const variable = variableWithoutMachineFile(job);
  if (job.windows || variable === undefined) return [];
  return [
    info(
      `${variable} is set, so uv reads no configuration file of the job: every index of a name above has the token, wherever it is.`,
    ),
  ];
}

/** `keyring-provider`, or UV_KEYRING_PROVIDER, which is stronger (docs.astral.sh/uv/reference/environment). */
function asksKeyring(job: Job, read: Files, places: readonly string[]): boolean {
  const named = job.environment.get("UV_KEYRING_PROVIDER") ?? "";
  if (named !== "") return named !== "disabled";
  return places.some((path) => {
    const settings = read.parsed(path, parseUvFile)?.settings;
    return [settings, asTable(settings?.["pip"])].some((table) =>
      ["subprocess", "native"].includes(asText(table?.["keyring-provider"]) ?? ""),
    );
  });
}

function notesOn(job: Job, found: FoundIndexes, ours: readonly Realm[]): readonly Note[] {
  const [first] = found.added;
  return [
    ...found.own.map((index) => authenticatedNote(job, index.name ?? logAddress(index.address), index)),
    ...found.added.map(({ name, feed, address }) => addedNote(job, name, feed, address)),
    ...(first !== undefined && takesDefault(job, found.added)
      ? [replacedNote(job, "The public index of Python packages", first.name)]
      : []),
    ...found.foreign.map((index) => skippedNote(index.address, index)),
    ...directNotes(found, ours),
  ];
}

/** One for each place that uv is kept from, though no index is there. */
function directNotes({ direct }: FoundIndexes, ours: readonly Realm[]): readonly Note[] {
  const places = new Map<string, Note>();
  for (const { address, where, reason } of direct) {
    const place = placeBeside(ours, address)?.place;
    if (place === undefined || places.has(place)) continue;
    places.set(place, info(`No credentials below ${logAddress(place)} (${where}): ${reason}`));
  }
  return [...places.values()];
}
