import type { Protocol } from "../contents/version-key";
import type { FeedRequest } from "../request/feed-request";
import type { Discovery, DiscoveryContext } from "../upstream/discovery";
import type { HttpClient } from "../upstream/http-client";
import type { ResourceVersions } from "../rest/api-versions";
import type { UpstreamRegistry } from "../upstream/upstream-registry";
import type { SeedPackage } from "../world/definition";

/** What the feed has to know of a package protocol; its room, `protocols/<name>`, knows all the rest. */
export interface FeedProtocol {
  readonly name: Protocol;
  /** The name as the feed API spells it: `PyPi`. */
  readonly protocolType: string;
  /** Answers what is below `_packaging/{feed}/{name}/`. */
  route(request: FeedRequest): Promise<void>;
  /** Package and version in the path of a request for a package's file, in lower case; undefined for any other path. */
  versionInPath(path: string): string | undefined;
  /** What its clients read in the body of a refused upload, beside the service's own envelope. */
  refusal?(message: string): object;
  readonly rest: ProtocolRest;
  readonly upstream: ProtocolUpstream;
  /** The packages that only the private feed of the examples has. */
  examplePackages(): readonly SeedPackage[];
  readonly trial: ProtocolTrial;
}

/** The protocol in the REST APIs. */
export interface ProtocolRest {
  /** GUID of its resource area (artifacts-common `protocols`). */
  readonly areaId: string;
  /** Resources that clients ask for by id. */
  readonly locations: readonly ResourceLocation[];
  /** Takes the package off what stands behind `_apis/packaging/feeds/{feed}/{name}/`. */
  readPackage(path: readonly string[]): NamedPackage;
  /** The form in which two spellings of a version are equal. */
  versionKey(version: string): string;
  /** The REST versions of its `upstreaming` call (specification/artifactsPackageTypes). */
  readonly upstreamingVersions: ResourceVersions;
  /** Status of a DELETE of a version that was there. */
  readonly deletedStatus: 200 | 202;
}

/** The package of a REST call by its normalized name, and the rest of the path. */
export interface NamedPackage {
  readonly name: string;
  readonly rest: readonly string[];
}

export interface ResourceLocation {
  readonly id: string;
  readonly resourceName: string;
  readonly routeTemplate: string;
}

/** How the protocol's public registry is found and asked. */
export interface ProtocolUpstream {
  /** The clients of the machine that can be asked for it, as a person would name them: `uv or pip`. */
  readonly askedClients: string;
  /** The one that messages are about. */
  readonly client: string;
  /** Variables in which these clients are told of a certificate authority. */
  readonly authorityVariables: readonly string[];
  discover(context: DiscoveryContext): Promise<Discovery>;
  /** @param location As a client is configured with it, with or without userinfo. */
  connect(location: string, client: HttpClient): UpstreamRegistry;
}

/** What a person needs to try a client with a feed. */
export interface ProtocolTrial {
  readonly title: string;
  /** @param feed Address of the feed, without a slash at the end. */
  address(feed: string): string;
  /** The setting that gives a client the token. */
  credentials(token: string): string;
}
