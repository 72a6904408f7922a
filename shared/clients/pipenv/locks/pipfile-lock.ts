import type { Hash, LockFile, LockReader } from "../../../core/lock-entry";
import { keyLines, parseJsonFile } from "../../../formats/json/json-file";
import { baseName } from "../../../formats/locks/base-name";
import { disk, hostOf } from "../../../formats/locks/file-address";
import { expectedHash, parsePrefixedHash, uncheckedReason } from "../../../formats/locks/hashes";
import { LockBuilder, packages } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import { asList, asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import { notOfIndex } from "../../../protocols/pypi/locks/python-files";
import { isPythonVersion, pythonName } from "../../../protocols/pypi/names";
import { isPublicIndex } from "../../../protocols/pypi/public-index";

/**
 * pipenv's own lock file: pipenv.pypa.io, "Pipfile.lock"; pipfile-spec 6. It names versions and the hashes of their files,
 * not the files.
 */
export const pipfileLock: LockReader = {
  title: "Pipfile.lock",
  example: "Pipfile.lock",
  recognizes: (path) => baseName(path) === "Pipfile.lock",
  read: readPipfileLock,
};

interface Reading {
  readonly path: string;
  readonly lock: LockBuilder;
  readonly isOwn: (address: string) => boolean;
  readonly isOther: (address: string) => boolean;
  /** The addresses of sources by their names; a package that names none is of the first (""). */
  readonly sources: ReadonlyMap<string, string>;
}

function readPipfileLock(
  path: string,
  text: string,
  isOwn: (address: string) => boolean,
  isOther: (address: string) => boolean = () => false,
): LockFile {
  const document = asTable(parseJsonFile(path, text));
  const meta = asTable(document?.["_meta"]);
  if (document === undefined || meta?.["pipfile-spec"] !== 6)
    throw malformedLock(path, 1, '`"_meta"` with `"pipfile-spec": 6`, the lock version that pipenv writes');
  const lock = new LockBuilder(path);
  const lineOf = keyLines(text);
  const listed = asList(meta["sources"]).map((source) => asTable(source));
  const addresses = listed.map(
    (source) => [asText(source?.["name"]) ?? "", asText(source?.["url"]) ?? ""] as const,
  );
  const sources = new Map([...addresses, ["", addresses[0]?.[1] ?? ""]]);
  for (const [category, names] of Object.entries(document)) {
    if (category === "_meta") continue;
    const start = lineOf(category);
    for (const [name, entry] of Object.entries(asTable(names) ?? {})) {
      const table = asTable(entry);
      const line = lineOf(name) ?? start;
      if (table === undefined) throw malformedLock(path, line, `a package \`{…}\` as ${name}`);
      readPackage({ path, lock, isOwn, isOther, sources }, { name, table, line });
    }
  }
  return lock.build(
    (host, count) =>
      `Pipfile.lock has ${packages(count)} of ${host}, which bypasses the feed. Name the feed in its place in Pipfile, run pipenv lock once and commit both.`,
  );
}

interface Written {
  readonly name: string;
  readonly table: TomlTable;
  readonly line: number | undefined;
}

function readPackage({ path, lock, isOwn, isOther, sources }: Reading, written: Written): void {
  const { name: title, table, line } = written;
  const git = ["git", "hg", "svn", "bzr"].map((key) => asText(table[key])).find((text) => text !== undefined);
  const direct = git ?? asText(table["file"]) ?? asText(table["path"]);
  if (direct !== undefined) {
    const host = hostOf(direct);
    if (host !== disk && !isOwn(direct)) lock.pin(host, line);
    lock.skip(
      title,
      git === undefined ? (host === disk ? notOfIndex.path : notOfIndex.url) : notOfIndex.git,
      line,
    );
    return;
  }
  const index = sources.get(asText(table["index"]) ?? "") ?? "";
  lock.index(index);
  if (!isOwn(index)) lock.pin(hostOf(index), line, isPublicIndex(index));
  const name = pythonName(title);
  const version = asText(table["version"])?.replace(/^==/, "") ?? "";
  const hashes = hashesOf(path, written);
  if (name === undefined) lock.skip(title, "not a valid package name", line);
  else if (version === "*" || version === "")
    lock.leaveOpen(title, "not pinned to one version with ==", line);
  else if (!isPythonVersion(version)) lock.skip(title, "not a valid version of a package", line);
  else if (table["hashes"] === undefined)
    lock.leaveOpen(title, "without hashes, so that no file is named", line);
  else if (hashes.length === 0) lock.skip(title, uncheckedReason, line);
  else {
    const from = isOwn(index) && isOther(index) ? { otherFeed: index } : {};
    lock.add({ protocol: "pypi", name, version, hashes, ...from }, line);
  }
}

function hashesOf(path: string, { table, line }: Written): readonly Hash[] {
  const hashes: Hash[] = [];
  for (const each of asList(table["hashes"])) {
    const hash = parsePrefixedHash(asText(each) ?? "");
    if (hash === "wrong") throw malformedLock(path, line, expectedHash);
    if (hash !== "unchecked") hashes.push(hash);
  }
  return hashes;
}
