import assert from "node:assert/strict";
import type { DiscoveredUpstreams } from "../../../../sandbox/feed/upstream/discover-upstreams";
import type { UpstreamRegistry } from "../../../../sandbox/feed/upstream/upstream-registry";

/** The discovered registry of one protocol, with what its room can ask it. */
export function registryOf<Registry extends UpstreamRegistry>(
  { registries, missing }: DiscoveredUpstreams,
  speaks: (registry: UpstreamRegistry) => registry is Registry,
): Registry {
  const registry = Object.values(registries).find(speaks);
  assert.ok(registry !== undefined, JSON.stringify(missing));
  return registry;
}
