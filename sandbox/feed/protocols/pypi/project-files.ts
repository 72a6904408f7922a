import type { UpstreamFile } from "../../contents/version-saver";
import { upstreamsOf } from "../../request/feed-request";
import type { FeedRequest } from "../../request/feed-request";
import type { UpstreamSource } from "../../upstream/upstream-registry";
import { trimVersion } from "./names";
import { isPypi, type PypiFile, type PypiUpstream } from "./upstream/pypi-upstream";

/** A file on a project page. */
export interface ListedFile {
  readonly file: string;
  readonly version: string;
  readonly sha256?: string;
  readonly requiresPython?: string;
  readonly yanked?: string;
}

/** What this room keeps with a file beyond name and digest. */
export interface PypiMetadata {
  readonly requiresPython?: string | undefined;
}

/** Files the feed itself holds, in the view of the request. */
export function heldFiles(request: FeedRequest, name: string): readonly ListedFile[] {
  return request.feed.contents.versions("pypi", name, request.view?.name).flatMap((version) =>
    [...version.files.values()].map((file) => {
      const { requiresPython } = (file.metadata ?? {}) as PypiMetadata;
      return {
        file: file.file,
        version: file.version,
        sha256: file.digests.sha256,
        ...(requiresPython !== undefined && { requiresPython }),
      };
    }),
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
  for (const upstream of upstreamsOf(request, isPypi)) {
    const files = await request.services.listings.ask(upstream, name, () => upstream.registry.files(name));
    for (const file of files ?? []) {
      const normalizedVersion = trimVersion(file.version);
      const held = contents.version("pypi", name, normalizedVersion);
      const owner = held ? (held.upstream?.id ?? "feed") : (owners.get(normalizedVersion) ?? upstream.id);
      owners.set(normalizedVersion, owner);
      const gone = held?.deletedAt !== undefined || held?.files.has(file.filename.toLowerCase());
      if (owner === upstream.id && gone !== true) listed.push(offered(upstream, name, file));
    }
  }
  return listed;
}

function offered(
  upstream: UpstreamSource<PypiUpstream>,
  name: string,
  { filename, version, sha256, requiresPython, yanked }: PypiFile,
): ListedFile & { readonly offer: UpstreamFile } {
  const facts = { file: filename, version, ...(sha256 !== undefined && { sha256 }) };
  const metadata: PypiMetadata = { requiresPython };
  return {
    ...facts,
    ...(requiresPython !== undefined && { requiresPython }),
    ...(yanked !== undefined && { yanked }),
    offer: {
      ...facts,
      protocol: "pypi",
      name,
      normalizedVersion: trimVersion(version),
      metadata,
      upstream,
      open: () => upstream.registry.open(name, filename),
    },
  };
}
