import { crateSeed } from "../../../sandbox/feed/protocols/cargo/seed";
import { artifactSeed } from "../../../sandbox/feed/protocols/maven/seed";
import { pypiSeed } from "../../../sandbox/feed/protocols/pypi/seed";
import { startFeed } from "../../../sandbox/feed/start-feed";
import type {
  FeedDefinition,
  FeedOptions,
  OrganizationDefinition,
  RunningFeed,
} from "../../../sandbox/feed/start-feed";
import { cargoUpstream, mavenUpstream, pypiUpstream, sha256, upstreamState } from "./memory-upstream";
import type { UpstreamState } from "./memory-upstream";

/** Identity names; each one's token is `token-of-<name>`. */
export const identities = ["reader", "collaborator", "contributor", "administrator", "outsider"] as const;

export const metadataXml =
  "<metadata><groupId>org.up</groupId><artifactId>lib</artifactId><versioning><release>1.1</release><versions>" +
  "<version>1.0</version><version>1.1</version><version>1.2-SNAPSHOT</version></versions>" +
  "<lastUpdated>20200102030405</lastUpdated></versioning></metadata>";

/** The upstream sources of the test world: `up` (two versions each) for every protocol. */
function upstreams(state: UpstreamState): NonNullable<FeedDefinition["upstreams"]> {
  const wheel = (version: string) => ({
    filename: `up-${version}-py3-none-any.whl`,
    version,
    content: `up ${version}`,
    sha256: sha256(`up ${version}`),
    requiresPython: ">=3.8",
  });
  return [
    {
      name: "Public index",
      registry: pypiUpstream({ up: [wheel("1.0.0"), wheel("2.1.0")] }, state),
    },
    { name: "Public crates", registry: cargoUpstream({ up: ["1.0.0", "1.1.0"] }, state) },
    {
      name: "Public repository",
      registry: mavenUpstream(
        {
          "org/up/lib/maven-metadata.xml": metadataXml,
          "org/up/lib/1.0/lib-1.0.pom": "<project/>",
          "org/up/lib/1.0/lib-1.0.jar": "jar 1.0",
          "org/up/lib/1.0/lib-1.0.jar.sha1": "upstream-sha1",
          "org/up/lib/1.1/lib-1.1.jar": "jar 1.1",
        },
        state,
      ),
    },
  ];
}

const packages: NonNullable<FeedDefinition["packages"]> = [
  pypiSeed({
    file: "inner_pkg-1.0.0-py3-none-any.whl",
    name: "Inner.Pkg",
    version: "1.0.0",
    content: Buffer.from("inner wheel"),
    requiresPython: ">=3.9",
  }),
  crateSeed({ name: "inner", version: "1.0.0", content: Buffer.from("inner crate") }),
  artifactSeed({ path: "com/corp/inner/1.0/inner-1.0.jar", content: Buffer.from("inner jar") }),
  artifactSeed({ path: "com/corp/inner/1.0/inner-1.0.pom", content: Buffer.from("<project/>") }),
];

export function testOrganization(
  kind: "services" | "server",
  name: string,
  state: UpstreamState = upstreamState(),
  tokens = "token-of-",
): OrganizationDefinition {
  const roles = {
    reader: "reader",
    collaborator: "collaborator",
    contributor: "contributor",
    administrator: "administrator",
  } as const;
  const feed = { roles, upstreams: upstreams(state), packages };
  return {
    name,
    kind,
    projects: [{ name: "Fiber Project" }, { name: "Open Project", visibility: "public" }],
    identities: [
      ...identities.map((identity) => ({
        name: identity,
        displayName: `The ${identity}`,
        token: `${tokens}${identity}`,
      })),
      {
        name: "pat",
        displayName: "A person",
        token: `${tokens}pat`,
        authenticatedAs: "personalAccessToken",
      },
    ],
    feeds: [
      { name: "private", project: "Fiber Project", ...feed },
      { name: "wide", ...feed },
      { name: "public", project: "Open Project", visibility: "public", ...feed },
    ],
  };
}

export interface TestFeed {
  readonly feed: RunningFeed;
  readonly upstream: UpstreamState;
  /** Addresses up to the feed, without a trailing slash. */
  readonly privateFeed: string;
  readonly wideFeed: string;
  readonly publicFeed: string;
  readonly collection: string;
}

/** A fresh server with collection `Col` (and organization `org` on the Services face). */
export async function startTestFeed(options: Partial<FeedOptions> = {}): Promise<TestFeed> {
  const upstream = upstreamState();
  const feed = await startFeed({
    organizations: [
      testOrganization("server", "Col", upstream),
      testOrganization("server", "Other", upstreamState(), "other-"),
      testOrganization("services", "org", upstreamState(), "services-"),
    ],
    upstreamFreshSeconds: 0,
    idleStopSeconds: 60,
    ...options,
  });
  const collection = `${feed.serverUrl}Col`;
  return {
    feed,
    upstream,
    collection,
    privateFeed: `${collection}/Fiber%20Project/_packaging/private`,
    wideFeed: `${collection}/_packaging/wide`,
    publicFeed: `${collection}/Open%20Project/_packaging/public`,
  };
}

export const tokenOf = (identity: string): string => `token-of-${identity}`;
