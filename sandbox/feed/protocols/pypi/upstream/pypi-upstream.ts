import type { Readable } from "node:stream";
import type { UpstreamRegistry } from "../../../upstream/upstream-registry";

/** One file on a package's simple page; `sha256` is lower-case hex, `yanked` the reason ("" when none is given). */
export interface PypiFile {
  readonly filename: string;
  readonly version: string;
  readonly sha256?: string;
  readonly requiresPython?: string;
  readonly yanked?: string;
}

/**
 * A Python package index (PEP 503 and PEP 691). Names are normalized by the caller.
 * `files` gives undefined when the index does not have the project.
 */
export interface PypiUpstream extends UpstreamRegistry {
  readonly kind: "pypi";
  files(normalizedName: string): Promise<readonly PypiFile[] | undefined>;
  open(normalizedName: string, filename: string): Promise<Readable>;
}

export function isPypi(registry: UpstreamRegistry): registry is PypiUpstream {
  return registry.kind === "pypi";
}
