import type { Reply } from "../../core/protocol";
import { feedCall } from "../../core/rest-address";
import { readJson } from "./answer";
import type { FeedAccess } from "./feed-access";
import { Holdings, type FeedContents, type UpstreamName, type WantedVersions } from "./holdings";
import { Aborted } from "./requests";

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
      const name = typeof each["normalizedName"] === "string" ? each["normalizedName"] : each["name"];
      if (typeof name !== "string") continue;
      holdings.add(known, { name, id: each["id"], versions: listOf(each["versions"]) }, wanted);
    }
    skip += page.length;
  }
}

type Page = readonly Readonly<Record<string, unknown>>[];

async function readPage(access: FeedAccess, protocol: string, skip: number): Promise<Page> {
  const query = `protocolType=${access.protocols.of(protocol).listName}&includeAllVersions=true&includeDeleted=true&$top=${pageSize}&$skip=${skip}&api-version=7.1-preview.1`;
  const address = feedCall(access, `packages?${query}`);
  return listOf(documentOf(await access.client.get(address, readJson, "application/json"))["value"]);
}

/** Throws an Error when the answer is no 200 with a JSON object. */
function documentOf({ value, status }: Reply<unknown>): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return { ...value };
  throw new Error(`The feed answered ${status} to a call about what it holds`);
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null);
}
