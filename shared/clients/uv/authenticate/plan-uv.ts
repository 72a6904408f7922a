import { join } from "node:path";
import type { Credentials } from "../../../core/credentials";
import type { Files } from "../../../core/files";
import { addedNote, authenticatedNote, skippedNote } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import type { Effect, Note, Plan } from "../../../core/plan";
import { machineFiles, machineFolders, readsMachineFile } from "../configuration-files";
import { parseUvFile } from "../indexes";
import type { AddedIndex } from "./added-indexes";
import { publishesElsewhere, refuseClash, requireIndexes, type FoundIndexes } from "./found-indexes";
import { indexVariables } from "./index-name";
import { publishEffects } from "./publishing";
import { foreignRealms, machineConfiguration, ownRealms, userOf, type Realm } from "./realms";
import { refuseRealmClash, refuseSharedOrigin, refuseWithoutFile } from "./refusals";

/** Credentials for the indexes found and added. Throws a Problem where there are none, or none can be given safely. */
export function planUv(job: Job, read: Files, found: FoundIndexes): Plan {
  requireIndexes(job, read, found);
  refuseClash(found);
  const added = found.added.map(({ address, identity }) => ({ url: new URL(address), identity }));
  const ours = ownRealms([...found.own, ...added]);
  const others = foreignRealms(ours, found.foreign, job.environment);
  const usesFile = readsMachineFile(job);
  if (usesFile) refuseRealmClash(found, [...ours, ...others]);
  else {
    refuseWithoutFile(job, found);
    refuseSharedOrigin(found, others);
  }
  return {
    effects: [
      ...(usesFile ? realmEffects(job, read, [...ours, ...others]) : []),
      ...namedEffects(job, found),
      ...addedEffects(job, found.added),
      ...publishEffects(job, found, usesFile),
    ],
    notes: notesOn(job, found),
    authenticated: found.own.length + found.added.length,
    others: others.flatMap(({ credentials }) => credentials ?? []),
  };
}

function realmEffects(job: Job, read: Files, realms: readonly Realm[]): readonly Effect[] {
  const machineFile = machineFiles(job).find((path) => read.has(path)) ?? "";
  const machine = read.parsed(machineFile, parseUvFile)?.document ?? {};
  const folder = join(job.jobFolder, "xdg");
  return [
    { kind: "write-file", path: join(folder, "uv", "uv.toml"), text: machineConfiguration(realms, machine) },
    { kind: "set-variable", name: "XDG_CONFIG_DIRS", value: [folder, ...machineFolders(job)].join(":") },
    ...realms.flatMap((realm) =>
      realm.credentials === undefined ? [] : credentialEffects(realm.name, realm.credentials),
    ),
  ];
}

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

function credentialEffects(indexName: string, credentials: Credentials): readonly Effect[] {
  const names = indexVariables(indexName);
  return [
    { kind: "set-variable", name: names.username, value: credentials.username },
    { kind: "set-variable", name: names.password, value: credentials.token },
  ];
}

/** The first feed becomes the default index, unless the job has one already: a second step adds to the first. */
function addedEffects(job: Job, added: readonly AddedIndex[]): readonly Effect[] {
  if (added.length === 0) return [];
  const entries = added.map((index) => `${index.name}=${index.address}`);
  const current = job.environment.get("UV_DEFAULT_INDEX") ?? "";
  const takesDefault = job.inputs.replacePublicRegistry && (current === "" || entries.includes(current));
  const others = (takesDefault ? entries.slice(1) : entries).filter((entry) => entry !== current);
  const before = (job.environment.get("UV_INDEX") ?? "").split(/\s+/).filter((entry) => entry !== "");
  const list = [...new Set([...before, ...others])].join(" ");
  return [
    ...(takesDefault
      ? [{ kind: "set-variable", name: "UV_DEFAULT_INDEX", value: entries[0] ?? "" } as const]
      : []),
    ...(others.length > 0 ? [{ kind: "set-variable", name: "UV_INDEX", value: list } as const] : []),
  ];
}

function notesOn(job: Job, found: FoundIndexes): readonly Note[] {
  return [
    ...found.own.map((index) => authenticatedNote(job, index.name ?? logAddress(index.address), index)),
    ...found.added.map(({ name, feed, address }) => addedNote(name, feed, address)),
    ...found.foreign.map((index) => skippedNote(index.address, index)),
  ];
}
