import type { Hash } from "../../../core/lock-entry";
import type { LockBuilder } from "../../../formats/locks/lock-builder";
import { readFileAddress } from "../../../formats/locks/file-address";
import { expectedHash, parsePrefixedHash, uncheckedReason } from "../../../formats/locks/hashes";
import { malformedLock } from "../../../formats/locks/lock-problem";
import type { Block } from "../../../formats/toml/table-blocks";
import { asTable, asText } from "../../../formats/toml/toml-file";
import { isPythonFile, isPythonVersion, pythonName } from "../names";

/** A wheel or source archive as a lock file names it; `hashes` as far as they can be checked. */
export interface PythonFile {
  readonly address: string | undefined;
  /** The file's name where the lock says it beside the address, or in its place. */
  readonly name: string | undefined;
  /** Whether the lock says no address because the index has the file by its name; else such a file is on disk. */
  readonly isOfIndex?: true;
  readonly hashes: readonly Hash[];
  /** The lock names digests, and none of them can be checked. */
  readonly unchecked: boolean;
  readonly line: number | undefined;
}

/** A package of an index, as lock files for Python name it. */
export interface PythonPackage {
  readonly name: string;
  readonly version: string | undefined;
  /** Whether the index is a feed of ours; undefined where the lock names no index. */
  readonly ownIndex: boolean | undefined;
  /** The index, where it is another feed of the organization: `LockEntry.otherFeed`. */
  readonly otherFeed?: string;
  readonly files: readonly PythonFile[];
  readonly line: number | undefined;
}

/** Why no feed can save what does not come from an index. */
export const notOfIndex = {
  git: "a Git repository, which no feed can save",
  url: "a direct address, which no feed can save",
  path: "a file on disk, which no feed can save",
  folder: "a folder of the project itself",
} as const;

/**
 * The files of a package in a lock file in TOML: tables with `hash` (`sha256:<hex>`) and either `url` or, where the index
 * has the file by its name, `file`. Throws a Problem for a hash that cannot be one.
 */
export function hashedFiles(path: string, entries: readonly unknown[], block: Block): readonly PythonFile[] {
  return entries.map((entry) => {
    const file = asTable(entry) ?? {};
    const [address, name] = [asText(file["url"]), asText(file["file"])];
    const written = address ?? name;
    const line = written === undefined ? block.line : block.find(written);
    const digest = file["hash"];
    const hash = digest === undefined ? undefined : parsePrefixedHash(asText(digest) ?? "");
    if (hash === "wrong") throw malformedLock(path, line, expectedHash);
    const hashes: readonly Hash[] = hash === undefined || hash === "unchecked" ? [] : [hash];
    const place = name === undefined ? {} : { isOfIndex: true as const };
    return { address, name, ...place, hashes, unchecked: hash === "unchecked", line };
  });
}

/**
 * Adds every file of a package, or the reasons against it, and gives the hosts other than the feed that it is on: for
 * each, whether the feed can be asked for every file there.
 */
export function addPythonPackage(
  lock: LockBuilder,
  found: PythonPackage,
  isOwn: (address: string) => boolean,
): ReadonlyMap<string, boolean> {
  const hosts = new Map<string, boolean>();
  const name = pythonName(found.name);
  const { version, otherFeed } = found;
  const from = otherFeed === undefined ? {} : { otherFeed };
  if (name === undefined) lock.skip(found.name, "not a valid package name", found.line);
  else if (version === undefined || !isPythonVersion(version))
    lock.skip(found.name, "not a valid version of a package", found.line);
  else if (found.files.length === 0) lock.skip(found.name, "the lock file names no file of it", found.line);
  else {
    for (const file of found.files) {
      const read = readPythonFile(name, found.ownIndex, file, isOwn);
      if (read.host !== undefined)
        hosts.set(read.host, hosts.get(read.host) !== false && !("reason" in read));
      if ("reason" in read) lock.skip(found.name, read.reason, file.line);
      else
        lock.add(
          { protocol: "pypi", name, version, file: read.file, hashes: file.hashes, ...from },
          file.line,
        );
    }
  }
  return hosts;
}

type ReadFile = ({ readonly file: string } | { readonly reason: string }) & { readonly host?: string };

function readPythonFile(
  name: string,
  ownIndex: boolean | undefined,
  { address, name: fileName, unchecked, isOfIndex }: PythonFile,
  isOwn: (address: string) => boolean,
): ReadFile {
  if (address === undefined && isOfIndex !== true) return { reason: notOfIndex.path };
  const read =
    address === undefined ? { file: fileName ?? "", own: true, host: "" } : readFileAddress(address, isOwn);
  if ("reason" in read) return read;
  const host = read.own ? {} : { host: read.host };
  // uv writes normalized names beside addresses that have the index's own spelling, which is what a feed has too.
  const file = isPythonFile(read.file, name) ? read.file : (fileName ?? read.file);
  if (ownIndex === true && !read.own)
    return { reason: `its index is a feed of the organization, but the file is on ${read.host}`, ...host };
  if (!isPythonFile(file, name))
    return { reason: `${file} is not the name of a wheel or source archive of it`, ...host };
  if (unchecked) return { reason: uncheckedReason, ...host };
  return { file, ...host };
}
