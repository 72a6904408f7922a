import { directKey, type Hash, type LockFile } from "../../../core/lock-entry";
import { disk, hostOf } from "../../../formats/locks/file-address";
import { expectedHash, parsePrefixedHash, uncheckedReason } from "../../../formats/locks/hashes";
import { LockBuilder } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import type { LockReader } from "../../../core/lock-entry";
import { folderOf, pathFrom } from "../../../formats/project-paths";
import { pythonName } from "../names";
import { parseRequirement } from "./requirement";
import { isRequirementsFile } from "./requirement-files";
import { logicalLines, type LogicalLine } from "./requirement-lines";
import { readOptions, type Option } from "./requirement-options";

/** pip's requirements file: pip.pypa.io/en/stable/reference/requirements-file-format. */
export const requirements: LockReader = {
  title: "requirements.txt",
  example: "requirements.txt",
  recognizes: isRequirementsFile,
  read: readRequirements,
};

interface Reading {
  readonly path: string;
  readonly lock: LockBuilder;
  readonly isOwn: (address: string) => boolean;
}

function readRequirements(path: string, text: string, isOwn: (address: string) => boolean): LockFile {
  const lock = new LockBuilder(path);
  for (const line of logicalLines(text)) readLine({ path, lock, isOwn }, line);
  return lock.build(() => "");
}

function readLine(reading: Reading, { words, cutOff }: LogicalLine): void {
  const { path } = reading;
  if (cutOff !== undefined)
    throw malformedLock(path, cutOff.line, "another line after the `\\`, but the file ends", cutOff.column);
  const found = words.findIndex(({ text }) => text.startsWith("-"));
  const start = found < 0 ? words.length : found;
  const options = readOptions(words, start);
  if ("expected" in options)
    throw malformedLock(path, options.word.line, options.expected, options.word.column);
  if (start === 0) for (const option of options) readGlobalOption(reading, option);
  else readPackage(reading, words.slice(0, start), hashesOf(path, options));
}

interface Hashes {
  readonly checked: readonly Hash[];
  readonly named: boolean;
}

function hashesOf(path: string, options: readonly Option[]): Hashes {
  const checked: Hash[] = [];
  const named = options.filter(({ name }) => name === "--hash");
  for (const { value, word } of named) {
    const hash = parsePrefixedHash(value);
    if (hash === "wrong") throw malformedLock(path, word.line, expectedHash, word.column);
    if (hash !== "unchecked") checked.push(hash);
  }
  return { checked, named: named.length > 0 };
}

function readPackage({ path, lock, isOwn }: Reading, words: LogicalLine["words"], hashes: Hashes): void {
  const { line, column } = words[0] ?? { line: 1, column: 1 };
  const requirement = parseRequirement(words.map(({ text }) => text).join(" "));
  if (requirement === undefined)
    throw malformedLock(path, line, "a requirement such as `name==version`", column);
  if (requirement.kind === "direct") {
    noteAddress({ path, lock, isOwn }, requirement.address, line, "It is fetched from");
    lock.skip(requirement.name, "a direct address or path, which no feed can save", line);
    return;
  }
  const name = pythonName(requirement.name);
  if (name === undefined) lock.skip(requirement.name, "not a valid package name", line);
  else if (requirement.kind === "unpinned") leaveOpen(lock, name, requirement, line);
  else if (requirement.kind === "other") lock.skip(requirement.name, requirement.reason, line);
  else if (hashes.checked.length > 0)
    lock.add({ protocol: "pypi", name, version: requirement.version, hashes: hashes.checked }, line);
  else if (hashes.named) lock.skip(requirement.name, uncheckedReason, line);
  else {
    const reason = "without --hash, so that no file is named";
    leaveOpen(lock, name, { name: requirement.name, reason }, line);
  }
}

/** What is written by hand is what the project itself asks for. */
function leaveOpen(
  lock: LockBuilder,
  name: string,
  written: { readonly name: string; readonly reason: string },
  line: number,
): void {
  lock.direct(directKey({ protocol: "pypi", name }));
  lock.leaveOpen(written.name, written.reason, line);
}

/** Options that stand alone; those that change where packages come from are bypasses. */
function readGlobalOption(reading: Reading, { name, value, word: { line } }: Option): void {
  if (name === "--index-url" || name === "--extra-index-url") reading.lock.index(value);
  if (name === "--index-url" || name === "--extra-index-url" || name === "--find-links")
    noteSource(reading, value, line, `${name} makes clients look at`, name === "--index-url");
  else if (name === "--editable") {
    noteAddress(reading, value, line, "It is fetched from");
    reading.lock.skip(value, "an editable project, which no feed can save", line);
  } else if (name === "--requirement" || name === "--constraint") {
    noteAddress(reading, value, line, "More requirements are fetched from");
    if (name === "--requirement") include(reading, value, line);
  }
}

function include({ path, lock }: Reading, value: string, line: number): void {
  if (hostOf(value) !== disk) return;
  const included = pathFrom(folderOf(path), value);
  if (included === undefined)
    lock.skip(value, "another file, which is not below the working directory", line);
  else lock.include(included, line);
}

/** A package or file by address; one that is part of the project itself bypasses no feed. */
function noteAddress(reading: Reading, address: string, line: number, how: string): void {
  if (hostOf(address) !== disk) noteSource(reading, address, line, how);
}

/** @param throughFeed Whether it is in the place of the public index, where RestoreUpstream has the feed. Tried: uv 0.13. */
function noteSource(
  { lock, isOwn }: Reading,
  address: string,
  line: number,
  how: string,
  throughFeed = false,
): void {
  if (isOwn(address)) return;
  const host = hostOf(address);
  const title = host === disk ? "a folder on disk" : host;
  lock.bypass(
    host,
    `${how} ${title}, which bypasses the feed. Take the line out, and have the packages in the feed.`,
    line,
    throughFeed,
  );
}
