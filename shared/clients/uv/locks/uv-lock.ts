import { directKey, type LockFile } from "../../../core/lock-entry";
import { asList, asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import { disk, hostOf, readFileAddress } from "../../../formats/locks/file-address";
import { LockBuilder, packages } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import { baseName } from "../../../formats/locks/base-name";
import type { LockReader } from "../../../core/lock-entry";
import { PackageReferences } from "../../../formats/locks/package-references";
import { readPackageTables, type PackageTables } from "../../../formats/toml/package-tables";
import { localSources, lockedProject } from "./locked-project";
import { addPythonPackage, hashedFiles, notOfIndex } from "../../../protocols/pypi/locks/python-files";
import type { Block } from "../../../formats/toml/table-blocks";

/** uv's own lock file: docs.astral.sh/uv/concepts/resolution, "Universal resolution"; uv, crates/uv-resolver/src/lock. */
export const uvLock: LockReader = {
  title: "uv.lock",
  example: "uv.lock",
  recognizes: (path) => baseName(path) === "uv.lock",
  read: readUvLock,
};

function readUvLock(
  path: string,
  text: string,
  isOwn: (address: string) => boolean,
  isOther: (address: string) => boolean = () => false,
): LockFile {
  const pinned = indexesOfSources(text);
  const known = { path, isOwn, isOther, isPinned: (address: string) => pinned.has(address) };
  return readPackageTables(path, text, "package", (tables) => readTables(tables, known));
}

/** The indexes that `[tool.uv.sources]` pins packages to, as the lock file repeats it in what each project requires. */
function indexesOfSources(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/\bindex = "([^"\n]+)"/g), ([, address = ""]) => address));
}

function readTables(tables: PackageTables, known: Known): LockFile {
  const { document } = tables;
  const { path, isOwn } = known;
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
    const project = lockedProject(table, dependencies);
    if (project !== undefined) {
      lock.project(project);
      for (const name of dependencies) lock.direct(directKey({ protocol: "pypi", name }));
    }
    readPackage({ ...known, lock, table, block, isOwnRegistry });
  }
  references.check();
  return lock.build(
    (host, count) =>
      `uv.lock pins ${packages(count)} to ${host}: \`uv sync --frozen\` bypasses the feed. Make the feed the default index in pyproject.toml, run \`uv lock\` once and commit uv.lock.`,
  );
}

interface Known {
  readonly path: string;
  readonly isOwn: (address: string) => boolean;
  readonly isOther: (address: string) => boolean;
  /** Whether an index is one that packages are pinned to. */
  readonly isPinned: (address: string) => boolean;
}

interface Reading extends Known {
  readonly lock: LockBuilder;
  readonly table: TomlTable;
  readonly block: Block;
  readonly isOwnRegistry: (address: string) => boolean;
}

function readPackage(reading: Reading): void {
  const { path, lock, table, block, isOwn } = reading;
  const name = asText(table["name"]);
  const source = asTable(table["source"]);
  if (name === undefined || source === undefined)
    throw malformedLock(path, block.line, "a package with `name` and `source`");
  const line = block.find(name) ?? block.line;
  const registry = asText(source["registry"]);
  if (registry !== undefined) {
    lock.index(registry);
    readRegistryPackage(reading, { name, registry, line });
    return;
  }
  const remote = asText(source["git"]) ?? asText(source["url"]);
  if (remote !== undefined && hostOf(remote) !== disk && !isOwn(remote)) lock.pin(hostOf(remote), line);
  if (source["virtual"] === undefined && table["wheels"] === undefined)
    lock.takesBuilding(isFolder(source) ? undefined : name);
  lock.skip(name, reasonOf(source), line);
}

function readRegistryPackage(
  { path, lock, table, block, isOwn, isOwnRegistry, isPinned, isOther }: Reading,
  {
    name,
    registry,
    line,
  }: { readonly name: string; readonly registry: string; readonly line: number | undefined },
): void {
  const ownIndex = isOwnRegistry(registry);
  const refusal = refuseRegistry(registry, { ownIndex, isPinned });
  if (refusal !== undefined) {
    lock.skip(name, refusal, line);
    if (!ownIndex && hostOf(registry) !== disk) lock.pin(hostOf(registry), line);
    return;
  }
  const files = hashedFiles(path, [...asList(table["sdist"]), ...asList(table["wheels"])], block);
  if (table["wheels"] === undefined && files.length > 0) lock.takesBuilding(name);
  const version = asText(table["version"]);
  const from = ownIndex && isOther(registry) ? { otherFeed: registry } : {};
  const found = { name, version, ownIndex, files, line, ...from };
  const hosts = addPythonPackage(lock, found, isOwn);
  for (const [host, throughFeed] of hosts) lock.pin(host, line, throughFeed);
  if (hosts.size === 0 && !ownIndex) lock.pin(hostOf(registry), line, true);
}

function reasonOf(source: TomlTable): string {
  if (source["git"] !== undefined) return notOfIndex.git;
  if (source["url"] !== undefined) return notOfIndex.url;
  if (source["path"] !== undefined) return notOfIndex.path;
  return isFolder(source) ? notOfIndex.folder : "a kind of source that is not known here";
}

function isFolder(source: TomlTable): boolean {
  return localSources.some((kind) => source[kind] !== undefined);
}

/** Why the packages of an index are none that the feed is asked for. */
function refuseRegistry(
  registry: string,
  { ownIndex, isPinned }: Pick<Known, "isPinned"> & { readonly ownIndex: boolean },
): string | undefined {
  if (ownIndex) return undefined;
  if (hostOf(registry) === disk) return "its index is a folder on disk";
  if (isPinned(registry)) return "[tool.uv.sources] pins it to an index of its own, which uv asks itself";
  const read = readFileAddress(registry, () => false);
  return "reason" in read ? read.reason.replace(/^its address/, "its index's address") : undefined;
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
