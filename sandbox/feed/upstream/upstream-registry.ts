import type { Readable } from "node:stream";

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
export interface PypiUpstream {
  readonly kind: "pypi";
  readonly location: string;
  files(normalizedName: string): Promise<readonly PypiFile[] | undefined>;
  open(normalizedName: string, filename: string): Promise<Readable>;
}

/**
 * A Cargo registry. `index` gives the lines of the crate's index file (one JSON object per version),
 * or undefined when the registry does not have the crate.
 */
export interface CargoUpstream {
  readonly kind: "cargo";
  readonly location: string;
  index(crate: string): Promise<readonly string[] | undefined>;
  open(crate: string, version: string): Promise<Readable>;
}

/** A Maven 2 layout repository. `path` is relative, without a leading slash; undefined when it is not there. */
export interface MavenUpstream {
  readonly kind: "maven";
  readonly location: string;
  open(path: string): Promise<Readable | undefined>;
}

export type UpstreamRegistry = PypiUpstream | CargoUpstream | MavenUpstream;

/** The registry cannot be reached or answers 5xx. */
export class UpstreamDown extends Error {
  override readonly name = "UpstreamDown";
}

/** A file that was asked of `open` is not in the registry (404 or 410). */
export class UpstreamFileMissing extends Error {
  override readonly name = "UpstreamFileMissing";
}
