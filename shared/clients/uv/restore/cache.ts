import type { Restoration } from "../../../core/client";
import type { PackageVersion } from "../../../core/lock-entry";
import { projectKey } from "../../../protocols/pypi/names";
import { pypi } from "../../../protocols/pypi/protocol";

/**
 * Where uv 0.13 keeps what it fetched from an index: `wheels-v7/index/<digest>/<name>/<version>-<tags>.http` and
 * `sdists-v10/index/<digest>/<name>/<version>/revision.http` (tried; uv, crates/uv-cache). With it is what builds of
 * source archives needed (PEP 517), which no lock file names.
 */
const wheel = /^wheels-v\d+\/index\/[^/]+\/([^/]+)\/([^-/]+)-[^/]+\.http$/;
/** What is unpacked there, and what else is known of packages: many times as many files. */
const withoutNames = /^(?:archive|simple|interpreter|builds|environments|flat-index|git|python)-v\d+$|^src$/;
const sourceArchive = /^sdists-v\d+\/index\/[^/]+\/([^/]+)\/([^/]+)\/revision\.http$/;

/** What uv fetched beyond what is locked, by the files of its cache. */
export function fetchedByUv(
  folder: string,
  locked: Iterable<PackageVersion>,
): NonNullable<Restoration["restored"]> {
  const keyOf = (name: string, version: string): string => `${projectKey(name)} ${pypi.versionKey(version)}`;
  const versions = (paths: readonly string[]): readonly PackageVersion[] => {
    const known = new Set(Array.from(locked, ({ name, version }) => keyOf(name, version)));
    return paths.flatMap((path) => {
      const [, name = "", version = ""] = wheel.exec(path) ?? sourceArchive.exec(path) ?? [];
      const isNew = name !== "" && !known.has(keyOf(name, version));
      return isNew ? [{ protocol: pypi.name, name: projectKey(name), version }] : [];
    });
  };
  return { folder, isLeftOut: (name) => withoutNames.test(name), versions };
}
