import type { PackageVersion } from "../../core/lock-entry";
import type { FeedProtocol } from "../../core/protocol";
import { feedCall } from "../../core/rest-address";
import type { FeedAccess } from "./feed-access";
import { keyIn, versionIn } from "./feed-protocols";
import { namesOf, type FeedContents } from "./holdings";
import { Aborted } from "./requests";

/** A file that the feed holds. */
export interface HeldFile {
  /** The last segment of its path, in lower case. */
  readonly name: string;
  /** Where the feed states it; in lower case. */
  readonly sha256?: string;
}

/** The most that one answer has (specification/artifacts/7.2/feed.json, "Get Package Changes"). */
const batchSize = 2000;

/** The files of versions that the feed holds, as far as it told them. */
export class VersionFiles {
  /** As text: of twenty thousand versions, lists of objects take several times as much memory. */
  readonly #files = new Map<string, string>();
  readonly #key: (version: PackageVersion) => string;

  /** @param key The form of a version that is equal for equal ones. */
  constructor(key: (version: PackageVersion) => string) {
    this.#key = key;
  }

  /** Undefined where the feed did not tell. */
  of(version: PackageVersion): readonly HeldFile[] | undefined {
    return this.#files
      .get(this.#key(version))
      ?.split("\n")
      .map((line) => {
        const [name = "", sha256 = ""] = line.split("\t");
        return sha256 === "" ? { name } : { name, sha256 };
      });
  }

  /** How many versions have their files here. */
  get size(): number {
    return this.#files.size;
  }

  /** @param key As the constructor's function gives it. */
  set(key: string, files: readonly HeldFile[]): void {
    if (files.length === 0) this.#files.delete(key);
    else this.#files.set(key, files.map(({ name, sha256 = "" }) => [name, "\t", sha256].join("")).join("\n"));
  }
}

/**
 * The files of all versions of some contents, with a request for each two thousand versions of the feed: the list of
 * packages names no files, and the log of changes has the last change of each version with its `PackageVersion`
 * (specification/artifacts/7.2/feed.json, `PackageChangesResponse`). The log is of the whole feed, so it is read
 * until it has told all, and no further than costs about a hundredth of a request for each wanted file; what it did not
 * tell is asked for one by one.
 * @param wanted How many files are wanted.
 */
export async function readVersionFiles(
  access: FeedAccess,
  held: FeedContents,
  wanted: number,
): Promise<VersionFiles> {
  const files = new VersionFiles((version) => access.protocols.packageVersionKey(version));
  const pages = 2 + Math.floor(wanted / 100);
  try {
    for (let page = 0, token = 0; page < pages; page += 1) {
      const path = `packagechanges?continuationToken=${token}&batchSize=${batchSize}`;
      const { value } = await access.client.call(feedCall(access, path));
      const next = takeChanges(access, held, value, files);
      if (next <= token || files.size >= held.size) break;
      token = next;
    }
  } catch (error) {
    if (error instanceof Aborted || error instanceof TypeError) throw error;
  }
  return files;
}

/** The token of what comes after an answer; 0 where nothing does. */
function takeChanges(access: FeedAccess, held: FeedContents, answer: unknown, into: VersionFiles): number {
  const { packageChanges, nextPackageContinuationToken: next } = fieldsOf(answer);
  if (!Array.isArray(packageChanges) || packageChanges.length === 0) return 0;
  for (const change of packageChanges as readonly unknown[]) {
    const { package: described, packageVersionChange } = fieldsOf(change);
    const { name, normalizedName, protocolType } = fieldsOf(described);
    const { changeType, packageVersion } = fieldsOf(packageVersionChange);
    const version = fieldsOf(packageVersion)["version"];
    const known = typeof protocolType === "string" ? access.protocols.listed(protocolType) : undefined;
    if (known === undefined || typeof version !== "string") continue;
    const gone = changeType !== undefined && changeType !== "addOrUpdate";
    for (const title of namesOf({ name, normalizedName }))
      if (held.find({ protocol: known.name, name: title, version })?.deleted === false)
        into.set(keyOf(known, title, version), gone ? [] : filesOf(packageVersion));
  }
  return typeof next === "number" ? next : 0;
}

function keyOf(protocol: FeedProtocol, name: string, version: string): string {
  return versionIn(keyIn(protocol, name), protocol, version);
}

/** The `files` of a `PackageVersion`, and their `children`. */
export function filesOf(version: unknown): readonly HeldFile[] {
  const { files } = fieldsOf(version);
  return Array.isArray(files) ? files.flatMap((file) => filesIn(file, 3)) : [];
}

function filesIn(file: unknown, depth: number): readonly HeldFile[] {
  const { name, children, protocolMetadata } = fieldsOf(file);
  const below =
    Array.isArray(children) && depth > 0 ? children.flatMap((each) => filesIn(each, depth - 1)) : [];
  if (typeof name !== "string") return below;
  const sha256 = statedHash(protocolMetadata);
  return [{ name: fileName(name), ...(sha256 !== undefined && { sha256 }) }, ...below];
}

/** Extended data are of no fixed shape (`ProtocolMetadata`): what is called SHA256 there and looks like one is taken. */
function statedHash(metadata: unknown): string | undefined {
  const data = fieldsOf(fieldsOf(metadata)["data"]);
  const hash = [data, fieldsOf(data["hashes"])]
    .flatMap((fields) => Object.entries(fields))
    .flatMap(([key, value]) => (/^sha-?256$/i.test(key) && typeof value === "string" ? [value] : []))
    .find((value) => /^[0-9a-f]{64}$/i.test(value));
  return hash?.toLowerCase();
}

/** An entry's file may be a path; the feed lists files by their last segment. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
