import { feedAddress, feedTitle, type Feed } from "../../../core/feed-address";
import { logText } from "../../../core/log-text";
import type { Organization } from "../../../core/organization";
import { Problem } from "../../../core/problem";
import type { Registry } from "../registries";
import { isCratesIo, registryVariables, validRegistryName } from "../registry-name";

/** A feed of the input `feeds`. `declared`: the configuration has the same index already, under this name. */
export interface AddedRegistry {
  readonly name: string;
  readonly index: string;
  readonly feed: Feed;
  readonly declared: boolean;
}

/**
 * The registries for the input `feeds`. Cargo refuses two names for one index, so an index that the configuration
 * has keeps its name; others get the feed's, with the project's before it where that one is taken.
 * Throws a Problem when two feeds still claim one name.
 */
export function addedRegistries(
  feeds: readonly Feed[],
  known: readonly Registry[],
  organization: Organization,
): readonly AddedRegistry[] {
  const taken = new Set(known.map((registry) => registryVariables(registry.name).token));
  const byIndex = new Map([...known].reverse().map((registry) => [registry.index.toLowerCase(), registry]));
  return feeds.map((feed) => {
    const index = `sparse+${feedAddress(organization, feed, "Cargo/index/")}`;
    const same = byIndex.get(index.toLowerCase());
    if (same !== undefined) return { name: same.name, index: same.index, feed, declared: true };
    const name = candidateNames(feed).find((candidate) => !taken.has(registryVariables(candidate).token));
    if (name === undefined) throw nameTaken(feed);
    taken.add(registryVariables(name).token);
    return { name, index, feed, declared: false };
  });
}

/** `crates-io` is Cargo's own name, which a feed cannot have beside it. */
function candidateNames(feed: Feed): readonly string[] {
  const valid = validRegistryName(feed.name).toLowerCase();
  const name = isCratesIo(valid) ? `${valid}-feed` : valid;
  return feed.project === undefined
    ? [name]
    : [name, validRegistryName(`${feed.project}-${name}`).toLowerCase()];
}

function nameTaken(feed: Feed): Problem {
  return new Problem(
    "registry-name-taken",
    `Input feeds: the registry name ${validRegistryName(feed.name)} for ${logText(feedTitle(feed))} already belongs to another index.`,
    "Rename the registry in .cargo/config.toml, or authenticate the two feeds in two jobs.",
  );
}
