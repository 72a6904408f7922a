import type { LockEntry, Protocol } from "../../core/lock-entry";

/**
 * A version in the form in which two spellings of it are equal, as a feed has them.
 * - pypi: lower case, no `v`, no `.0` at the end of the release number: `7.1.0b4` is at `…/azure-devops/7.1b4/…`
 *   (https://github.com/astral-sh/uv/issues/10394, /13208, /17144);
 * - cargo: without build metadata (Cargo book, "Registry web API": versions that differ only there are one).
 */
export function versionKey(protocol: Protocol, version: string): string {
  if (protocol === "cargo") return version.replace(/\+.*$/s, "");
  if (protocol === "maven") return version;
  const [, epoch = "", release = "", rest = ""] =
    /^v?(\d+!)?(\d+(?:\.\d+)*)(.*)$/s.exec(version.toLowerCase()) ?? [];
  return release === "" ? version.toLowerCase() : epoch + release.replace(/(?:\.0+)+$/, "") + rest;
}

/** A package's name in the form that is equal for equal packages: PEP 503 for pypi, lower case for cargo. */
export function packageKey({ protocol, name }: Pick<LockEntry, "protocol" | "name">): string {
  if (protocol === "maven") return `maven/${name}`;
  return `${protocol}/${protocol === "pypi" ? name.replace(/[-_.]+/g, "-").toLowerCase() : name.toLowerCase()}`;
}
