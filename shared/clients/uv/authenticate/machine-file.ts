import { join } from "node:path";
import { stringify } from "smol-toml";
import type { Files } from "../../../core/files";
import { isOfEarlierStep, type Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import { parseUrl } from "../../../core/url";
import { asList, asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import { machineFiles, machineFolders } from "../configuration-files";
import { parseUvFile } from "../indexes";
import { credentialEffects } from "./index-name";
import type { Realm } from "./realms";

/** One place as an index of the job's own uv.toml. */
interface Entry {
  readonly name: string;
  readonly url: string;
  readonly explicit: true;
  readonly authenticate: "always" | "never";
}

/**
 * The job's own uv.toml, found through XDG_CONFIG_DIRS as the machine's configuration, which is merged below the user's
 * and the project's, and the credentials for its places. uv reads only the first such file, so what the machine's own
 * says is kept in it, and what an earlier step of the job wrote. Nobody can guess the names: the variables of a name
 * serve every index that has it, at any address, in any file or script that uv reads.
 */
export function machineEffects(job: Job, read: Files, realms: readonly Realm[]): readonly Effect[] {
  const machineFile = machineFiles(job).find((path) => read.has(path)) ?? "";
  const machine = read.parsed(machineFile, parseUvFile)?.document ?? {};
  const before = isOfEarlierStep(job, machineFile) ? asList(machine["index"]) : [];
  const others = isOfEarlierStep(job, machineFile) ? [] : asList(machine["index"]);
  const given = new Set(before.flatMap((entry) => placeOf(entry, "always")));
  const named = realms
    .filter(({ place, credentials }) => credentials !== undefined || !given.has(place))
    .map((realm, count) => ({ ...realm, name: `feedpass-${job.nonce}-${count + 1}` }));
  const places = new Set(named.map(({ place }) => place));
  const kept = before.filter((entry) => !placeOf(entry, "never").some((place) => places.has(place)));
  const contested = named.filter((realm) => realm.contested === true).length;
  const entries = named.flatMap((realm) => entriesFor(realm, contested));
  const folder = join(job.jobFolder, "xdg");
  const text = configuration(machine, [...others, ...kept, ...entries]);
  return [
    { kind: "write-file", path: join(folder, "uv", "uv.toml"), text },
    { kind: "set-variable", name: "XDG_CONFIG_DIRS", value: [folder, ...machineFolders(job)].join(":") },
    ...named.flatMap(({ name, credentials }) =>
      credentials === undefined ? [] : credentialEffects(name, credentials),
    ),
  ];
}

function configuration(machine: TomlTable, index: readonly unknown[]): string {
  return stringify({ ...machine, index });
}

/**
 * uv holds its indexes in the order of their hashes, and the first below which an address is decides whether it gets
 * credentials (uv-auth, `Indexes::find_prefix_index`). One entry beside an index of the project would lose to it every
 * second time (tried with uv 0.13: 8 of 16 organizations), and of this many one is all but always before it.
 */
const contestants = 2047;

/** What they all come to where there are many such places: uv reads the file at every start, in 0.2 s with 4 095 of them. */
const allContestants = 8192;

function entriesFor(realm: Realm & { readonly name: string }, contested: number): readonly Entry[] {
  const { place, credentials, name } = realm;
  const entry = { name, url: `${place}simple/`, explicit: true } as const;
  if (credentials !== undefined) return [{ ...entry, authenticate: "always" }];
  const most = Math.min(contestants, Math.max(1, Math.floor(allContestants / contested)));
  return Array.from({ length: realm.contested === true ? most : 1 }, (_, each) => ({
    ...entry,
    ...(each === 0 ? {} : { name: `${name}-${each}`, url: `${entry.url}?${name}-${each}` }),
    authenticate: "never",
  }));
}

/** The place of an entry that an earlier step made, in a list of one; empty for an entry of another policy. */
function placeOf(entry: unknown, policy: Entry["authenticate"]): readonly string[] {
  const table = asTable(entry);
  const url = parseUrl(asText(table?.["url"]));
  if (url === undefined || table?.["authenticate"] !== policy) return [];
  return [`${url.origin}${url.pathname.replace(/simple\/$/, "")}`];
}
