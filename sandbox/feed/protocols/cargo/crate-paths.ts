/** The parts of a crate's download that a `dl` template may name. */
export interface CrateDownload {
  readonly crate: string;
  readonly version: string;
  /** The index's `cksum`. */
  readonly checksum: string;
}

/** Gives the folder of a crate's index file ("1", "2", "3/s", "se/rd"), in the case of the name given. */
export function cratePrefix(crate: string): string {
  if (crate.length <= 2) return String(crate.length);
  if (crate.length === 3) return `3/${crate.slice(0, 1)}`;
  return `${crate.slice(0, 2)}/${crate.slice(2, 4)}`;
}

/** Gives the path of a crate's index file, which is lower case (Cargo book, "Index files"). */
export function crateIndexPath(crate: string): string {
  const name = crate.toLowerCase();
  return `${cratePrefix(name)}/${name}`;
}

/**
 * Gives the address of a .crate from the `dl` of a registry's config.json: a template with markers,
 * or without any a base that `/{crate}/{version}/download` is added to (Cargo book, "Index Configuration").
 */
export function crateDownloadUrl(dl: string, { crate, version, checksum }: CrateDownload): string {
  const values: Readonly<Record<string, string>> = {
    crate,
    version,
    prefix: cratePrefix(crate),
    lowerprefix: cratePrefix(crate.toLowerCase()),
    "sha256-checksum": checksum,
  };
  const marker = /\{(crate|version|prefix|lowerprefix|sha256-checksum)\}/g;
  const template = dl.search(marker) < 0 ? `${dl}/{crate}/{version}/download` : dl;
  return template.replace(marker, (whole, name: string) => values[name] ?? whole);
}
