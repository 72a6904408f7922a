import { feedAddress, feedTitle, type Feed } from "../../../core/feed-address";
import { ownIdentity } from "../../../core/found-feeds";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { indexVariables, validIndexName } from "./index-name";
import type { Index } from "../indexes";
import { parseUrl } from "../../../core/url";

/** A feed of the input `feeds`, as the index that the job adds. */
export interface AddedIndex {
  readonly name: string;
  readonly address: string;
  readonly feed: Feed;
  readonly identity: Identity;
}

/**
 * The indexes for the input `feeds`: under the name that the project already gives to the address, else under the
 * feed's own name, with the project's before it where that name is taken.
 * Throws a Problem when two feeds still claim one name.
 */
export function addedIndexes(
  feeds: readonly Feed[],
  known: readonly Index[],
  job: Job,
): readonly AddedIndex[] {
  if (feeds.length === 0) return [];
  const taken = new Map<string, Set<string>>();
  const declared = new Map<string, string>();
  const take = (name: string, address: string): void => {
    taken.set(label(name), (taken.get(label(name)) ?? new Set()).add(address));
  };
  for (const { name, address } of known) {
    if (name === undefined) continue;
    take(name, normal(address));
    declared.set(normal(address), name);
  }
  return feeds.map((feed) => {
    const address = feedAddress(job.organization, feed, "pypi/simple/");
    const isFree = (name: string): boolean =>
      [...(taken.get(label(name)) ?? [])].every((other) => other === normal(address));
    const name = candidateNames(feed, declared.get(normal(address))).find(isFree);
    if (name === undefined) throw nameTaken(feed);
    take(name, normal(address));
    return { name, address, feed, identity: ownIdentity(job, address) };
  });
}

function nameTaken(feed: Feed): Problem {
  return new Problem(
    "index-name-taken",
    `Input feeds: the index name ${logText(validIndexName(feed.name))} for ${logText(feedTitle(feed))} already belongs to another index.`,
    "Rename the index in pyproject.toml or uv.toml, or authenticate the two feeds in two jobs.",
  );
}

/** Names that uv makes one variable of are one name. */
function label(name: string): string {
  return indexVariables(name).password;
}

function candidateNames(feed: Feed, declared: string | undefined): readonly string[] {
  const name = validIndexName(feed.name);
  return [
    ...(declared === undefined ? [] : [declared]),
    name,
    ...(feed.project === undefined ? [] : [validIndexName(`${feed.project}-${name}`)]),
  ];
}

/** Equal for addresses that differ but in a slash at the end and in the case that a URL ignores. */
function normal(address: string): string {
  const url = parseUrl(address);
  return url === undefined ? address : `${url.origin}${url.pathname.replace(/\/+$/, "")}`.toLowerCase();
}
