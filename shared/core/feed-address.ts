import type { Organization } from "./organization";
import { parseUrl } from "./url";

/**
 * A feed of the job's own organization, as an address names it: by names or GUIDs, decoded.
 * `protocolPath` is what follows the feed, without slashes at the ends: `pypi/simple`, `Cargo/index`, `maven/v1`.
 */
export interface Feed {
  readonly project?: string;
  readonly name: string;
  readonly view?: string;
  /** The suffix `~force-auth`: the feed then refuses anonymous requests (docs/artifacts/cargo/cargo-upstream-source.md). */
  readonly forceAuth: boolean;
}

/** A feed, and where it is named: `file:line`, or a variable's name; absent where an input names it. */
export type NamedFeed = Feed & { readonly where?: string };

export type Recognition =
  | { readonly kind: "own"; readonly feed: Feed; readonly protocolPath: string; readonly url: URL }
  | { readonly kind: "foreign"; readonly reason: string };

const azureHosts = /^(?:pkgs\.dev\.azure\.com|(?:[a-z0-9-]+\.)?pkgs\.visualstudio\.com)$/;

/**
 * Says whether an address is that of a feed of the job's own organization, and of which one.
 * The address is parsed; scheme, host, port and organization are compared exactly, and only then may it have the token.
 * Address shapes: docs/artifacts/feeds/project-scoped-feeds.md (scope), docs/artifacts/concepts/views.md (views).
 */
export function recognizeFeed(address: string, organization: Organization): Recognition {
  const url = parseUrl(address);
  if (url === undefined) return foreign("not an absolute address");
  const place = organization.feedHosts.find(
    (host) => url.origin === host.origin && url.pathname.toLowerCase().startsWith(host.path),
  );
  if (place === undefined) return foreign(whyForeign(url, organization));
  if (!isUnambiguous(address, url))
    return foreign("written so that programs may read different addresses in it");
  const parsed = parseFeedPath(url.pathname.slice(place.path.length));
  if (parsed === undefined)
    return foreign(`in ${organization.name}, but without [project/]_packaging/<feed>/`);
  return { kind: "own", ...parsed, url };
}

function whyForeign(url: URL, organization: Organization): string {
  const isOwnOrigin = organization.feedHosts.some(({ origin }) => origin === url.origin);
  if (organization.kind === "services" && azureHosts.test(url.hostname)) {
    if (url.protocol !== "https:")
      return `${url.protocol}, and Azure DevOps Services is only reached by https:`;
    if (url.port !== "") return `port ${url.port} of an Azure DevOps host, which only answers on 443`;
    return `another organization than the job's own (${organization.name})`;
  }
  return isOwnOrigin
    ? `another collection than the job's own (${organization.name})`
    : `not a feed of ${organization.name}`;
}

/**
 * Whether every program finds the host and path that WHATWG's parser finds. It takes `\` for `/`, drops line breaks and
 * spaces at the end, maps look-alike host letters and resolves dots (url.spec.whatwg.org, "URL parsing"), and Maven's
 * Java does not.
 */
function isUnambiguous(address: string, url: URL): boolean {
  const match = /^[a-z]+:\/\/(?:[^/?#@\\]*@)?([^/?#@\\]+)([^?#]*)/i.exec(address);
  const [, host = "", path = ""] = match ?? [];
  const defaultPort = url.protocol === "https:" ? ":443" : ":80";
  const isHost = [url.host, url.hostname + defaultPort].includes(host.toLowerCase());
  const hasDots = path.split("/").some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
  return isHost && !hasDots && !/[\\\p{C}]|^ | $/u.test(address);
}

function foreign(reason: string): Recognition {
  return { kind: "foreign", reason };
}

function parseFeedPath(path: string): { feed: Feed; protocolPath: string } | undefined {
  const match = /^(?:([^/]+)\/)?_packaging\/([^/]+)(?:\/(.*))?$/i.exec(path);
  const project = match?.[1] === undefined ? undefined : decodeSegment(match[1]);
  const name = decodeSegment(match?.[2] ?? "");
  if (match === null || name === undefined || (match[1] !== undefined && project === undefined))
    return undefined;
  const parts = /^([^@~]+?)(?:@([^@~]+))?(~force-auth)?$/i.exec(name);
  const protocolPath = (match[3] ?? "").split("/").filter((segment) => segment !== "");
  if (parts?.[1] === undefined || protocolPath.some((segment) => decodeSegment(segment) === undefined))
    return undefined;
  if (!isPathName(parts[1]) || !isPathName(project)) return undefined;
  return {
    feed: {
      ...(project === undefined ? {} : { project }),
      name: parts[1],
      ...(parts[2] === undefined ? {} : { view: parts[2] }),
      forceAuth: parts[3] !== undefined,
    },
    protocolPath: protocolPath.join("/"),
  };
}

/** Whether a project's or feed's name says in every path what it is: no step to another folder, nor the word before every feed. */
export function isPathName(name: string | undefined): boolean {
  return name === undefined || !/^(?:\.{1,2}|_packaging)$/i.test(name);
}

function decodeSegment(segment: string): string | undefined {
  try {
    const text = decodeURIComponent(segment);
    return text === "" || /[/\\\p{Cc}]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The address of a feed for one protocol, e.g. `https://pkgs.dev.azure.com/org/project/_packaging/feed/pypi/simple/`. */
export function feedAddress(organization: Organization, feed: Feed, protocolPath: string): string {
  const project = feed.project === undefined ? "" : `${encodeSegment(feed.project)}/`;
  const view = feed.view === undefined ? "" : `@${encodeSegment(feed.view)}`;
  const name = `${encodeSegment(feed.name)}${view}${feed.forceAuth ? "~force-auth" : ""}`;
  return `${organization.feedRoot}${project}_packaging/${name}/${protocolPath}`;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}

/** How a feed is called in the log: `project/feed@view`. */
export function feedTitle(feed: Feed): string {
  const project = feed.project === undefined ? "" : `${feed.project}/`;
  return `${project}${feed.name}${feed.view === undefined ? "" : `@${feed.view}`}`;
}

/** The feed itself, of a view of it. */
export function wholeFeed({ project, name, forceAuth }: Feed): Feed {
  return { ...(project === undefined ? {} : { project }), name, forceAuth };
}

/** Each feed once, without view and suffix, in the order in which they are first named, and where that is. */
export function distinctFeeds(named: readonly NamedFeed[]): readonly NamedFeed[] {
  const feeds = new Map<string, NamedFeed>();
  for (const { project, name, where } of named) {
    const feed = {
      ...(project === undefined ? {} : { project }),
      ...{ name, forceAuth: false },
      ...(where === undefined ? {} : { where }),
    };
    const key = feedTitle(feed).toLowerCase();
    if (!feeds.has(key)) feeds.set(key, feed);
  }
  return [...feeds.values()];
}

/** Whether an address is that of a feed of the job's organization. */
export function isOwnFeed(address: string, organization: Organization): boolean {
  return recognizeFeed(address, organization).kind === "own";
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The feed of an address, where it is one of the organization and not this one; a view of it stands for all of it. A
 * GUID may be that of either, so it is taken for the same.
 */
export function otherOwnFeed(
  address: string,
  organization: Organization,
  feed: Feed | undefined,
): Feed | undefined {
  const found = recognizeFeed(address, organization);
  if (feed === undefined || found.kind !== "own") return undefined;
  const isSame = (one = "", other = ""): boolean =>
    one.toLowerCase() === other.toLowerCase() || guid.test(one) || guid.test(other);
  const isThis = isSame(found.feed.name, feed.name) && isSame(found.feed.project, feed.project);
  return isThis ? undefined : wholeFeed(found.feed);
}
