import { join } from "node:path";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import type { Credentials } from "../../../core/credentials";
import { feedTitle } from "../../../core/feed-address";
import { logAddress, logText } from "../../../core/log-text";
import { info, type Effect, type Note, type Plan } from "../../../core/plan";
import { parseTomlFile } from "../../../formats/toml/toml-file";
import {
  refuseClash,
  refuseNothing,
  refuseRealmClash,
  refuseSharedOrigin,
  refuseWithoutFile,
} from "./refusals";
import { machineFiles, machineFolders, readsMachineFile } from "../configuration-files";
import type { AddedIndex } from "./added-indexes";
import type { Found } from "./found";
import { indexVariables } from "./index-name";
import { machineConfiguration } from "./machine-configuration";
import { publishEffects } from "./publishing";
import { foreignRealms, ownRealms, userOf, type Realm } from "./realms";

/** Credentials for the indexes found and added. Throws a Problem where there are none, or none can be given safely. */
export function planUv(job: Job, read: Files, found: Found): Plan {
  refuseNothing(job, read, found);
  refuseClash(found);
  const urls = [
    ...found.own.map((index) => index.url),
    ...found.added.map((index) => new URL(index.address)),
  ];
  const ours = ownRealms(urls, job.organization, job.identities[0].credentials);
  const others = foreignRealms(ours, found.foreign, job.environment);
  const usesFile = readsMachineFile(job);
  if (usesFile) refuseRealmClash(found, [...ours, ...others]);
  else {
    refuseWithoutFile(found);
    refuseSharedOrigin(found, others);
  }
  return {
    effects: [
      ...(usesFile ? realmEffects(job, read, [...ours, ...others]) : []),
      ...namedEffects(job, found),
      ...addedEffects(job, found.added),
      ...publishEffects(job, found, usesFile),
    ],
    notes: notesOn(found),
    authenticated: found.own.length + found.added.length,
  };
}

function realmEffects(job: Job, read: Files, realms: readonly Realm[]): readonly Effect[] {
  const machineFile = machineFiles(job).find((path) => read.has(path));
  const machine = machineFile === undefined ? {} : parseTomlFile(machineFile, read.get(machineFile) ?? "");
  const folder = join(job.jobFolder, "xdg");
  return [
    { kind: "write-file", path: join(folder, "uv", "uv.toml"), text: machineConfiguration(realms, machine) },
    { kind: "set-variable", name: "XDG_CONFIG_DIRS", value: [folder, ...machineFolders(job)].join(":") },
    ...realms.flatMap((realm) =>
      realm.credentials === undefined ? [] : credentialEffects(realm.name, realm.credentials),
    ),
  ];
}

function namedEffects(job: Job, found: Found): readonly Effect[] {
  const users = new Map<string, string>(found.added.map((index) => [index.name, ""]));
  for (const index of found.own) if (index.name !== undefined) users.set(index.name, userOf(index.url));
  for (const index of found.own) if (index.publishesElsewhere) users.delete(index.name ?? "");
  return [...users].flatMap(([name, user]) =>
    credentialEffects(
      name,
      user === "" ? job.identities[0].credentials : { ...job.identities[0].credentials, username: user },
    ),
  );
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

function notesOn(found: Found): readonly Note[] {
  return [
    ...found.own.map((index) =>
      info(
        `Authenticated: ${index.name ?? logAddress(index.address)}, feed ${feedTitle(index.feed)} (${index.where})`,
      ),
    ),
    ...found.added.map((index) =>
      info(`Authenticated: ${index.name}, feed ${feedTitle(index.feed)} (input feeds), ${index.address}`),
    ),
    ...found.foreign.map((index) =>
      info(`Left alone: ${logAddress(index.address)} (${index.where}): ${logText(index.reason)}`),
    ),
  ];
}
