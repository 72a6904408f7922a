import { feedAddress, feedTitle, type Feed } from "../../../core/feed-address";
import { logText } from "../../../core/log-text";
import type { Organization } from "../../../core/organization";
import { Problem } from "../../../core/problem";
import { indexVariables, validIndexName } from "./index-name";
import type { Index } from "../indexes";
import { parseUrl } from "../../../core/url";

/** A feed of the input `feeds`, as the index that the job adds. */
export interface AddedIndex {
  readonly name: string;
  readonly address: string;
  readonly feed: Feed;
}

/**
 * The indexes for the input `feeds`: under the name that the project already gives to the address, else under the
 * feed's own name, with the project's before it where that name is taken.
 * Throws a Problem when two feeds still claim one name.
 */
export function addedIndexes(
  feeds: readonly Feed[],
  known: readonly Index[],
  organization: Organization,
): readonly AddedIndex[] {
  const taken = new Map(
    known.flatMap((index) => (index.name === undefined ? [] : [[label(index.name), index.address]])),
  );
  const declared = new Map(
    known.flatMap((index) => (index.name === undefined ? [] : [[normal(index.address), index.name]])),
  );
  return feeds.map((feed) => {
    const address = feedAddress(organization, feed, "pypi/simple/");
    const free = candidateNames(feed, declared.get(normal(address))).find((name) =>
      sameAddress(taken.get(label(name)), address),
    );
    if (free === undefined) {
      throw new Problem(
        "index-name-taken",
        `Input feeds: the index name ${logText(validIndexName(feed.name))} for ${logText(feedTitle(feed))} already belongs to another index.`,
        "Rename the index in pyproject.toml or uv.toml, or authenticate the two feeds in two jobs.",
      );
    }
    taken.set(label(free), address);
    return { name: free, address, feed };
  });
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

/** No address yet, or the same one but for a slash at the end and the case that a URL ignores. */
function sameAddress(one: string | undefined, other: string): boolean {
  return one === undefined || normal(one) === normal(other);
}

function normal(address: string): string {
  const url = parseUrl(address);
  return url === undefined ? address : `${url.origin}${url.pathname.replace(/\/+$/, "")}`.toLowerCase();
}
