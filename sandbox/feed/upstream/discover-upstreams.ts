import type { Protocol } from "../contents/version-key";
import { protocols } from "../protocols/all-protocols";
import type { FeedProtocol } from "../protocols/feed-protocol";
import type { DiscoveryContext } from "./discovery";
import { createHttpClient, type HttpClient } from "./http-client";
import type { UpstreamRegistry } from "./upstream-registry";

/** A registry that could not be found; `reason` is for a person and says what to do. */
export interface MissingUpstream {
  readonly protocol: Protocol;
  readonly client: string;
  readonly reason: string;
}

export interface DiscoveredUpstreams {
  /** By protocol. */
  readonly registries: Readonly<Record<Protocol, UpstreamRegistry>>;
  readonly missing: readonly MissingUpstream[];
}

export interface DiscoverUpstreamsOptions {
  /** The environment that the clients run in: its PATH, home and settings decide. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

const MOST_MILLISECONDS = 20_000;
const found = new WeakMap<NodeJS.ProcessEnv, Promise<DiscoveredUpstreams>>();

/**
 * Asks the machine's own clients of each protocol, side by side and for 20 seconds at most, which
 * public registry or company mirror they are configured with. The answer for an environment object is kept
 * in memory until the process ends; an aborted one is not.
 */
export function discoverUpstreams(options: DiscoverUpstreamsOptions = {}): Promise<DiscoveredUpstreams> {
  const environment = options.environment ?? process.env;
  const known = found.get(environment);
  if (known !== undefined) return known;
  const result = askClients(environment, options.signal);
  found.set(environment, result);
  options.signal?.addEventListener("abort", () => found.delete(environment), { once: true });
  return result;
}

async function askClients(
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<DiscoveredUpstreams> {
  const limit = AbortSignal.timeout(MOST_MILLISECONDS);
  const context = { environment, signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) };
  const authorityVariables = protocols.flatMap(({ upstream }) => upstream.authorityVariables);
  const client = createHttpClient({ environment, authorityVariables });
  const results = await Promise.all(protocols.map((protocol) => ask(protocol, context, client)));
  const registries = results.filter((result) => "kind" in result);
  return {
    registries: Object.fromEntries(registries.map((registry) => [registry.kind, registry])),
    missing: results.filter((result) => "reason" in result),
  };
}

async function ask(
  { name, upstream }: FeedProtocol,
  context: DiscoveryContext,
  client: HttpClient,
): Promise<UpstreamRegistry | MissingUpstream> {
  try {
    const discovery = await upstream.discover(context);
    if ("location" in discovery) return upstream.connect(discovery.location, client);
    return { protocol: name, ...discovery };
  } catch (error) {
    const said = error instanceof Error ? error.message : "?";
    return {
      protocol: name,
      client: upstream.client,
      reason: `${upstream.client} could not be asked: ${said}`,
    };
  }
}

/** The clients that are asked, as a person would name them. */
export function askedClients(): string {
  return new Intl.ListFormat("en-GB").format(protocols.map(({ upstream }) => upstream.askedClients));
}
