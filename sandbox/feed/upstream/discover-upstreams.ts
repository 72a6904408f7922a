import { cargoRegistry } from "../protocols/cargo/upstream/cargo-registry";
import { discoverCargo } from "../protocols/cargo/upstream/discover-cargo";
import { discoverMaven } from "../protocols/maven/upstream/discover-maven";
import { discoverPypi } from "../protocols/pypi/upstream/discover-pypi";
import type { Discovery, DiscoveryContext } from "./discovery";
import { createHttpClient } from "./http-client";
import { mavenRegistry } from "../protocols/maven/upstream/maven-registry";
import { pypiRegistry } from "../protocols/pypi/upstream/pypi-registry";
import type { CargoUpstream, MavenUpstream, PypiUpstream } from "./upstream-registry";

/** A registry that could not be found; `reason` is for a person and says what to do. */
export interface MissingUpstream {
  readonly client: string;
  readonly reason: string;
}

export interface DiscoveredUpstreams {
  readonly pypi?: PypiUpstream;
  readonly cargo?: CargoUpstream;
  readonly maven?: MavenUpstream;
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
 * Asks the machine's own pip (or uv), cargo and mvn, side by side and each for 20 seconds at most, which
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
  const client = createHttpClient({ environment });
  const [pypi, cargo, maven] = await Promise.all([
    ask("pip", discoverPypi, context, (location) => pypiRegistry(location, client)),
    ask("cargo", discoverCargo, context, (location) => cargoRegistry(location, client)),
    ask("mvn", discoverMaven, context, (location) => mavenRegistry(location, client)),
  ]);
  return {
    ...("reason" in pypi ? {} : { pypi }),
    ...("reason" in cargo ? {} : { cargo }),
    ...("reason" in maven ? {} : { maven }),
    missing: [pypi, cargo, maven].filter((result) => "reason" in result),
  };
}

async function ask<Upstream extends object>(
  client: string,
  discover: (context: DiscoveryContext) => Promise<Discovery>,
  context: DiscoveryContext,
  make: (location: string) => Upstream,
): Promise<Upstream | MissingUpstream> {
  try {
    const discovery = await discover(context);
    return "location" in discovery ? make(discovery.location) : discovery;
  } catch (error) {
    return {
      client,
      reason: `${client} could not be asked: ${error instanceof Error ? error.message : "?"}`,
    };
  }
}
