import type { LockEntry } from "../../core/lock-entry";
import type { FeedAccess } from "./feed-access";
import { Aborted, withClient, type FeedClient } from "./requests";
import { Holdings } from "./holdings";
import { readJson } from "./answer";
import { feedCall } from "./rest-address";
import { packageKey } from "./feed-protocols";
import type { WantedVersions } from "./wanted-versions";

/** An upstream source of a feed, as the feed names it. */
export interface UpstreamName {
  readonly name: string;
  readonly location: string;
}

/** A version that a feed holds, or held until it was deleted. */
export interface HeldVersion {
  readonly deleted: boolean;
  /** Ids of package and version, to ask for its files with; absent for a crate, which has one file. */
  readonly ids?: readonly [string, string];
  /** The upstream source that it was saved from; absent for a version that was pushed. */
  readonly upstream?: UpstreamName;
}

type PackageName = Pick<LockEntry, "protocol" | "name">;
type PackageVersion = Pick<LockEntry, "protocol" | "name" | "version">;

/** What a feed holds of the versions that were asked about. */
export interface FeedContents {
  /** false: the feed's REST list could not be read, and nothing is known. */
  readonly known: boolean;
  /** The version of an entry. */
  find(entry: PackageVersion): HeldVersion | undefined;
  /** Whether the package has versions that were pushed, which can block those of public registries. */
  hasPushed(entry: PackageName): boolean;
}

export interface ContentsOptions extends FeedAccess {
  /** The versions to know about; others are not kept. */
  readonly wanted: WantedVersions;
  /** Answers that were asked for already. */
  readonly begun?: ContentsBeginning;
}

/** What is asked whatever is wanted. */
export interface ContentsBeginning {
  /** The first page of packages of each protocol. */
  readonly pages: ReadonlyMap<string, Promise<Page>>;
  /** Resolves when these are here: to whether there are no more. */
  readonly isAll: Promise<boolean>;
  /** The feed's sources, asked for at the first call. */
  upstreams(): Promise<Upstreams>;
}

type Upstreams = ReadonlyMap<string, UpstreamName>;

/** string names of the feed API (`protocolType`). */
const protocolTypes: Readonly<Record<string, string>> = { pypi: "PyPi", cargo: "Cargo", maven: "Maven" };

/** Packages per page: 50 requests for a feed of 50 000. */
const pageSize = 1000;

/**
 * Asks the feed what it holds of some versions, and from which upstream source each version came
 * (`directUpstreamSourceId`, specification/artifacts/7.2/feed.json). A feed that does not answer these calls (older
 * Server, missing permission) gives contents that are not `known`. Throws Aborted when the signal fires.
 */
export function readFeedContents(options: ContentsOptions): Promise<FeedContents> {
  return withClient(options, async (client) => {
    try {
      return await readHoldings(client, options);
    } catch (error) {
      if (error instanceof Aborted || error instanceof TypeError) throw error;
      return Holdings.unknown;
    }
  });
}

/** Asks for what `readFeedContents` needs first, while it is still being found out what is wanted. */
export function beginReading(
  client: FeedClient,
  access: FeedAccess,
  protocols: Iterable<string>,
): ContentsBeginning {
  const pages = new Map([...protocols].map((each) => [each, readPage(client, access, each, 0)]));
  let upstreams: Promise<Upstreams> | undefined;
  return {
    pages,
    isAll: areAll([...pages.values()]),
    upstreams: () => (upstreams ??= readUpstreams(client, access)),
  };
}

/** After an answer that failed nothing more is asked either: it fails whoever reads on, and there may be nobody. */
async function areAll(pages: readonly Promise<Page>[]): Promise<boolean> {
  const answers = await Promise.allSettled(pages);
  return answers.every((answer) => answer.status === "rejected" || answer.value.length < pageSize);
}

async function readHoldings(client: FeedClient, options: ContentsOptions): Promise<Holdings> {
  const { wanted, begun = beginReading(client, options, wanted.protocols) } = options;
  const holdings = new Holdings(await begun.upstreams());
  for (const protocol of wanted.protocols) {
    const firstPage = await (begun.pages.get(protocol) ?? readPage(client, options, protocol, 0));
    await readPackages(client, options, protocol, { wanted, holdings, firstPage });
  }
  return holdings;
}

async function readUpstreams(client: FeedClient, access: FeedAccess): Promise<Upstreams> {
  const document = await readDocument(client, feedCall(access, "?api-version=7.1-preview.1"));
  const sources = new Map<string, UpstreamName>();
  for (const source of listOf(document["upstreamSources"])) {
    const { id, name, displayLocation, location } = source;
    const place = typeof displayLocation === "string" ? displayLocation : location;
    if (typeof id !== "string" || typeof name !== "string") continue;
    sources.set(id.toLowerCase(), { name, location: typeof place === "string" ? place : "" });
  }
  return sources;
}

/** Pages until the list ends. */
async function readPackages(
  client: FeedClient,
  access: FeedAccess,
  protocol: string,
  into: {
    readonly wanted: WantedVersions;
    readonly holdings: Holdings;
    readonly firstPage: Page;
  },
): Promise<void> {
  const { wanted, holdings } = into;
  for (let skip = 0; ; skip += pageSize) {
    const page = skip === 0 ? into.firstPage : await readPage(client, access, protocol, skip);
    for (const each of page) {
      const name = typeof each["normalizedName"] === "string" ? each["normalizedName"] : each["name"];
      const key = typeof name === "string" ? packageKey({ protocol, name }) : "";
      if (key !== "") holdings.add(protocol, key, each["id"], listOf(each["versions"]), wanted);
    }
    if (page.length < pageSize) return;
  }
}

type Page = readonly Readonly<Record<string, unknown>>[];

async function readPage(
  client: FeedClient,
  access: FeedAccess,
  protocol: string,
  skip: number,
): Promise<Page> {
  const query = `protocolType=${protocolTypes[protocol]}&includeAllVersions=true&includeDeleted=true&$top=${pageSize}&$skip=${skip}&api-version=7.1-preview.1`;
  return listOf((await readDocument(client, feedCall(access, `packages?${query}`)))["value"]);
}

/** Throws an Error when the answer is no 200 with a JSON object. */
async function readDocument(client: FeedClient, address: string): Promise<Record<string, unknown>> {
  const { value, status } = await client.get(address, readJson, "application/json");
  if (typeof value === "object" && value !== null) return { ...value };
  throw new Error(`The feed answered ${status} to a call about what it holds`);
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null);
}
