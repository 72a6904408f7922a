import { recognizeFeed, type Feed } from "../../../core/feed-address";
import { logAddress, logText } from "../../../core/log-text";
import type { Organization } from "../../../core/organization";
import { Problem } from "../../../core/problem";
import { registryVariables } from "../registry-name";
import type { Registry } from "../registries";

export interface OwnRegistry extends Registry {
  readonly feed: Feed;
}

export interface ForeignRegistry extends Registry {
  readonly reason: string;
}

export interface SortedRegistries {
  readonly own: readonly OwnRegistry[];
  readonly foreign: readonly ForeignRegistry[];
}

/** Which registries are at feeds of the job's organization. Only sparse indexes are: a feed serves no git index. */
export function sortRegistries(
  registries: readonly Registry[],
  organization: Organization,
): SortedRegistries {
  const own: OwnRegistry[] = [];
  const foreign: ForeignRegistry[] = [];
  for (const registry of registries) {
    const sparse = /^sparse\+/.test(registry.index);
    const recognition = recognizeFeed(registry.index.replace(/^sparse\+/, ""), organization);
    if (recognition.kind === "foreign") foreign.push({ ...registry, reason: recognition.reason });
    else if (sparse) own.push({ ...registry, feed: recognition.feed });
    else
      foreign.push({
        ...registry,
        reason: "a feed's index without sparse+ before it, which Cargo would read as git",
      });
  }
  return { own, foreign };
}

/** Throws when the variable of an own registry would hand its token to a foreign one as well. Tried with Cargo 1.95. */
export function refuseClash({ own, foreign }: SortedRegistries): void {
  const others = new Map(foreign.map((registry) => [registryVariables(registry.name).token, registry]));
  for (const registry of own) {
    const other = others.get(registryVariables(registry.name).token);
    if (other === undefined) continue;
    throw new Problem(
      "registry-name-clash",
      `Two registries claim one name: ${logText(registry.name)} (${registry.where}) and ${logText(other.name)} (${
        other.where
      }) both read ${registryVariables(registry.name).token}, and ${logAddress(other.index)} must not have the job's token.`,
      "Rename one of the two so that they differ in more than case, `-` and `_`.",
    );
  }
}
