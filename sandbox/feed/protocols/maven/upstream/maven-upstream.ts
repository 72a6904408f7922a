import type { Readable } from "node:stream";
import type { UpstreamRegistry } from "../../../upstream/upstream-registry";

/** A Maven 2 layout repository. `path` is relative, without a leading slash; undefined when it is not there. */
export interface MavenUpstream extends UpstreamRegistry {
  readonly kind: "maven";
  open(path: string): Promise<Readable | undefined>;
}

export function isMaven(registry: UpstreamRegistry): registry is MavenUpstream {
  return registry.kind === "maven";
}
