import { createHash } from "node:crypto";
import { writeTarGzip } from "../../archives/tar-archive";

/** One dependency of an index entry, as the Cargo book's page "Registry Index" lays it down. */
export interface CargoIndexDependency {
  readonly name: string;
  readonly req: string;
  readonly features: readonly string[];
  readonly optional: boolean;
  readonly default_features: boolean;
  readonly target: string | null;
  readonly kind: "normal";
  /** Null: the registry whose index this is. */
  readonly registry: string | null;
  readonly package: string | null;
}

/** One line of a crate's index file; `cksum` is the SHA-256 of the .crate in lower-case hex. */
export interface CargoIndexEntry {
  readonly name: string;
  readonly vers: string;
  readonly deps: readonly CargoIndexDependency[];
  readonly cksum: string;
  readonly features: Readonly<Record<string, readonly string[]>>;
  readonly yanked: boolean;
}

export interface RustCrateOptions {
  readonly name: string;
  readonly version: string;
  /** Version requirement by crate name, all from the registry that holds this crate. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** The text of src/lib.rs. */
  readonly source: string;
}

/**
 * Makes a library crate as `cargo publish` uploads it, its file name and its line of the sparse index.
 * The same options give the same bytes.
 */
export function rustCrate(options: RustCrateOptions): {
  file: string;
  content: Buffer;
  indexEntry: CargoIndexEntry;
} {
  const stem = `${options.name}-${options.version}`;
  const content = writeTarGzip([
    { path: `${stem}/Cargo.toml`, content: Buffer.from(manifest(options)) },
    { path: `${stem}/src/lib.rs`, content: Buffer.from(options.source) },
  ]);
  const indexEntry = {
    name: options.name,
    vers: options.version,
    deps: Object.entries(options.dependencies ?? {}).map(([name, req]) => indexDependency(name, req)),
    cksum: createHash("sha256").update(content).digest("hex"),
    features: {},
    yanked: false,
  };
  return { file: `${stem}.crate`, content, indexEntry };
}

function manifest(options: RustCrateOptions): string {
  const dependencies = Object.entries(options.dependencies ?? {}).map(
    ([name, req]) => `${name} = ${JSON.stringify(req)}\n`,
  );
  return [
    "[package]\n",
    `name = ${JSON.stringify(options.name)}\n`,
    `version = ${JSON.stringify(options.version)}\n`,
    'edition = "2021"\ndescription = "A crate of the sandbox feed"\nlicense = "MIT"\n\n',
    "[lib]\n",
    `name = ${JSON.stringify(options.name.replaceAll("-", "_"))}\n`,
    'path = "src/lib.rs"\n\n[dependencies]\n',
    ...dependencies,
  ].join("");
}

function indexDependency(name: string, req: string): CargoIndexDependency {
  return {
    name,
    // Cargo writes a bare version to the index with its caret.
    req: /^\d/.test(req) ? `^${req}` : req,
    features: [],
    optional: false,
    default_features: true,
    target: null,
    kind: "normal",
    registry: null,
    package: null,
  };
}
