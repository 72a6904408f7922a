import type { LockFile, LockReader } from "../../../core/lock-entry";
import { baseName } from "../../../formats/locks/base-name";
import { disk, hostOf } from "../../../formats/locks/file-address";
import { LockBuilder, packages } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import type { Block } from "../../../formats/toml/table-blocks";
import { readPackageTables, type PackageTables } from "../../../formats/toml/package-tables";
import { asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import { addPythonPackage, hashedFiles, notOfIndex } from "../../../protocols/pypi/locks/python-files";

/**
 * PDM's own lock file (pdm, src/pdm/project/lockfile). It names files and, with the strategy `static_urls`, their
 * addresses, but no index. Nothing in it tells that packages are missing at its end: what is depended on may be left out
 * of it on purpose (`excludes`, lock targets).
 */
export const pdmLock: LockReader = {
  title: "pdm.lock",
  example: "pdm.lock",
  recognizes: (path) => baseName(path) === "pdm.lock",
  read: (path, text, isOwn) =>
    readPackageTables(path, text, "package", (tables) => readTables(path, tables, isOwn)),
};

function readTables(path: string, tables: PackageTables, isOwn: (address: string) => boolean): LockFile {
  const metadata = asTable(tables.document["metadata"]);
  if (!/^[34]\./.test(asText(metadata?.["lock_version"]) ?? ""))
    throw malformedLock(path, 1, "`[metadata]` with `lock_version` 3.x or 4.x");
  const lock = new LockBuilder(path);
  const files = asTable(metadata?.["files"]) ?? {};
  for (const { table, block } of tables) readPackage({ path, lock, table, block, files, isOwn });
  return lock.build(
    (host, count) =>
      `pdm.lock has the addresses of ${packages(count)} on ${host}, where PDM fetches ${count === 1 ? "it" : "them"} and bypasses the feed. Run pdm lock --update-reuse --strategy no_static_urls and commit pdm.lock.`,
  );
}

interface Reading {
  readonly path: string;
  readonly lock: LockBuilder;
  readonly table: TomlTable;
  readonly block: Block;
  /** Those of packages in which none stand, as before lock version 4.2: by `name version`. */
  readonly files: TomlTable;
  readonly isOwn: (address: string) => boolean;
}

function readPackage({ path, lock, table, block, files: others, isOwn }: Reading): void {
  const [name, version] = [asText(table["name"]), asText(table["version"])];
  if (name === undefined) throw malformedLock(path, block.line, "a package with `name`");
  const line = block.find(name) ?? block.line;
  const [git, url] = [asText(table["git"]), asText(table["url"])];
  const direct = git ?? url;
  if (direct !== undefined || table["path"] !== undefined) {
    if (direct !== undefined && hostOf(direct) !== disk && !isOwn(direct)) lock.pin(hostOf(direct), line);
    lock.skip(
      name,
      direct === undefined ? notOfIndex.folder : notOfIndex[git === undefined ? "url" : "git"],
      line,
    );
    return;
  }
  const list = table["files"] ?? others[`${name} ${version ?? ""}`];
  if (!Array.isArray(list)) throw malformedLock(path, line, `\`files\` of ${name}`);
  const files = hashedFiles(path, list, block);
  if (!files.some((file) => (file.name ?? file.address ?? "").endsWith(".whl"))) lock.takesBuilding(name);
  const found = { name, version, ownIndex: undefined, files, line };
  for (const [host] of addPythonPackage(lock, found, isOwn)) lock.pin(host, line);
}
