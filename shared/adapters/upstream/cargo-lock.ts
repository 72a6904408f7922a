import type { LockFile } from "../../core/lock-entry";
import { asList, asTable, asText, parseTomlFile, type TomlTable } from "../toml/toml-file";
import { disk, hostOf } from "./file-address";
import { parseHash } from "./hashes";
import { LockBuilder, packages } from "./lock-builder";
import { malformedLock } from "./lock-problem";
import { baseName, type LockReader } from "./lock-reader";
import { isCrateName, isCrateVersion } from "./package-names";
import { tableBlocks, type Block } from "./table-blocks";

/** Cargo's lock file, versions 1 to 4: cargo, src/cargo/core/resolver/encode.rs. */
export const cargoLock: LockReader = {
  title: "Cargo.lock",
  recognizes: (path) => baseName(path) === "Cargo.lock",
  read: readCargoLock,
};

/** How every Cargo.lock names the public registry, wherever its packages come from. */
const publicSource = "registry+https://github.com/rust-lang/crates.io-index";

function readCargoLock(path: string, text: string, isOwn: (address: string) => boolean): LockFile {
  const document = parseTomlFile(path, text);
  const version = document["version"] ?? 1;
  if (typeof version !== "number" || ![1, 2, 3, 4].includes(version))
    throw malformedLock(path, 1, "a `version` from 1 to 4");
  if (document["package"] === undefined) throw malformedLock(path, 1, "at least one `[[package]]`");
  const tables = asList(document["package"]).map((entry) => asTable(entry) ?? {});
  const blocks = tableBlocks(text, "package", tables.length);
  requireDependencies(path, tables, blocks);
  const lock = new LockBuilder(path);
  const metadata = asTable(document["metadata"]) ?? {};
  tables.forEach((table, index) => {
    readPackage({ path, lock, table, block: blocks(index), metadata, isOwn });
  });
  return lock.build(
    (host, count) =>
      `${packages(count)} of Cargo.lock come from ${host}, which replacing crates-io does not change. Publish them to the feed and depend on them there.`,
  );
}

/** A file cut off between two packages: what it depends on is not in it. */
function requireDependencies(
  path: string,
  tables: readonly TomlTable[],
  blocks: (index: number) => Block,
): void {
  const names = new Set(tables.map((table) => asText(table["name"])));
  tables.forEach((table, index) => {
    for (const dependency of asList(table["dependencies"])) {
      const text = asText(dependency) ?? "";
      const space = text.indexOf(" ");
      const name = space < 0 ? text : text.slice(0, space);
      if (names.has(name)) continue;
      const line = blocks(index).find(text);
      throw malformedLock(path, line, `a package \`${name}\` in the file, because it is depended on here`);
    }
  });
}

interface Reading {
  readonly path: string;
  readonly lock: LockBuilder;
  readonly table: TomlTable;
  readonly block: Block;
  readonly metadata: TomlTable;
  readonly isOwn: (address: string) => boolean;
}

function readPackage({ path, lock, table, block, metadata, isOwn }: Reading): void {
  const name = asText(table["name"]);
  const version = asText(table["version"]);
  if (name === undefined || version === undefined)
    throw malformedLock(path, block.line, "a package with `name` and `version`");
  const line = block.find(name) ?? block.line;
  const source = asText(table["source"]);
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
  lock.add({ protocol: "cargo", name, version, file: `${name}-${version}.crate`, hashes: [hash] }, line);
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
