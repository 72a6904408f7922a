import type { PackageVersion } from "../../core/lock-entry";
import { feedCall } from "../../core/rest-address";
import type { FeedAccess } from "./feed-access";
import {
  Holdings,
  WantedVersions,
  type FeedContents,
  type ListedPackage,
  type UpstreamName,
} from "./holdings";
import { Aborted, type Requests } from "./requests";
import { documentOf, unknownText } from "./unknown-contents";

/** What is asked whatever is wanted. */
export interface ContentsBeginning {
  /** The first two pages of packages of each protocol; the second tells whether there is more. */
  readonly pages: ReadonlyMap<string, Promise<readonly Page[]>>;
  /**
   * Resolves when the first ones are here and the second ones were asked for: to whether there seems to be no more. A
   * page that is shorter than was asked for is the last one as a rule, and the answer that says so is on its way.
   */
  readonly isAll: Promise<boolean>;
}

type Upstreams = ReadonlyMap<string, UpstreamName>;

/** Packages per page: 50 requests for a feed of 50 000. */
const pageSize = 1000;

/**
 * Asks the feed what it holds of the wanted versions, and from which upstream source each version came
 * (`directUpstreamSourceId`, specification/artifacts/7.2/feed.json). A feed that does not answer these calls (older
 * Server, missing permission) gives contents that are not `known`. Throws Aborted when the signal fires.
 * @param begun Answers that were asked for already.
 */
export async function readFeedContents(
  access: FeedAccess,
  wanted: WantedVersions,
  begun?: ContentsBeginning,
): Promise<FeedContents> {
  try {
    return await readHoldings(access, wanted, begun);
  } catch (error) {
    if (error instanceof Aborted || error instanceof TypeError) throw error;
    await access.client.notice(() => unknownText(access, error));
    return Holdings.unknown;
  }
}

/** Asks for what `readFeedContents` needs first, while it is still being found out what is wanted. */
export function beginReading(access: FeedAccess, protocols: Iterable<string>): ContentsBeginning {
  const firsts = [...protocols].map((each) => [each, readPage(access, each, 0)] as const);
  const pages = new Map(firsts.map(([each, first]) => [each, readSecond(access, each, first)]));
  // Whoever reads on is told; there may be nobody.
  for (const each of pages.values()) each.catch(() => undefined);
  return { pages, isAll: areAll(firsts.map(([, first]) => first)) };
}

async function readSecond(
  access: FeedAccess,
  protocol: string,
  asked: Promise<Page>,
): Promise<readonly Page[]> {
  const first = await asked;
  return first.length === 0 ? [first] : [first, await readPage(access, protocol, first.length)];
}

/** After an answer that failed nothing more is asked either: it fails whoever reads on, and there may be nobody. */
async function areAll(pages: readonly Promise<Page>[]): Promise<boolean> {
  const answers = await Promise.allSettled(pages);
  return answers.every((answer) => answer.status === "rejected" || answer.value.length < pageSize);
}

async function readHoldings(
  access: FeedAccess,
  wanted: WantedVersions,
  begun: ContentsBeginning | undefined,
): Promise<Holdings> {
  const holdings = new Holdings(access.protocols, upstreamsOf(documentOf(await access.document())));
  for (const protocol of wanted.protocols) {
    const pages = (await begun?.pages.get(protocol)) ?? [];
    await readPackages(access, protocol, { wanted, holdings, pages });
  }
  return holdings;
}

function upstreamsOf(document: Record<string, unknown>): Upstreams {
  const sources = new Map<string, UpstreamName>();
  for (const source of listOf(document["upstreamSources"])) {
    const { id, name, displayLocation, location } = source;
    const place = typeof displayLocation === "string" ? displayLocation : location;
    if (typeof id !== "string" || typeof name !== "string") continue;
    sources.set(id.toLowerCase(), { name, location: typeof place === "string" ? place : "" });
  }
  return sources;
}

/** Pages until one is empty: a page may be shorter than was asked for. Throws an Error for one that does not: a page comes again, or there are too many. */
async function readPackages(
  access: FeedAccess,
  protocol: string,
  into: {
    readonly wanted: WantedVersions;
    readonly holdings: Holdings;
    readonly pages: readonly Page[];
  },
): Promise<void> {
  const { wanted, holdings } = into;
  const known = access.protocols.of(protocol);
  const seen = new Set<string>();
  for (let skip = 0, index = 0; ; index += 1) {
    const page = into.pages[index] ?? (await readPage(access, protocol, skip));
    if (page.length === 0) return;
    const ends = JSON.stringify([page[0]?.["id"], page.at(-1)?.["id"]]);
    if (seen.has(ends) || seen.size >= access.client.maxPages)
      throw new Error("The feed's list of packages does not end");
    seen.add(ends);
    for (const each of page) {
      holdings.add(known, listedPackage(each), wanted);
    }
    skip += page.length;
  }
}

type Page = readonly Readonly<Record<string, unknown>>[];

function listedPackage(page: Page[number]): ListedPackage {
  const { id, name, normalizedName, versions } = page;
  return { id, name, normalizedName, versions: listOf(versions) };
}

/**
 * Whether the feed's list has a version now: one request. Undefined where the list does not tell. Throws as
 * `Requests.call` does.
 */
export async function isListed(
  access: FeedAccess,
  requests: Requests,
  version: PackageVersion,
): Promise<boolean | undefined> {
  const known = access.protocols.of(version.protocol);
  // A part of the name that nobody normalizes, since the list finds names that contain it; where it has a page full of
  // those, the name itself.
  const [part = ""] = version.name.split(/[^A-Za-z0-9]+/).sort((one, other) => other.length - one.length);
  for (const words of [part, version.name]) {
    const reply = await requests.call(pageAddress(access, version.protocol, 0, words));
    if (reply.status !== 200) return undefined;
    const page = listOf(documentOf(reply)["value"]);
    const holdings = new Holdings(access.protocols, new Map());
    const wanted = new WantedVersions(access.protocols, [version]);
    for (const each of page) holdings.add(known, listedPackage(each), wanted);
    if (holdings.find(version)?.deleted === false) return true;
    if (page.length < pageSize) return false;
  }
  return false;
}

async function readPage(access: FeedAccess, protocol: string, skip: number): Promise<Page> {
  const reply = await access.client.call(pageAddress(access, protocol, skip));
  return listOf(documentOf(reply)["value"]);
}

function pageAddress(access: FeedAccess, protocol: string, skip: number, name = ""): string {
  const named = name === "" ? "" : `packageNameQuery=${encodeURIComponent(name)}&`;
  const query = `protocolType=${access.protocols.of(protocol).listName}&${named}includeAllVersions=true&includeDeleted=true&$top=${pageSize}&$skip=${skip}`;
  return feedCall(access, `packages?${query}`);
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null);
}
