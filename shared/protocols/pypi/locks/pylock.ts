import type { Hash, LockFile } from "../../../core/lock-entry";
import { asList, asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import { disk, hostOf } from "../../../formats/locks/file-address";
import { expectedHash, parseHash } from "../../../formats/locks/hashes";
import { LockBuilder, packages } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import { baseName } from "../../../formats/locks/base-name";
import type { LockReader } from "../../../core/lock-entry";
import { readPackageTables, type PackageTables } from "../../../formats/toml/package-tables";
import { addPythonPackage, notOfIndex, type PythonFile } from "./python-files";
import type { Block } from "../../../formats/toml/table-blocks";

/** The common lock file of Python's tools: packaging.python.org/specifications/pylock-toml (PEP 751). */
export const pylock: LockReader = {
  title: "pylock.toml",
  example: "pylock.toml",
  recognizes: (path) => /^pylock\.(?:[^.]+\.)?toml$/.test(baseName(path)),
  read: readPylock,
};

function readPylock(path: string, text: string, isOwn: (address: string) => boolean): LockFile {
  return readPackageTables(path, text, "packages", (tables) => readTables(path, tables, isOwn));
}

function readTables(path: string, tables: PackageTables, isOwn: (address: string) => boolean): LockFile {
  if (!/^1\.\d+$/.test(asText(tables.document["lock-version"]) ?? ""))
    throw malformedLock(path, 1, '`lock-version = "1.0"`');
  if (!tables.hasPackages) throw malformedLock(path, 1, "`[[packages]]`");
  const lock = new LockBuilder(path);
  for (const { table, block } of tables) readPackage(path, lock, table, block, isOwn);
  return lock.build(
    (host, count) =>
      `${baseName(path)} pins ${packages(count)} to ${host}, which bypasses the feed. Make the feed the default index and write the lock file again.`,
  );
}

function readPackage(
  path: string,
  lock: LockBuilder,
  table: TomlTable,
  block: Block,
  isOwn: (address: string) => boolean,
): void {
  const name = asText(table["name"]);
  if (name === undefined) throw malformedLock(path, block.line, "a package with `name`");
  const line = block.find(name) ?? block.line;
  const direct = directSource(table);
  if (direct !== undefined) {
    const { address, reason } = direct;
    if (address !== undefined && hostOf(address) !== disk && !isOwn(address)) lock.pin(hostOf(address), line);
    lock.skip(name, reason, line);
    return;
  }
  const index = asText(table["index"]);
  if (index !== undefined) lock.index(index);
  const ownIndex = index === undefined ? undefined : isOwn(index);
  const files = [...asList(table["sdist"]), ...asList(table["wheels"])].map((entry) =>
    fileOf(path, asTable(entry) ?? {}, block),
  );
  if (files.length === 0)
    throw malformedLock(path, line, "one of `wheels`, `sdist`, `archive`, `vcs` and `directory`");
  if (table["wheels"] === undefined) lock.takesBuilding(name);
  const found = { name, version: asText(table["version"]), ownIndex, files, line };
  for (const [host, throughFeed] of addPythonPackage(lock, found, isOwn)) lock.pin(host, line, throughFeed);
}

function directSource(table: TomlTable): { address: string | undefined; reason: string } | undefined {
  const [vcs, archive] = [asTable(table["vcs"]), asTable(table["archive"])];
  if (vcs !== undefined)
    return { address: asText(vcs["url"]), reason: "a version control repository, which no feed can save" };
  if (archive !== undefined) return { address: asText(archive["url"]), reason: notOfIndex.url };
  return table["directory"] === undefined ? undefined : { address: undefined, reason: notOfIndex.folder };
}

function fileOf(path: string, file: TomlTable, block: Block): PythonFile {
  const address = asText(file["url"]);
  const line = address === undefined ? block.line : block.find(address);
  const digests = Object.entries(asTable(file["hashes"]) ?? {});
  const hashes: Hash[] = [];
  for (const [algorithm, hex] of digests) {
    const hash = parseHash(algorithm, asText(hex) ?? "");
    if (hash === "wrong") throw malformedLock(path, line, expectedHash);
    if (hash !== "unchecked") hashes.push(hash);
  }
  if (digests.length === 0) throw malformedLock(path, line, "`hashes` of the file");
  return { address, name: asText(file["name"]), hashes, unchecked: hashes.length === 0, line };
}
