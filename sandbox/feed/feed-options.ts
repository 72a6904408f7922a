import type { Fault } from "./http/faults";
import type { RequestRecord } from "./http/request-log";
import type { ServicesOptions } from "./routing/services-face";
import type { TestAuthority } from "./tls/test-authority";
import type { OrganizationDefinition } from "./world/definition";
import type { SavedFile, WorldIds } from "./world/inspection";

/** How to start a feed server. */
export interface FeedOptions {
  readonly organizations: readonly OrganizationDefinition[];
  /** Port of the Server face; 0 (the default) takes a free one. */
  readonly port?: number;
  /** Folder for package files; a temporary one, removed at the stop, when absent. */
  readonly store?: string;
  /** Delay of every answer in milliseconds. */
  readonly latencyMs?: number;
  readonly faults?: readonly Fault[];
  /** Also start the Services face: a proxy on loopback with a certificate authority of its own. */
  readonly services?: ServicesOptions;
  /** Seconds without a request after which the server stops by itself; 3600 when absent. */
  readonly idleStopSeconds?: number;
  /** Seconds for which an answer of an upstream source is used again; 300 when absent. */
  readonly upstreamFreshSeconds?: number;
  /** Seconds for which a download address is good; 3600 when absent. */
  readonly blobSeconds?: number;
  /** Told each request when its answer is complete. */
  readonly onRequest?: (record: RequestRecord) => void;
}

/** A feed server that runs. */
export interface RunningFeed {
  /** `http://127.0.0.1:<port>/`; collections follow. */
  readonly serverUrl: string;
  /** Proxy through which clients reach the Services face. */
  readonly proxyUrl?: string;
  /** PEM file of the authority that signs the Services face's certificates. */
  readonly caFile?: string;
  readonly authority?: TestAuthority;
  readonly ids: WorldIds;
  requests(): readonly RequestRecord[];
  clearRequests(): void;
  /** Files in a feed, in the order in which they came; `upstream` is absent for pushed ones. */
  saved(organization: string, feed: string): readonly SavedFile[];
  setFaults(faults: readonly Fault[]): void;
  /** Resolves when the server has stopped, by `stop` or by idling. */
  readonly stopped: Promise<void>;
  stop(): Promise<void>;
}
