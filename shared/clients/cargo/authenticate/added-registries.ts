import { feedAddress, feedTitle, type Feed } from "../../../core/feed-address";
import { ownIdentity } from "../../../core/found-feeds";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { isCratesIo, registryVariables, validRegistryName } from "../registries";
import { IndexNames, type Layer } from "./index-names";

/** A feed of the input `feeds`. `declared`: the configuration has the same index everywhere, under this name. */
export interface AddedRegistry {
  readonly name: string;
  readonly index: string;
  readonly feed: Feed;
  readonly identity: Identity;
  readonly declared: boolean;
}

/**
 * The registries for the input `feeds`. Cargo refuses two sources for one index, so an index that the configuration
 * has keeps its name; others get the feed's, with the project's before it where that one is taken.
 * Throws a Problem when two feeds still claim one name.
 */
export function addedRegistries(
  feeds: readonly Feed[],
  layers: readonly Layer[],
  job: Job,
): readonly AddedRegistry[] {
  if (feeds.length === 0) return [];
  const known = layers.flatMap(({ registries }) => registries);
  const taken = new Set(known.map((registry) => registryVariables(registry.name).token));
  const names = new IndexNames(layers);
  return feeds.map((feed) => {
    const address = feedAddress(job.organization, feed, "Cargo/index/");
    const index = `sparse+${address}`;
    const added = { feed, identity: ownIdentity(job, address) };
    const same = names.at(index);
    if (same !== undefined)
      return { name: same.name, index: same.index, declared: names.isEverywhere(same), ...added };
    const name = candidateNames(feed).find((candidate) => !taken.has(registryVariables(candidate).token));
    if (name === undefined) throw nameTaken(feed);
    taken.add(registryVariables(name).token);
    return { name, index, declared: false, ...added };
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
