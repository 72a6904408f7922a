/** Name of a package protocol as it stands in addresses, in lower case; `protocols/all-protocols.ts` lists them. */
export type Protocol = string;

/** Which package version a file belongs to. */
export interface VersionKey {
  readonly protocol: Protocol;
  /** The name in the form in which two spellings of it are equal; a protocol with groups has `group:name`. */
  readonly name: string;
  /** The version as its publisher wrote it. */
  readonly version: string;
  /** The version in the form in which two spellings of it are equal. */
  readonly normalizedVersion: string;
}

/** A file of a version, and what the protocol's index says of it. */
export interface VersionFile extends VersionKey {
  readonly file: string;
  /** Beyond name and digest; its form is known to the protocol's own room alone. */
  readonly metadata?: object;
}
