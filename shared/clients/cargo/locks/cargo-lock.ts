import { directKey, type LockFile } from "../../../core/lock-entry";
import { asList, asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import { disk, hostOf } from "../../../formats/locks/file-address";
import { parseHash } from "../../../formats/locks/hashes";
import { LockBuilder, packages } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import { baseName } from "../../../formats/locks/base-name";
import type { LockReader } from "../../../core/lock-entry";
import { crateFile, isCrateName, isCrateVersion } from "../../../protocols/cargo/names";
import { PackageReferences } from "../../../formats/locks/package-references";
import { readPackageTables, type PackageTables } from "../../../formats/toml/package-tables";
import type { Block } from "../../../formats/toml/table-blocks";

/** Cargo's lock file, versions 1 to 4: cargo, src/cargo/core/resolver/encode.rs. */
export const cargoLock: LockReader = {
  title: "Cargo.lock",
  example: "Cargo.lock",
  recognizes: (path) => baseName(path) === "Cargo.lock",
  read: readCargoLock,
};

/** How every Cargo.lock names the public registry, wherever its packages come from. */
const publicSource = "registry+https://github.com/rust-lang/crates.io-index";

function readCargoLock(
  path: string,
  text: string,
  isOwn: (address: string) => boolean,
  isOther: (address: string) => boolean = () => false,
): LockFile {
  const known = { path, isOwn, isOther };
  return readPackageTables(path, text, "package", (tables) => readTables(tables, known));
}

function readTables(tables: PackageTables, known: Known): LockFile {
  const { path } = known;
  const { document, hasPackages } = tables;
  const version = document["version"] ?? 1;
  if (typeof version !== "number" || ![1, 2, 3, 4].includes(version))
    throw malformedLock(path, 1, "a `version` from 1 to 4");
  // A workspace without members has one that says its version and nothing else.
  const isEmpty = Object.keys(document).every((key) => key === "version");
  if (!hasPackages && !(isEmpty && document["version"] !== undefined))
    throw malformedLock(path, 1, "at least one `[[package]]`");
  const lock = new LockBuilder(path);
  const references = new PackageReferences(path);
  const metadata = asTable(document["metadata"]) ?? {};
  for (const { table, block } of tables) {
    references.declare(asText(table["name"]));
    const dependencies = asList(table["dependencies"]).map((each) => asText(each) ?? "");
    for (const dependency of dependencies) refer(references, dependency, block);
    if (table["source"] === undefined) for (const dependency of dependencies) lock.direct(keyOf(dependency));
    readPackage({ ...known, lock, table, block, metadata });
  }
  references.check();
  return lock.build(
    (host, count) =>
      `${packages(count)} of Cargo.lock come from ${host}, which replacing crates-io does not change. Publish them to the feed and depend on them there.`,
  );
}

function keyOf(dependency: string): string {
  const [name = "", version] = dependency.split(" ");
  return directKey({ protocol: "cargo", name, ...(version === undefined ? {} : { version }) });
}

/** `name`, `name version` or `name version (source)`. */
function refer(references: PackageReferences, dependency: string, block: Block): void {
  const space = dependency.indexOf(" ");
  const name = space < 0 ? dependency : dependency.slice(0, space);
  references.need(name, () => block.find(dependency));
}

interface Known {
  readonly path: string;
  readonly isOwn: (address: string) => boolean;
  readonly isOther: (address: string) => boolean;
}

interface Reading extends Known {
  readonly lock: LockBuilder;
  readonly table: TomlTable;
  readonly block: Block;
  readonly metadata: TomlTable;
}

function readPackage({ path, lock, table, block, metadata, isOwn, isOther }: Reading): void {
  const name = asText(table["name"]);
  const version = asText(table["version"]);
  if (name === undefined || version === undefined)
    throw malformedLock(path, block.line, "a package with `name` and `version`");
  const line = block.find(name) ?? block.line;
  const source = asText(table["source"]);
  const registry = registryOf(source);
  if (registry !== undefined) lock.index(registry);
  const refusal = source === undefined ? workspace : refuseSource(source, isOwn);
  if (refusal?.host !== undefined && refusal.host !== disk) lock.pin(refusal.host, line);
  if (refusal !== undefined) {
    lock.skip(name, refusal.reason, line);
    return;
  }
  const fault = isCrateName(name) ? (isCrateVersion(version) ? undefined : "version") : "name";
  if (fault !== undefined) {
    lock.skip(name, `not a valid ${fault} of a crate`, line);
    return;
  }
  const checksum = table["checksum"] ?? metadata[`checksum ${name} ${version} (${source ?? ""})`];
  const hash = parseHash("sha256", asText(checksum) ?? "");
  if (typeof hash === "string")
    throw malformedLock(path, line, `a \`checksum\` of 64 hexadecimal characters for ${name} ${version}`);
  const from = registry !== undefined && isOwn(registry) && isOther(registry) ? { otherFeed: registry } : {};
  const file = crateFile(name, version);
  lock.add({ protocol: "cargo", name, version, file, hashes: [hash], ...from }, line);
}

/** The address of a registry, without what says how it is spoken to. */
function registryOf(source: string | undefined): string | undefined {
  return /^(?:registry|sparse)\+(.*)$/s.exec(source ?? "")?.[1];
}

interface Refusal {
  readonly reason: string;
  /** The host that Cargo fetches from instead of the feed. */
  readonly host?: string;
}

const workspace: Refusal = { reason: "a folder of the workspace itself" };

/** Why a source cannot be saved. Replacing crates-io moves the public registry only; own feeds are what we save to. */
function refuseSource(source: string, isOwn: (address: string) => boolean): Refusal | undefined {
  if (source === publicSource) return undefined;
  const [, kind = "", address = ""] = /^([a-z-]+)\+(.*)$/s.exec(source) ?? [];
  const host = hostOf(address);
  if (kind === "git") return { reason: "a Git repository, which no feed can save", host };
  if (kind !== "registry" && kind !== "sparse") return { reason: "a source on disk, which no feed can save" };
  if (isOwn(address)) return undefined;
  return { reason: `its registry, at ${host}, is neither crates.io nor a feed of the organization`, host };
}
