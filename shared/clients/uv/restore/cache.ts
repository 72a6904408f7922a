import type { Restoration } from "../../../core/client";
import type { PackageVersion } from "../../../core/lock-entry";
import { fetchedBeyond } from "../../../protocols/pypi/fetched-files";

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
  const fetched = fetchedBeyond(folder, locked, (path) => {
    const [, name, version] = wheel.exec(path) ?? sourceArchive.exec(path) ?? [];
    return name === undefined || version === undefined ? undefined : [name, version];
  });
  return { ...fetched, isLeftOut: (name) => withoutNames.test(name) };
}
