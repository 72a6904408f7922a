import type { UpstreamFile } from "../../contents/version-saver";
import { visibleUpstreams } from "../../request/feed-request";
import type { FeedRequest } from "../../request/feed-request";
import type { PypiFile, PypiUpstream } from "../../upstream/upstream-registry";
import type { UpstreamSource } from "../../world/model";
import { trimVersion } from "./names";

/** A file on a project page. */
export interface ListedFile {
  readonly file: string;
  readonly version: string;
  readonly sha256?: string;
  readonly requiresPython?: string;
  readonly yanked?: string;
}

/** Files the feed itself holds, in the view of the request. */
export function heldFiles(request: FeedRequest, name: string): readonly ListedFile[] {
  return request.feed.contents.versions("pypi", name, request.view?.name).flatMap((version) =>
    [...version.files.values()].map((file) => ({
      file: file.file,
      version: file.version,
      sha256: file.digests.sha256,
      ...(file.requiresPython !== undefined && { requiresPython: file.requiresPython }),
    })),
  );
}

/**
 * Files that only upstream sources have. A version belongs to one source: to the feed when it was pushed, to
 * the source it was saved from, else to the first source that lists it
 * (learn.microsoft.com "Upstream sources", search order).
 */
export async function upstreamFiles(
  request: FeedRequest,
  name: string,
): Promise<readonly (ListedFile & { readonly offer: UpstreamFile })[]> {
  const { contents } = request.feed;
  if (!contents.takesExternalVersions("pypi", name)) return [];
  const owners = new Map<string, string>();
  const listed: (ListedFile & { offer: UpstreamFile })[] = [];
  for (const upstream of visibleUpstreams(request)) {
    const { registry } = upstream;
    if (registry.kind !== "pypi") continue;
    const files = await request.services.listings.ask(upstream, name, () => registry.files(name));
    for (const file of files ?? []) {
      const normalizedVersion = trimVersion(file.version);
      const held = contents.version("pypi", name, normalizedVersion);
      const owner = held ? (held.upstream?.id ?? "feed") : (owners.get(normalizedVersion) ?? upstream.id);
      owners.set(normalizedVersion, owner);
      const gone = held?.deletedAt !== undefined || held?.files.has(file.filename.toLowerCase());
      if (owner === upstream.id && gone !== true) listed.push(offered(upstream, registry, name, file));
    }
  }
  return listed;
}

function offered(
  upstream: UpstreamSource,
  registry: PypiUpstream,
  name: string,
  file: PypiFile,
): ListedFile & { readonly offer: UpstreamFile } {
  const facts = {
    file: file.filename,
    version: file.version,
    ...(file.sha256 !== undefined && { sha256: file.sha256 }),
    ...(file.requiresPython !== undefined && { requiresPython: file.requiresPython }),
  };
  return {
    ...facts,
    ...(file.yanked !== undefined && { yanked: file.yanked }),
    offer: {
      ...facts,
      protocol: "pypi",
      name,
      normalizedVersion: trimVersion(file.version),
      upstream,
      open: () => registry.open(name, file.filename),
    },
  };
}
