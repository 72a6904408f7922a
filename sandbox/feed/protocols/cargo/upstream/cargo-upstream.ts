import type { Readable } from "node:stream";
import type { UpstreamRegistry } from "../../../upstream/upstream-registry";

/**
 * A Cargo registry. `index` gives the lines of the crate's index file (one JSON object per version),
 * or undefined when the registry does not have the crate.
 */
export interface CargoUpstream extends UpstreamRegistry {
  readonly kind: "cargo";
  index(crate: string): Promise<readonly string[] | undefined>;
  open(crate: string, version: string): Promise<Readable>;
}

export function isCargo(registry: UpstreamRegistry): registry is CargoUpstream {
  return registry.kind === "cargo";
}
