import type { Restoration } from "../../core/client";
import type { PackageVersion } from "../../core/lock-entry";
import { projectKey } from "./names";
import { pypi } from "./protocol";

type Fetched = NonNullable<Restoration["restored"]>;

/**
 * What a client fetched beyond what is locked, by the files that it left.
 * @param read The name and version that a path tells, where it tells them.
 */
export function fetchedBeyond(
  folder: string,
  locked: Iterable<PackageVersion>,
  read: (path: string) => readonly [name: string, version: string] | undefined = ofFileName,
): Fetched {
  const keyOf = (name: string, version: string): string => `${projectKey(name)} ${pypi.versionKey(version)}`;
  const versions = (paths: readonly string[]): readonly PackageVersion[] => {
    const known = new Set(Array.from(locked, ({ name, version }) => keyOf(name, version)));
    return paths.flatMap((path) => {
      const found = read(path);
      if (found === undefined || known.has(keyOf(...found))) return [];
      return [{ protocol: pypi.name, name: projectKey(found[0]), version: found[1] }];
    });
  };
  return { folder, versions };
}

/** By the name of a wheel or source archive (packaging.python.org/specifications, "Binary distribution format"). */
function ofFileName(path: string): readonly [name: string, version: string] | undefined {
  const [, name, version] =
    /(?:^|\/)([^/-]+)-([^/-]+)-[^/]+\.whl$/.exec(path) ??
    /(?:^|\/)([^/]+)-([^/-]+?)\.(?:zip|tgz|tar\.\w+)$/.exec(path) ??
    [];
  return name === undefined || version === undefined ? undefined : [name, version];
}
