import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobAddresses } from "./blob/blob-addresses";
import { seedFeed } from "./seed-feed";
import { UpstreamListings } from "./contents/upstream-listings";
import { VersionSaver } from "./contents/version-saver";
import type { FeedOptions, RunningFeed } from "./feed-options";
import { FaultInjector } from "./http/faults";
import type { Fault } from "./http/faults";
import { listen } from "./http/listener";
import type { RequestHandler } from "./http/listener";
import { RequestLog } from "./http/request-log";
import { Lifetime } from "./lifetime";
import type { FeedServices } from "./request/feed-request";
import { createHandler } from "./routing/handler";
import { startServicesFace } from "./routing/services-face";
import { FileStore } from "./store/file-store";
import { buildWorld } from "./world/build-world";
import { savedFiles, worldIds } from "./world/inspection";
import type { Organization } from "./world/model";

export type { FeedOptions, RunningFeed } from "./feed-options";
export type { Fault } from "./http/faults";
export type { RequestRecord } from "./http/request-log";
export type {
  FeedDefinition,
  IdentityDefinition,
  OrganizationDefinition,
  Role,
  SeedPackage,
} from "./world/definition";
export type { Protocol } from "./contents/version-key";
export type { SavedFile } from "./world/inspection";

/**
 * Starts a feed server on 127.0.0.1 with the given world.
 * @throws Error for a definition that cannot be (see buildWorld) and for a port that is taken.
 */
export async function startFeed(options: FeedOptions): Promise<RunningFeed> {
  const organizations = buildWorld(options.organizations);
  const lifetime = new Lifetime(options.idleStopSeconds ?? 3600);
  const store = await openStore(options, lifetime);
  await seedWorld(options, organizations, store);
  const faults = new FaultInjector(withLatency(options, options.faults ?? []));
  const log = new RequestLog((record) => {
    lifetime.touch();
    options.onRequest?.(record);
  });
  let blobOrigin = "";
  const services = createServices(options, organizations, store, () => blobOrigin);
  const handler = createHandler(services, log, faults, false);
  const addresses = await openListeners(
    options,
    lifetime,
    handler,
    createHandler(services, log, faults, true),
  );
  blobOrigin = addresses.blobOrigin;
  return {
    ...addresses.published,
    ids: worldIds(organizations),
    requests: () => log.records(),
    clearRequests: () => {
      log.clear();
    },
    saved: (organization, feed) => savedFiles(organizations, organization, feed),
    setFaults: (next) => {
      faults.set(withLatency(options, next));
    },
    stopped: lifetime.ended,
    stop: () => lifetime.stop(),
  };
}

async function openStore(options: FeedOptions, lifetime: Lifetime): Promise<FileStore> {
  if (options.store !== undefined) return new FileStore(options.store);
  const folder = await mkdtemp(join(tmpdir(), "feed-store-"));
  lifetime.atEnd(() => rm(folder, { recursive: true, force: true }));
  return new FileStore(folder);
}

/** Opens both listeners and the Services face; what was opened is closed again when one of them fails. */
async function openListeners(
  options: FeedOptions,
  lifetime: Lifetime,
  handler: RequestHandler,
  blobHandler: RequestHandler,
): Promise<{
  blobOrigin: string;
  published: Pick<RunningFeed, "serverUrl" | "proxyUrl" | "caFile" | "authority">;
}> {
  try {
    const listener = await listen(handler, options.port ?? 0);
    lifetime.atEnd(() => listener.close());
    const blobs = await listen(blobHandler, 0);
    lifetime.atEnd(() => blobs.close());
    const face = options.services && (await startServicesFace(options.services, handler));
    if (face !== undefined) lifetime.atEnd(() => face.proxy.stop());
    const services = face && {
      proxyUrl: face.proxy.url,
      caFile: face.authority.caFile,
      authority: face.authority,
    };
    return { blobOrigin: blobs.origin, published: { serverUrl: `${listener.origin}/`, ...services } };
  } catch (error) {
    await lifetime.stop();
    throw error;
  }
}

function createServices(
  options: FeedOptions,
  organizations: readonly Organization[],
  store: FileStore,
  serverBlobOrigin: () => string,
): FeedServices {
  return {
    organizations,
    store,
    blobs: new BlobAddresses((options.blobSeconds ?? 3600) * 1000),
    listings: new UpstreamListings((options.upstreamFreshSeconds ?? 300) * 1000),
    saver: new VersionSaver(store),
    serverBlobOrigin,
  };
}

async function seedWorld(
  options: FeedOptions,
  organizations: readonly Organization[],
  store: FileStore,
): Promise<void> {
  for (const [index, organization] of organizations.entries()) {
    for (const [position, feed] of organization.feeds.entries()) {
      const seeds = options.organizations[index]?.feeds[position]?.packages ?? [];
      for (const seed of seeds) await seedFeed(feed, store, seed);
    }
  }
}

/** The latency of the run counts as a fault that every request meets first. */
function withLatency(options: FeedOptions, faults: readonly Fault[]): readonly Fault[] {
  return options.latencyMs === undefined ? faults : [{ latencyMs: options.latencyMs }, ...faults];
}
