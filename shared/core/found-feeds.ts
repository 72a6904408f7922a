import { distinctFeeds, feedTitle, type Feed, type NamedFeed } from "./feed-address";
import { coverageOf, type Coverage, type Identity } from "./identity";
import { projectFolders, type Job } from "./job";
import { logAddress, logText } from "./log-text";
import { info, type Note } from "./plan";
import { Problem } from "./problem";

/** A place for packages that a client's configuration names: an index, a registry, a repository. */
export interface Named {
  /** `file:line`, or a variable's name. */
  readonly where: string;
}

/** One that an identity of the job covers. */
export type Own<T> = T & Coverage;

/** One that must not have any of the job's credentials, and why: to complete the sentence "It is …". */
export type Foreign<T> = T & { readonly reason: string };

export interface Sorted<T> {
  readonly own: readonly Own<T>[];
  readonly foreign: readonly Foreign<T>[];
}

/** How one client's entries are sorted. */
export interface SortRules<T> {
  /** An entry's address, without what the client writes before it. */
  address(entry: T): string;
  /** Entries of equal keys are one: the first. */
  key(entry: T): string;
  /** Why an entry at an own address cannot be authenticated all the same. */
  refusal?(entry: T): string | undefined;
}

/** Which entries are the job's own, and which are foreign, in their order. */
export function sortNamed<T extends Named>(
  named: readonly T[],
  { identities }: Job,
  rules: SortRules<T>,
): Sorted<T> {
  const own = new Map<string, Own<T>>();
  const foreign = new Map<string, Foreign<T>>();
  for (const entry of named) {
    const key = rules.key(entry);
    if (own.has(key) || foreign.has(key)) continue;
    const coverage = coverageOf(identities, rules.address(entry));
    const reason = "reason" in coverage ? coverage.reason : rules.refusal?.(entry);
    if (reason !== undefined) foreign.set(key, { ...entry, reason });
    else if ("identity" in coverage) own.set(key, { ...entry, ...coverage });
  }
  return { own: [...own.values()], foreign: [...foreign.values()] };
}

/** The feeds of the job's own organization among them, each once. */
export function feedsOf(job: Job, own: readonly (Coverage & Named)[]): readonly NamedFeed[] {
  const [{ organization }] = job.identities;
  return distinctFeeds(
    own.flatMap(({ identity, feed, where }) =>
      feed !== undefined && identity.organization === organization ? [{ ...feed, where }] : [],
    ),
  );
}

/** The identity of an address that the job itself makes, for a feed of its own organization. */
export function ownIdentity({ identities }: Job, address: string): Identity {
  const coverage = coverageOf(identities, address);
  if ("identity" in coverage) return coverage.identity;
  throw new Error(`${logAddress(address)} is ${coverage.reason}`);
}

/** `Credentials set: fiber, feed Web/fiber (pyproject.toml:3)`. Nobody has asked the feed with them yet. */
export function authenticatedNote(job: Job, name: string, { identity, feed, where }: Coverage & Named): Note {
  const title = feed === undefined ? "" : `, feed ${feedTitle(feed)}`;
  const by = identity === job.identities[0] ? "" : `, with ${identity.title}`;
  return info(`Credentials set: ${name}${title} (${where})${by}`);
}

/** The same for a feed that no file names: of the input `feeds`, or that through which a step restores. */
export function addedNote({ inputs }: Job, name: string, feed: Feed, address: string): Note {
  return info(
    `Credentials set: ${name}, feed ${feedTitle(feed)} (${inputs.feedsAre ?? "input feeds"}), ${address}`,
  );
}

/** That a feed takes the place of a public registry, which each client calls by its own name. */
export function replacedNote({ purpose }: Job, registry: string, name: string): Note {
  const until = purpose === "restore" ? "in this step" : "for this job";
  return info(`${registry} is replaced by ${logText(name)} ${until}`);
}

export function skippedNote(address: string, { where, reason }: Foreign<Named>): Note {
  return info(`Skipped: ${logAddress(address)} (${where}): ${logText(reason)}`);
}

/** What a client says where there is nothing to authenticate. */
export interface NothingFound {
  /** The beginning of the sentence: `No index of a feed of`. */
  readonly what: string;
  /** To complete the sentence "Looked for …", with the folders in it. */
  lookedFor(folders: string): string;
  /** The files that were read, as the message shows them. */
  readonly read: readonly string[];
  /** What was found instead, by its name in the message. */
  readonly foreign: readonly (Foreign<Named> & { readonly shown: string })[];
  readonly hint: string;
}

/** The Problem that there is nothing to authenticate: says where was looked, and what was found instead. */
export function nothingFound(job: Job, nothing: NothingFound): Problem {
  const folders = logText(shortList(projectFolders(job), ", "));
  const read = logText(shortList(nothing.read, ", "));
  const others = shortList(
    nothing.foreign.map(({ shown, where, reason }) => `${shown} (${where}) is ${logText(reason)}`),
    "; ",
  );
  return new Problem(
    nothingCode,
    `${nothing.what} ${logText(job.organization.name)} was found. Looked for ${nothing.lookedFor(folders)}; read ${
      read === "" ? "no file" : read
    }${others === "" ? "" : `; ${others}`}.`,
    nothing.hint,
  );
}

/** The code of that Problem. */
export const nothingCode = "nothing-to-authenticate";

/** At most ten, and how many more there are. */
function shortList(items: readonly string[], separator: string): string {
  const most = 10;
  const more = items.length > most ? ` and ${items.length - most} more` : "";
  return items.slice(0, most).join(separator) + more;
}

/** How a clash of names is told. */
export interface NameClash<T> {
  readonly code: string;
  /** The beginning of the sentence: `Two indexes claim one name:`. */
  readonly what: string;
  readonly hint: string;
  readonly name: (entry: T) => string | undefined;
  readonly address: (entry: T) => string;
  /** The variable that gives the token to whatever has the name. */
  readonly variable: (name: string) => string;
}

/** Throws where one variable would give credentials to an entry that another identity covers, or none. */
export function refuseSharedVariables<T extends Named>(
  { own, foreign }: Sorted<T>,
  clash: NameClash<T>,
): void {
  const first = new Map<string, Own<T>>();
  for (const entry of own) {
    const variable = variableOf(entry, clash);
    if (variable === undefined) continue;
    const known = first.get(variable);
    if (known === undefined) first.set(variable, entry);
    else if (known.identity !== entry.identity) throw sharedVariable(known, entry, clash);
  }
  for (const entry of foreign) {
    const known = first.get(variableOf(entry, clash) ?? "");
    if (known !== undefined) throw sharedVariable(known, entry, clash);
  }
}

function variableOf<T>(entry: T, { name, variable }: NameClash<T>): string | undefined {
  const known = name(entry);
  return known === undefined ? undefined : variable(known);
}

function sharedVariable<T extends Named>(own: Own<T>, other: T, clash: NameClash<T>): Problem {
  const name = (entry: T): string => logText(clash.name(entry) ?? "");
  return new Problem(
    clash.code,
    `${clash.what} ${name(own)} (${own.where}) and ${name(other)} (${other.where}) both read ${
      variableOf(own, clash) ?? ""
    }, and ${logAddress(clash.address(other))} must not have ${own.identity.title}.`,
    clash.hint,
  );
}
