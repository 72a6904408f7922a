import type { StoredVersion } from "../../contents/stored-version";
import type { UpstreamFile } from "../../contents/version-saver";
import { upstreamsOf } from "../../request/feed-request";
import type { FeedRequest } from "../../request/feed-request";
import type { UpstreamSource } from "../../upstream/upstream-registry";
import { crateVersionKey, parseIndexLine } from "./index-entry";
import type { IndexEntry } from "./index-entry";
import { isCargo, type CargoUpstream } from "./upstream/cargo-upstream";

/** A version that only an upstream source has. */
export interface OfferedCrate {
  readonly entry: IndexEntry;
  readonly offer: UpstreamFile;
}

/** Index lines of the versions the feed itself holds, in the view of the request. */
export function heldEntries(request: FeedRequest, crate: string): readonly object[] {
  return request.feed.contents
    .versions("cargo", crate, request.view?.name)
    .map((version) => heldEntry(version))
    .filter((entry) => entry !== undefined);
}

function heldEntry(version: StoredVersion): object | undefined {
  const entry = version.files.values().next().value?.metadata;
  return entry && version.listed ? entry : entry && { ...entry, yanked: true };
}

/** Versions that the upstream sources list and the feed neither holds nor has deleted; the first source wins. */
export async function offeredCrates(request: FeedRequest, crate: string): Promise<readonly OfferedCrate[]> {
  const { contents } = request.feed;
  if (!contents.takesExternalVersions("cargo", crate)) return [];
  const offered = new Map<string, OfferedCrate>();
  for (const upstream of upstreamsOf(request, isCargo)) {
    const ask = (): Promise<readonly IndexEntry[]> => readEntries(upstream.registry, crate);
    const entries = await request.services.listings.ask(upstream, crate, ask);
    for (const entry of entries) {
      const key = crateVersionKey(entry.vers);
      const known = contents.version("cargo", crate, key) !== undefined || offered.has(key);
      if (!known) offered.set(key, { entry, offer: offerOf(upstream, crate, entry) });
    }
  }
  return [...offered.values()];
}

async function readEntries(registry: CargoUpstream, crate: string): Promise<readonly IndexEntry[]> {
  const lines = (await registry.index(crate)) ?? [];
  return lines.map(parseIndexLine).filter((entry) => entry !== undefined);
}

function offerOf(upstream: UpstreamSource<CargoUpstream>, crate: string, entry: IndexEntry): UpstreamFile {
  return {
    protocol: "cargo",
    name: crate,
    version: entry.vers,
    normalizedVersion: crateVersionKey(entry.vers),
    file: crateFile(crate, entry.vers),
    upstream,
    ...(entry.cksum !== "" && { sha256: entry.cksum }),
    metadata: entry,
    open: () => upstream.registry.open(entry.name, entry.vers),
  };
}

/** File name of a crate, under which the feed keeps it. */
export function crateFile(crate: string, version: string): string {
  return `${crate}-${crateVersionKey(version)}.crate`;
}
