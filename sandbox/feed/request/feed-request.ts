import type { BlobAddresses } from "../blob/blob-addresses";
import type { UpstreamListings } from "../contents/upstream-listings";
import type { VersionSaver } from "../contents/version-saver";
import type { Exchange } from "../http/exchange";
import type { FileStore } from "../store/file-store";
import type { UpstreamRegistry, UpstreamSource } from "../upstream/upstream-registry";
import type { Feed, Organization, View } from "../world/model";
import type { Access } from "./access";

/** The parts of a running server that answers are made with. */
export interface FeedServices {
  readonly organizations: readonly Organization[];
  readonly store: FileStore;
  readonly blobs: BlobAddresses;
  readonly listings: UpstreamListings;
  readonly saver: VersionSaver;
  /** Origin of the Server face's blob host, `http://127.0.0.1:<port>`. */
  serverBlobOrigin(): string;
}

/** A package-protocol request that was let in: the feed is known and may be read by the sender. */
export interface FeedRequest {
  readonly exchange: Exchange;
  readonly services: FeedServices;
  readonly organization: Organization;
  readonly feed: Feed;
  readonly view: View | undefined;
  readonly forceAuth: boolean;
  readonly access: Access;
  /** Path segments below the protocol's name, unescaped. */
  readonly tail: readonly string[];
  /** `{base}[{projectGuid}/]_packaging/{feedGuid}[@{viewGuid}]`: how answers address this feed (uv#1688, uv#11379). */
  readonly feedAddress: string;
}

/** The GUID address of a feed, below the organization's address at the asked host. */
export function feedAddress(base: string, feed: Feed, view: View | undefined): string {
  const project = feed.project === undefined ? "" : `${feed.project.id}/`;
  const suffix = view === undefined ? "" : `@${view.id}`;
  return `${base}${project}_packaging/${feed.id}${suffix}`;
}

/** The upstream sources that a request may see: none through a view (azure-sdk-tools#6778). */
export function visibleUpstreams({ view, feed, access }: FeedRequest): Feed["upstreams"] {
  const isHidden = feed.unsavedStatus === 404 && !access.isAnonymous && !access.has("AddUpstreamPackage");
  return view !== undefined || isHidden ? [] : feed.upstreams;
}

/** Those of them that speak one protocol. */
export function upstreamsOf<Registry extends UpstreamRegistry>(
  request: FeedRequest,
  speaks: (registry: UpstreamRegistry) => registry is Registry,
): readonly UpstreamSource<Registry>[] {
  return visibleUpstreams(request).filter((source): source is UpstreamSource<Registry> =>
    speaks(source.registry),
  );
}
