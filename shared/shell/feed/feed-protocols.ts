import type { LockEntry } from "../../core/lock-entry";

/**
 * A version in the form in which two spellings of it are equal, as a feed has them.
 * - pypi: lower case, no `v`, no `.0` at the end of the release number: `7.1.0b4` is at `…/azure-devops/7.1b4/…`
 *   (https://github.com/astral-sh/uv/issues/10394, /13208, /17144);
 * - cargo: without build metadata (Cargo book, "Registry web API": versions that differ only there are one).
 */
export function versionKey(protocol: string, version: string): string {
  if (protocol === "cargo") return version.replace(/\+.*$/s, "");
  if (protocol === "maven") return version;
  const [, epoch = "", release = "", rest = ""] =
    /^v?(\d+!)?(\d+(?:\.\d+)*)(.*)$/s.exec(version.toLowerCase()) ?? [];
  return release === "" ? version.toLowerCase() : epoch + release.replace(/(?:\.0+)+$/, "") + rest;
}

/** A version of a package in the form that is equal for equal ones. */
export function packageVersionKey(version: Pick<LockEntry, "protocol" | "name" | "version">): string {
  return versionIn(packageKey(version), version.protocol, version.version);
}

/** As `packageVersionKey`, of a package whose key is known. */
export function versionIn(key: string, protocol: string, version: string): string {
  return joined(key, "\n", versionKey(protocol, version));
}

/** One flat text. A template's is a tree of its parts until it is read, and stays one more object afterwards. */
function joined(...parts: readonly string[]): string {
  return parts.join("");
}

/** A package's name in the form that is equal for equal packages: PEP 503 for pypi, lower case for cargo. */
export function packageKey({ protocol, name }: Pick<LockEntry, "protocol" | "name">): string {
  if (protocol === "maven") return joined("maven/", name);
  const lower = name.toLowerCase();
  return joined(protocol, "/", protocol === "pypi" ? lower.replace(/[-_.]+/g, "-") : lower);
}
