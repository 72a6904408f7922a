import { directKey, type Hash, type LockFile } from "../../../core/lock-entry";
import { asList, asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import { disk, hostOf, readFileAddress } from "../../../formats/locks/file-address";
import { expectedHash, parsePrefixedHash } from "../../../formats/locks/hashes";
import { LockBuilder, packages } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import { baseName } from "../../../formats/locks/base-name";
import type { LockReader } from "../../../core/lock-entry";
import { PackageReferences } from "../../../formats/locks/package-references";
import { readPackageTables, type PackageTables } from "../../../formats/toml/package-tables";
import { addPythonPackage, type PythonFile } from "../../../protocols/pypi/locks/python-files";
import type { Block } from "../../../formats/toml/table-blocks";

/** uv's own lock file: docs.astral.sh/uv/concepts/resolution, "Universal resolution"; uv, crates/uv-resolver/src/lock. */
export const uvLock: LockReader = {
  title: "uv.lock",
  example: "uv.lock",
  recognizes: (path) => baseName(path) === "uv.lock",
  read: readUvLock,
};

function readUvLock(path: string, text: string, isOwn: (address: string) => boolean): LockFile {
  return readPackageTables(path, text, "package", (tables) => readTables(path, tables, isOwn));
}

function readTables(path: string, tables: PackageTables, isOwn: (address: string) => boolean): LockFile {
  const { document } = tables;
  if (document["version"] !== 1)
    throw malformedLock(path, 1, "`version = 1`, the lock version that uv writes");
  if (asText(document["requires-python"]) === undefined) throw malformedLock(path, 1, "`requires-python`");
  const lock = new LockBuilder(path);
  const registries = new Map<string, boolean>();
  const isOwnRegistry = (address: string): boolean => {
    const known = registries.get(address) ?? isOwn(address);
    registries.set(address, known);
    return known;
  };
  const references = new PackageReferences(path);
  referToMembers(references, document);
  for (const { table, block } of tables) {
    references.declare(asText(table["name"]));
    const dependencies = dependenciesOf(table);
    for (const name of dependencies) references.need(name, () => block.find(name));
    if (isLocal(table)) for (const name of dependencies) lock.direct(directKey({ protocol: "pypi", name }));
    readPackage({ path, lock, table, block, isOwn, isOwnRegistry });
  }
  references.check();
  return lock.build(
    (host, count) =>
      `uv.lock pins ${packages(count)} to ${host}: \`uv sync --frozen\` bypasses the feed. Make the feed the default index in pyproject.toml, run \`uv lock\` once and commit uv.lock.`,
  );
}

interface Reading {
  readonly path: string;
  readonly lock: LockBuilder;
  readonly table: TomlTable;
  readonly block: Block;
  readonly isOwn: (address: string) => boolean;
  readonly isOwnRegistry: (address: string) => boolean;
}

const localSources = ["editable", "virtual", "directory"];

function isLocal(table: TomlTable): boolean {
  const source = asTable(table["source"]);
  return localSources.some((kind) => source?.[kind] !== undefined);
}

function readPackage({ path, lock, table, block, isOwn, isOwnRegistry }: Reading): void {
  const name = asText(table["name"]);
  const source = asTable(table["source"]);
  if (name === undefined || source === undefined)
    throw malformedLock(path, block.line, "a package with `name` and `source`");
  const line = block.find(name) ?? block.line;
  const registry = asText(source["registry"]);
  if (registry === undefined) {
    const remote = asText(source["git"]) ?? asText(source["url"]);
    if (remote !== undefined && hostOf(remote) !== disk && !isOwn(remote)) lock.pin(hostOf(remote), line);
    lock.skip(name, reasonOf(source), line);
    return;
  }
  lock.index(registry);
  const ownIndex = isOwnRegistry(registry);
  const refusal = ownIndex ? undefined : refuseRegistry(registry);
  if (refusal === undefined) {
    const found = {
      name,
      version: asText(table["version"]),
      ownIndex,
      files: filesOf(path, table, block),
      line,
    };
    const hosts = addPythonPackage(lock, found, isOwn);
    for (const host of hosts) lock.pin(host, line);
    if (hosts.size > 0) return;
  } else lock.skip(name, refusal, line);
  if (!ownIndex && hostOf(registry) !== disk) lock.pin(hostOf(registry), line);
}

function reasonOf(source: TomlTable): string {
  if (source["git"] !== undefined) return "a Git repository, which no feed can save";
  if (source["url"] !== undefined) return "a direct address, which no feed can save";
  if (source["path"] !== undefined) return "a file on disk, which no feed can save";
  const isFolder = localSources.some((kind) => source[kind] !== undefined);
  return isFolder ? "a folder of the project itself" : "a kind of source that is not known here";
}

function refuseRegistry(registry: string): string | undefined {
  if (hostOf(registry) === disk) return "its index is a folder on disk";
  const read = readFileAddress(registry, () => false);
  return "reason" in read ? read.reason.replace(/^its address/, "its index's address") : undefined;
}

function filesOf(path: string, table: TomlTable, block: Block): readonly PythonFile[] {
  return [...asList(table["sdist"]), ...asList(table["wheels"])].map((entry) => {
    const file = asTable(entry) ?? {};
    const address = asText(file["url"]);
    const line = address === undefined ? block.line : block.find(address);
    const digest = file["hash"];
    const hash = digest === undefined ? undefined : parsePrefixedHash(asText(digest) ?? "");
    if (hash === "wrong") throw malformedLock(path, line, expectedHash);
    const hashes: readonly Hash[] = hash === undefined || hash === "unchecked" ? [] : [hash];
    return { address, name: undefined, hashes, unchecked: hash === "unchecked", line };
  });
}

/** The workspace needs its members. uv refuses a file without one too (crates/uv-resolver/src/lock). */
function referToMembers(references: PackageReferences, document: TomlTable): void {
  for (const member of asList(asTable(document["manifest"])?.["members"]))
    references.need(asText(member) ?? "", () => undefined);
}

/** A package needs its dependencies (uv, crates/uv-resolver/src/lock, `UnrecognizedDependency`). */
function dependenciesOf(table: TomlTable): readonly string[] {
  const groups = [asTable(table["optional-dependencies"]), asTable(table["dev-dependencies"])];
  const all = [
    ...asList(table["dependencies"]),
    ...groups.flatMap((group) => Object.values(group ?? {}).flatMap(asList)),
  ];
  return all.map((dependency) => asText(asTable(dependency)?.["name"]) ?? "");
}
