import { join } from "node:path";
import { stringify } from "smol-toml";
import { jobUsername } from "../../../core/credentials";
import type { Files } from "../../../core/files";
import { isOfEarlierStep, type Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import { parseUrl } from "../../../core/url";
import { asList, asTable, asText } from "../../../formats/toml/toml-file";
import { machineFiles, machineFolders } from "../configuration-files";
import { parseUvFile } from "../indexes";
import { credentialEffects, indexVariables } from "./index-name";
import type { Realm } from "./realms";

/** One place as an index of the job's own uv.toml. */
interface Entry {
  readonly name: string;
  readonly url: string;
  readonly explicit: true;
  readonly authenticate?: "always" | "never";
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
    .map((realm, count) => ({
      ...realm,
      name: `feedpass-${job.nonce}-${realm.isUnnamed === true ? "host-" : ""}${count + 1}`,
      contested: realm.contested === true && !given.has(realm.place),
    }));
  const places = new Set(named.map(({ place }) => place));
  const kept = before.filter((entry) => !placeOf(entry, "never").some((place) => places.has(place)));
  const contested = named.filter((realm) => realm.contested && realm.credentials === undefined).length;
  const entries = named.map(entryFor);
  const decoys = decoysFor(job, realms);
  const folder = join(job.jobFolder, "xdg");
  const index = [...others, ...decoys.map(({ entry }) => entry), ...kept, ...entries];
  const text = stringify({ ...machine, index }) + named.map(contestantsOf(contested, job)).join("");
  return [
    { kind: "write-file", path: join(folder, "uv", "uv.toml"), text },
    { kind: "set-variable", name: "XDG_CONFIG_DIRS", value: [folder, ...machineFolders(job)].join(":") },
    ...decoys.flatMap(decoyEffects),
    ...named.flatMap(({ name, credentials, asksKeyring }) =>
      credentials === undefined || asksKeyring === true ? [] : credentialEffects(name, credentials),
    ),
  ];
}

/**
 * Indexes that nobody asks for anything and whose credentials are worthless, one for each host of own organizations and
 * each user name. uv files credentials for the whole origin too, with their user name and without, and offers those of the
 * first index to every address there that has none of its own (uv-auth, `CredentialsCache::insert`). Tried with uv 0.13:
 * without them, the job's token goes to whatever organization a requirements file, script or nested project names. Beside
 * a keyring they do harm: uv has credentials for the origin then, and does not ask it.
 */
function decoysFor(job: Job, realms: readonly Realm[]): readonly Decoy[] {
  const own = realms.filter(({ sharesHost, asksKeyring }) => sharesHost === true && asksKeyring !== true);
  const origins = [...new Set(own.map(({ place }) => new URL(place).origin))];
  const found = origins.flatMap((origin) => {
    const there = own.filter(({ place }) => place.startsWith(`${origin}/`));
    const users = [jobUsername, ...there.flatMap(({ credentials }) => credentials?.username ?? [])];
    return [...new Set(users)].map((username) => ({ origin, username }));
  });
  return found.map(({ origin, username }, count) => {
    const name = `feedpass-${job.nonce}-0-${count + 1}`;
    const url = `${origin}/feedpass-${job.nonce}-${count + 1}/simple/`;
    return { entry: { name, url, explicit: true }, username };
  });
}

interface Decoy {
  readonly entry: Entry;
  readonly username: string;
}

function decoyEffects({ entry, username }: Decoy): readonly Effect[] {
  const names = indexVariables(entry.name);
  return [
    { kind: "set-variable", name: names.username, value: username },
    { kind: "set-variable", name: names.password, value: "not-for-this-place" },
  ];
}

/**
 * uv holds its indexes in the order of their hashes, and the first below which an address is decides whether it gets
 * credentials, and which (uv-auth, `Indexes::find_prefix_index`). One entry beside an index of the project would lose to
 * it every second time (tried with uv 0.13: 8 of 16 organizations), and of this many one is all but always before it.
 */
const contestants = 2047;

/** What they all come to where there are many such places: uv reads 2 047 of them in 15 ms, at every start. */
const allContestants = 8192;

/**
 * Beside an own index with a user name: only by an entry of ours uv finds the credentials, and by its own the worthless
 * ones. Of one without, there may still be another with a user name in a script or on a command line; a restore runs
 * no script, and what it restores is read before. uv goes through all of them with every request: with 511 a restore of
 * 120 packages takes 1.27 times as long as without the task (docs/performance.md).
 */
const ownContestants = { named: 4095, unnamed: { job: 511, restore: 15 } } as const;

interface NamedRealm extends Realm {
  readonly name: string;
}

/**
 * The place ends with a slash and gets a second one: uv takes `/simple/` off, and up to 0.10 the rest covers whatever
 * begins with it, letter by letter. Of `…/fabrikam/simple/` that is `…/fabrikam-labs/` too, which got the token with the
 * first request (tried with 0.8, 0.9 and 0.10; not with 0.11 to 0.13). A host of its own has nothing beside it.
 */
function entryFor({ place, credentials, name }: NamedRealm): Entry {
  const isHost = new URL(place).pathname === "/";
  return {
    name,
    url: `${place}${isHost ? "" : "/"}simple/`,
    explicit: true,
    authenticate: credentials === undefined ? "never" : "always",
  };
}

/** The others as text: thousands of tables take a TOML library as long as all the rest of the task. */
function contestantsOf(contested: number, { purpose }: Job): (realm: NamedRealm) => string {
  const fair = Math.max(1, Math.min(contestants, Math.floor(allContestants / contested)));
  return (realm) => {
    if (realm.contested !== true) return "";
    const own = realm.hasUserName === true ? ownContestants.named : ownContestants.unnamed[purpose];
    const { name, url, authenticate = "" } = entryFor(realm);
    let text = "";
    for (let each = 1; each < (realm.credentials === undefined ? fair : own); each += 1)
      text += `\n[[index]]\nname = "${name}-${each}"\nurl = "${url}?${name}-${each}"\nexplicit = true\nauthenticate = "${authenticate}"\n`;
    return text;
  };
}

/** The place of an entry that an earlier step made, in a list of one; empty for an entry of another policy. */
function placeOf(entry: unknown, policy: Entry["authenticate"]): readonly string[] {
  const table = asTable(entry);
  const url = parseUrl(asText(table?.["url"]));
  if (url === undefined || table?.["authenticate"] !== policy) return [];
  return [`${url.origin}${url.pathname.replace(/\/simple\/$/, "") || "/"}`];
}
