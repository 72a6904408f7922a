import assert from "node:assert/strict";
import fc from "fast-check";
import {
  distinctFeeds,
  feedAddress,
  recognizeFeed,
  type Feed,
  type Recognition,
} from "../../../shared/core/feed-address";
import { parseFeedsInput } from "../../../shared/core/feeds-input";
import { jobIdentity } from "../../../shared/core/identity";
import type { Organization } from "../../../shared/core/organization";
import { Problem } from "../../../shared/core/problem";
import { restRoot } from "../../../shared/core/rest-address";
import { parseUrl } from "../../../shared/core/url";
import { credentialsOf } from "../../../shared/core/credentials";
import { feedLikeAddresses, organizations } from "./addresses";
import { nastyText } from "./hostile-texts";
import { otherParsers, type ParsedAddress } from "./other-parsers";
import { property, Share } from "./property";
import { readOrProblem } from "./reading";

type Recognize = typeof recognizeFeed;

const values = fc.record({ address: feedLikeAddresses(), organization: fc.constantFrom(...organizations) });

function decoded(text: string): string {
  return decodeURIComponent(text).toLowerCase();
}

/** Fails where another program would go elsewhere with the address than to a place of the organization. */
function assertSamePlace(parsed: ParsedAddress, url: URL, { feedHosts }: Organization): void {
  assert.equal(`${parsed.scheme}:`, url.protocol);
  assert.equal(parsed.host, url.hostname);
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  assert.equal(parsed.port, port);
  assert.equal(decoded(parsed.path), decoded(url.pathname));
  const isOwn = feedHosts.some(
    ({ origin, path }) => origin === url.origin && decoded(parsed.path).startsWith(decoded(path)),
  );
  assert.ok(isOwn, "not below a place of the organization");
}

function asOwn(feed: Feed, url: URL, protocolPath = ""): Recognition {
  return { kind: "own", feed, protocolPath, url };
}

/** Recognizes by what an address looks like. */
function byLooks(isOwn: (address: string) => boolean): Recognize {
  return (address, organization) => {
    const right = recognizeFeed(address, organization);
    const url = parseUrl(address);
    return right.kind === "foreign" && url !== undefined && isOwn(address)
      ? asOwn({ name: "fibers", forceAuth: false }, url)
      : right;
  };
}

/** As recognizeFeed would be if it took what WHATWG's parser finds for what every parser finds. */
const trusting: Recognize = (address, organization) => {
  const url = parseUrl(address);
  return url === undefined ? recognizeFeed(address, organization) : recognizeFeed(url.href, organization);
};

describe("addresses, however they are written", () => {
  const own = new Share(0.1);

  property({
    title: "what is recognized as own is at an own place for every program",
    subject: recognizeFeed,
    values,
    check: (recognize, { address, organization }) => {
      const recognition = recognize(address, organization);
      if (recognize === recognizeFeed) own.count(recognition.kind === "own");
      if (recognition.kind === "foreign") return;
      const { url } = recognition;
      assert.ok(
        organization.feedHosts.some(({ origin }) => origin === url.origin),
        url.origin,
      );
      for (const [title, parse] of otherParsers) {
        const parsed = parse(address);
        // A program that refuses the address sends nothing anywhere.
        if (parsed === undefined) continue;
        try {
          assertSamePlace(parsed, url, organization);
        } catch (error) {
          throw new Error(`${title}: ${JSON.stringify(parsed)}`, { cause: error });
        }
      }
    },
    faults: {
      "it looks for the host anywhere": byLooks((address) => address.includes("pkgs.dev.azure.com")),
      "it compares the beginning": byLooks((address) => address.startsWith("https://pkgs.dev.azure.com")),
      "it looks for the organization anywhere": byLooks((address) => /[/.@]fabrikam[/.]/.test(address)),
      "it trusts one parser": trusting,
    },
  });

  it("were own often enough", () => {
    own.verify();
  });

  property({
    title: "an own feed's address is recognized as the same feed",
    subject: feedAddress,
    values,
    check: (write, { address, organization }) => {
      const recognition = recognizeFeed(address, organization);
      if (recognition.kind === "foreign") return;
      const { feed, protocolPath } = recognition;
      for (const each of [feed, ...distinctFeeds([feed])]) {
        const again = recognizeFeed(write(organization, each, protocolPath), organization);
        assert.ok(again.kind === "own", JSON.stringify(again));
        assert.deepEqual({ feed: again.feed, path: again.protocolPath }, { feed: each, path: protocolPath });
      }
    },
    faults: {
      "it encodes nothing": ({ feedRoot }, { project, name }, path) =>
        `${feedRoot}${project === undefined ? "" : `${project}/`}_packaging/${name}/${path}`,
      "it forgets project and view": (organization, { name, forceAuth }, path) =>
        feedAddress(organization, { name, forceAuth }, path),
      "it encodes twice": (organization, feed, path) =>
        feedAddress(organization, { ...feed, name: encodeURIComponent(feed.name) }, path),
    },
  });

  property({
    title: "the input feeds names feeds of the organization, or is refused",
    subject: parseFeedsInput,
    values: fc.record({
      text: fc
        .array(
          fc.oneof(
            feedLikeAddresses(),
            nastyText(),
            fc.constantFrom("fibers", "fiber/fibers@view", ",", "_packaging", "..@v"),
          ),
          {
            maxLength: 3,
          },
        )
        .map((entries) => entries.join("\n")),
      organization: fc.constantFrom(...organizations),
    }),
    check: (parse, { text, organization }) => {
      const feeds = readOrProblem(() => parse(text, organization), text);
      if (feeds instanceof Problem) return;
      for (const feed of feeds) {
        const again = recognizeFeed(feedAddress(organization, feed, "maven/v1"), organization);
        assert.ok(again.kind === "own", JSON.stringify(feed));
        assert.deepEqual(again.feed, feed);
      }
    },
    faults: {
      "it throws another error": (text) => {
        throw new TypeError(text);
      },
      "it takes anything for a name": (text) => [{ name: text ?? "", forceAuth: false }],
    },
  });

  property({
    title: "an identity covers only what is at its organization's hosts",
    subject: (organization: Organization): ((address: string) => boolean) => {
      const identity = jobIdentity(organization, credentialsOf("u", "p"));
      return (address) => identity.covers(address);
    },
    values: fc.record({
      address: fc.oneof(
        feedLikeAddresses(),
        feedLikeAddresses().map((address) => address.replace("_packaging", "_apis/packaging")),
        feedLikeAddresses().map((address) =>
          address.replace("pkgs.dev", "feeds.dev").replace("_packaging", "_apis/packaging"),
        ),
      ),
      organization: fc.constantFrom(...organizations),
    }),
    check: (open, { address, organization }) => {
      if (!open(organization)(address)) return;
      const origins = [...organization.feedHosts, new URL(restRoot(organization))].map(
        ({ origin }) => origin,
      );
      for (const parse of otherParsers.values()) {
        const parsed = parse(address);
        if (parsed === undefined) continue;
        const origin = parseUrl(`${parsed.scheme}://${parsed.host}:${parsed.port}/`)?.origin ?? "";
        assert.ok(origins.includes(origin), `${origin} of ${address}`);
      }
    },
    faults: {
      "it looks for the host anywhere": () => (address) => address.includes("pkgs.dev.azure.com"),
      "it covers every call": () => (address) => address.includes("/_apis/"),
    },
  });
});
