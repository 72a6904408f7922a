import { createHash } from "node:crypto";
import type { Hash, LockEntry } from "../../../../shared/core/lock-entry";
import { Secret } from "../../../../shared/core/secret";
import { jobIdentity } from "../../../../shared/core/identity";
import type { Organization } from "../../../../shared/core/organization";
import { cargo } from "../../../../shared/protocols/cargo/protocol";
import { maven } from "../../../../shared/protocols/maven/protocol";
import { pypi } from "../../../../shared/protocols/pypi/protocol";
import { accessFeed, type FeedAccess } from "../../../../shared/shell/feed/feed-access";
import { FeedClient, type ClientOptions } from "../../../../shared/shell/feed/feed-client";
import { FeedProtocols } from "../../../../shared/shell/feed/feed-protocols";
import type { Patience } from "../../../../shared/shell/feed/patience";
import { startFeed } from "../../../../sandbox/feed/start-feed";
import type {
  FeedDefinition,
  FeedOptions,
  OrganizationDefinition,
  RunningFeed,
} from "../../../../sandbox/feed/start-feed";
import type { PypiFile } from "../../../../sandbox/feed/protocols/pypi/upstream/pypi-upstream";
import type { UpstreamRegistry } from "../../../../sandbox/feed/upstream/upstream-registry";
import {
  cargoUpstream,
  mavenUpstream,
  pypiUpstream,
  upstreamState,
} from "../../../sandbox/feed/memory-upstream";
import type { UpstreamState } from "../../../sandbox/feed/memory-upstream";
import { server } from "../../core/organizations";

/** Every protocol that there is. */
export const protocols = new FeedProtocols([pypi, cargo, maven]);

/** Retries that do not make a test wait. */
export const quick: Partial<Patience> = { attempts: 4, baseMs: 5, capMs: 20, idleMs: 5000 };

export const sha256 = (content: string): Hash => ({
  algorithm: "sha256",
  hex: createHash("sha256").update(content).digest("hex"),
});

/** A wheel of the upstream: its content is `<name> <version>`. */
export const wheel = (name: string, version: string): PypiFile & { readonly content: string } => ({
  filename: `${name}-${version}-py3-none-any.whl`,
  version,
  content: `${name} ${version}`,
  sha256: sha256(`${name} ${version}`).hex,
});

export const sdist = (name: string, version: string): PypiFile & { readonly content: string } => ({
  filename: `${name}-${version}.tar.gz`,
  version,
  content: `${name} ${version} source`,
  sha256: sha256(`${name} ${version} source`).hex,
});

export function pypiEntry(name: string, version: string, file = wheel(name, version)): LockEntry {
  return {
    protocol: "pypi",
    name,
    version,
    file: file.filename,
    hashes: [sha256(file.content)],
    where: "uv.lock:7",
  };
}

export function crateEntry(name: string, version: string): LockEntry {
  return {
    protocol: "cargo",
    name,
    version,
    file: `${name}-${version}.crate`,
    hashes: [sha256(`${name} ${version}`)],
    where: "Cargo.lock:3",
  };
}

export function mavenEntry(file: string, content?: string): LockEntry {
  const parts = file.split("/");
  return {
    protocol: "maven",
    name: `${parts.slice(0, -3).join(".")}:${parts.at(-3) ?? ""}`,
    version: parts.at(-2) ?? "",
    file,
    hashes: content === undefined ? [] : [sha256(content)],
    where: "verification-metadata.xml:9",
  };
}

export interface Upstreams {
  readonly pypi?: Parameters<typeof pypiUpstream>[0];
  readonly cargo?: Parameters<typeof cargoUpstream>[0];
  readonly maven?: Parameters<typeof mavenUpstream>[0];
}

/** What a test may want otherwise of the way to a feed. */
export type WayOptions = Omit<Partial<ClientOptions>, "identities">;

export interface SavingWorld {
  readonly feed: RunningFeed;
  readonly upstream: UpstreamState;
  /** Access of an identity (`token-of-<identity>`) to a feed of the collection `Col`, open until the world stops. */
  access(identity: string, feed?: string, options?: WayOptions): FeedAccess;
  /** Closes what was opened. */
  stop(): Promise<void>;
  /** `name version file` of what the feed holds, sorted. */
  held(feed?: string): readonly string[];
}

const roles = { reader: "reader", collaborator: "collaborator", owner: "administrator" } as const;

/** In what a feed may differ from the usual. */
const ways = [
  ...(["listingDelayMs", "unsavedStatus", "longestPage"] as const),
  ...(["normalizedName", "firstAnswer", "savesWhen"] as const),
] as const;

/** A feed server with collection `Col`: feeds `private` and `public` in project `Open Project`. */
export async function startSavingWorld(
  upstreams: Upstreams,
  options: Partial<FeedOptions> &
    Pick<FeedDefinition, "packages" | (typeof ways)[number]> &
    Pick<OrganizationDefinition, "release"> = {},
): Promise<SavingWorld> {
  const upstream = upstreamState();
  const registries: readonly UpstreamRegistry[] = [
    pypiUpstream(upstreams.pypi ?? {}, upstream),
    cargoUpstream(upstreams.cargo ?? {}, upstream),
    mavenUpstream(upstreams.maven ?? {}, upstream),
  ];
  const shared = {
    project: "Open Project",
    roles,
    upstreams: registries.map((registry) => ({ name: `Public ${registry.kind}`, registry })),
    ...(options.packages && { packages: options.packages }),
    ...Object.fromEntries(ways.flatMap((way) => (way in options ? [[way, options[way]]] : []))),
  };
  const clients: FeedClient[] = [];
  const identities = ["reader", "collaborator", "owner", "outsider"];
  const feed = await startFeed({
    organizations: (["server", "services"] as const).map((kind) => ({
      name: kind === "server" ? "Col" : "org",
      kind,
      ...(kind === "server" && options.release && { release: options.release }),
      projects: [{ name: "Open Project", visibility: "public" as const }],
      identities: identities.map((name) => ({
        name,
        displayName: `The ${name}`,
        token: `token-of-${name}`,
      })),
      feeds: [
        { name: "private", ...shared },
        { name: "public", visibility: "public" as const, ...shared },
      ],
    })),
    upstreamFreshSeconds: 0,
    idleStopSeconds: 60,
    ...options,
  });
  return {
    feed,
    upstream,
    access: (identity, name = "private", options = {}) => {
      const organization = options.organization ?? server(`${feed.serverUrl}Col/`);
      const access = openAccess(organization, name, `token-of-${identity}`, options);
      clients.push(access.client);
      return access;
    },
    stop: () => {
      for (const client of clients) client.close();
      return feed.stop();
    },
    held: (name = "private") =>
      feed
        .saved("Col", name)
        .map(({ name: packageName, version, file }) => `${packageName} ${version} ${file}`)
        .sort(),
  };
}

/** A way to a feed of the project `Open Project`, with a token; its client is the caller's to close. */
export function openAccess(
  organization: Organization,
  name: string,
  token: string,
  options: WayOptions = {},
): FeedAccess {
  const credentials = { username: "VssSessionToken", token: new Secret(token) };
  const identities = [jobIdentity(organization, credentials)];
  const client = new FeedClient({ patience: quick, ...options, organization, identities });
  return accessFeed(
    { organization, feed: { project: "Open Project", name, forceAuth: false } },
    protocols,
    client,
  );
}
