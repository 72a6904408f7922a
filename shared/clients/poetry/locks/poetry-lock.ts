import type { LockFile, LockReader } from "../../../core/lock-entry";
import { baseName } from "../../../formats/locks/base-name";
import { hostOf } from "../../../formats/locks/file-address";
import { LockBuilder, packages } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import type { Block } from "../../../formats/toml/table-blocks";
import { readPackageTables, type PackageTables } from "../../../formats/toml/package-tables";
import { asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import {
  addPythonPackage,
  hashedFiles,
  notOfIndex,
  type PythonFile,
} from "../../../protocols/pypi/locks/python-files";
import { publicIndex } from "../../../protocols/pypi/public-index";

/**
 * Poetry's own lock file, versions 1.1 and 2.x (poetry, src/poetry/packages/locker.py). A package without a source is of
 * the public index, whatever the project's sources are: Poetry writes the source of any other (tried: 1.8, 2.5).
 */
export const poetryLock: LockReader = {
  title: "poetry.lock",
  example: "poetry.lock",
  recognizes: (path) => baseName(path) === "poetry.lock",
  read: (path, text, isOwn, isOther = () => false) =>
    readPackageTables(path, text, "package", (tables) => readTables(tables, { path, text, isOwn, isOther })),
};

interface Known {
  readonly path: string;
  readonly text: string;
  readonly isOwn: (address: string) => boolean;
  readonly isOther: (address: string) => boolean;
}

function readTables(tables: PackageTables, known: Known): LockFile {
  const { path, text } = known;
  const metadata = asTable(tables.document["metadata"]);
  const version = asText(metadata?.["lock-version"]) ?? "";
  // It stands behind all packages, so a file that is cut off between two of them lacks it.
  if (!/^[12]\.\d+$/.test(version) || asText(metadata?.["content-hash"]) === undefined) {
    const expected = "`[metadata]` with `lock-version` 1.x or 2.x and `content-hash` behind the packages";
    throw malformedLock(path, text.split("\n").length, expected);
  }
  const lock = new LockBuilder(path);
  const files = version.startsWith("1.") ? (asTable(metadata?.["files"]) ?? {}) : undefined;
  for (const { table, block } of tables) readPackage({ ...known, lock, table, block, files });
  return lock.build(
    (host, count) =>
      `poetry.lock has ${packages(count)} of ${host}, where Poetry fetches ${count === 1 ? "it" : "them"} and bypasses the feed. Name the feed as a source with priority = "primary" in pyproject.toml, run poetry lock once and commit both.`,
  );
}

interface Reading extends Known {
  readonly lock: LockBuilder;
  readonly table: TomlTable;
  readonly block: Block;
  /** By package, where the file has them behind all packages. */
  readonly files: TomlTable | undefined;
}

function readPackage(reading: Reading): void {
  const { path, lock, table, block, isOwn, isOther } = reading;
  const [name, version] = [asText(table["name"]), asText(table["version"])];
  if (name === undefined || version === undefined)
    throw malformedLock(path, block.line, "a package with `name` and `version`");
  const line = block.find(name) ?? block.line;
  const source = asTable(table["source"]);
  const address = asText(source?.["url"]) ?? "";
  const reason = source === undefined ? undefined : reasonOf(asText(source["type"]) ?? "");
  if (reason !== undefined) {
    if (/^[a-z+]+:|@/i.test(address) && !isOwn(address)) lock.pin(hostOf(address), line);
    lock.skip(name, reason, line);
    return;
  }
  if (source !== undefined) lock.index(address);
  const ownIndex = source === undefined ? undefined : isOwn(address);
  const files = filesOf(reading, { name, version, line });
  if (!files.some((file) => file.name?.endsWith(".whl"))) lock.takesBuilding(name);
  const from = ownIndex === true && isOther(address) ? { otherFeed: address } : {};
  addPythonPackage(lock, { name, version, ownIndex, files, line, ...from }, isOwn);
  if (ownIndex !== true) lock.pin(source === undefined ? publicIndex : hostOf(address), line);
}

/** Why a package of this kind of source is none that a feed can save; undefined for one of an index. */
function reasonOf(type: string): string | undefined {
  if (type === "legacy") return undefined;
  if (type === "git" || type === "url") return notOfIndex[type];
  if (type === "file") return notOfIndex.path;
  return type === "directory" ? notOfIndex.folder : "a kind of source that is not known here";
}

function filesOf(
  { path, table, block, files }: Reading,
  {
    name,
    version,
    line,
  }: { readonly name: string; readonly version: string; readonly line: number | undefined },
): readonly PythonFile[] {
  const list = files === undefined ? table["files"] : files[name];
  if (!Array.isArray(list)) throw malformedLock(path, line, `\`files\` of ${name}`);
  if (files === undefined) return hashedFiles(path, list, block);
  const all = hashedFiles(path, list, { line, find: () => line });
  return all.filter((file) => isOfVersion(file.name ?? "", name, version));
}

/** Behind the packages, the files of all versions of one are in one list. */
function isOfVersion(file: string, name: string, version: string): boolean {
  const rest = file.slice(name.length + 1);
  return rest.startsWith(version) && /^(?:-|\.(?:tar|zip|tgz|egg)\b)/.test(rest.slice(version.length));
}
