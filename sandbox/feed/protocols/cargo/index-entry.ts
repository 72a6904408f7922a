/** A dependency as `cargo publish` sends it. Source: Cargo registry web API. */
interface PublishedDependency {
  readonly name: string;
  readonly version_req: string;
  readonly features: readonly string[];
  readonly optional: boolean;
  readonly default_features: boolean;
  readonly target: string | null;
  readonly kind: string;
  readonly registry: string | null;
  readonly explicit_name_in_toml?: string | null;
}

/** The metadata that `cargo publish` sends; further keys are of no use to the index. */
export interface PublishedCrate {
  readonly name: string;
  readonly vers: string;
  readonly deps: readonly PublishedDependency[];
  readonly features: Readonly<Record<string, readonly string[]>>;
  readonly links?: string | null;
  readonly rust_version?: string | null;
}

/** The facts of an index line that this server reads; the rest of the line is passed on. */
export interface IndexEntry {
  readonly name: string;
  readonly vers: string;
  readonly cksum: string;
  readonly yanked?: boolean;
}

/**
 * The index line for a published crate: `version_req` becomes `req`, and a renamed dependency's name becomes
 * `package`. Source: Cargo book, "Registry index", "JSON schema".
 */
export function indexEntryFor(crate: PublishedCrate, cksum: string): IndexEntry {
  const entry = {
    name: crate.name,
    vers: crate.vers,
    deps: crate.deps.map((dependency) => {
      const { version_req: req, explicit_name_in_toml: alias, name, ...rest } = dependency;
      return { ...rest, req, name: alias ?? name, ...(alias && { package: name }) };
    }),
    cksum,
    ...splitFeatures(crate.features),
    yanked: false,
    links: crate.links ?? null,
    ...(crate.rust_version && { rust_version: crate.rust_version }),
  };
  return entry;
}

/** Features in the newer syntax go to `features2`, which older Cargo does not read; `v` says so. */
function splitFeatures(features: PublishedCrate["features"]): object {
  const isNew = (values: readonly string[]): boolean =>
    values.some((value) => value.startsWith("dep:") || value.includes("?/"));
  const all = Object.entries(features);
  const newer = all.filter(([, values]) => isNew(values));
  if (newer.length === 0) return { features };
  const older = all.filter(([, values]) => !isNew(values));
  return { features: Object.fromEntries(older), features2: Object.fromEntries(newer), v: 2 };
}

/** Version without build metadata: two versions that differ only there are one (Cargo registry web API). */
export function crateVersionKey(version: string): string {
  return version.replace(/\+.*$/u, "");
}

/** Reads an index line; undefined when it is no entry. */
export function parseIndexLine(line: string): IndexEntry | undefined {
  const value = JSON.parse(line) as Partial<IndexEntry> | null;
  if (typeof value?.name !== "string" || typeof value.vers !== "string") return undefined;
  return { ...value, name: value.name, vers: value.vers, cksum: value.cksum ?? "" };
}
