import assert from "node:assert/strict";
import {
  feedAddress,
  feedTitle,
  otherOwnFeed,
  recognizeFeed,
  type Feed,
} from "../../../shared/core/feed-address";
import type { Organization } from "../../../shared/core/organization";
import { collectionId, server, services } from "./organizations";

const host = "https://pkgs.dev.azure.com";
const legacy = "https://fabrikam.pkgs.visualstudio.com";
const guid = "5a5a5a5a-1111-4222-8333-444444444444";
const tfs = server("http://tfs.corp.example:8080/tfs/DefaultCollection/");

/** [address, project, feed, view, protocol path, ~force-auth] */
type Own = readonly [string, string | undefined, string, string | undefined, string, true?];

const ownOnServices: readonly Own[] = [
  [`${host}/fabrikam/_packaging/fiber/pypi/simple/`, undefined, "fiber", undefined, "pypi/simple"],
  [`${host}/fabrikam/_packaging/fiber/pypi/simple`, undefined, "fiber", undefined, "pypi/simple"],
  [`${host}/fabrikam/_packaging/fiber/maven/v1//`, undefined, "fiber", undefined, "maven/v1"],
  [`${host}/fabrikam/_packaging/fiber`, undefined, "fiber", undefined, ""],
  [`${host}/fabrikam/Web/_packaging/fiber/Cargo/index/`, "Web", "fiber", undefined, "Cargo/index"],
  [`${host}/FABRIKAM/web/_PACKAGING/Fiber/maven/v1`, "web", "Fiber", undefined, "maven/v1"],
  [
    "HTTPS://PKGS.DEV.AZURE.COM/fabrikam/_packaging/fiber/maven/v1",
    undefined,
    "fiber",
    undefined,
    "maven/v1",
  ],
  [`${host}:443/fabrikam/_packaging/fiber/maven/v1`, undefined, "fiber", undefined, "maven/v1"],
  [`${host}/fabrikam/_packaging/fiber@Release/maven/v1`, undefined, "fiber", "Release", "maven/v1"],
  [`${host}/fabrikam/_packaging/fiber%40Release/maven/v1`, undefined, "fiber", "Release", "maven/v1"],
  [`${host}/fabrikam/_packaging/${guid}@${guid}/pypi/download`, undefined, guid, guid, "pypi/download"],
  [`${host}/fabrikam/${guid}/_packaging/${guid}/maven/v1`, guid, guid, undefined, "maven/v1"],
  [
    `${host}/fabrikam/_packaging/fiber~force-auth/Cargo/index/`,
    undefined,
    "fiber",
    undefined,
    "Cargo/index",
    true,
  ],
  [
    `${host}/fabrikam/_packaging/fiber@Local~force-auth/Cargo/index/`,
    undefined,
    "fiber",
    "Local",
    "Cargo/index",
    true,
  ],
  [
    `${host}/fabrikam/My%20Project/_packaging/f%C3%AFber/pypi/simple/`,
    "My Project",
    "fïber",
    undefined,
    "pypi/simple",
  ],
  [
    `${host}/fabrikam/My Project/_packaging/fïber/pypi/simple/`,
    "My Project",
    "fïber",
    undefined,
    "pypi/simple",
  ],
  [
    "https://VssSessionToken@pkgs.dev.azure.com/fabrikam/_packaging/fiber/pypi/simple/",
    undefined,
    "fiber",
    undefined,
    "pypi/simple",
  ],
  [
    "https://u:p@pkgs.dev.azure.com/fabrikam/_packaging/fiber/pypi/simple/",
    undefined,
    "fiber",
    undefined,
    "pypi/simple",
  ],
  [`${host}/fabrikam/_packaging/fiber/maven/v1?api-version=1#top`, undefined, "fiber", undefined, "maven/v1"],
  [`${legacy}/_packaging/fiber/pypi/simple/`, undefined, "fiber", undefined, "pypi/simple"],
  [`${legacy}/Web/_packaging/fiber/pypi/simple/`, "Web", "fiber", undefined, "pypi/simple"],
  [`${legacy}/DefaultCollection/_packaging/fiber/maven/v1`, undefined, "fiber", undefined, "maven/v1"],
  [`${legacy}/DefaultCollection/Web/_packaging/fiber/maven/v1`, "Web", "fiber", undefined, "maven/v1"],
  [
    "https://Fabrikam.pkgs.VisualStudio.com/_packaging/fiber/maven/v1",
    undefined,
    "fiber",
    undefined,
    "maven/v1",
  ],
  [
    `https://pkgs.visualstudio.com/A${collectionId}/_packaging/fiber/maven/v1`,
    undefined,
    "fiber",
    undefined,
    "maven/v1",
  ],
  [
    `https://pkgs.visualstudio.com/a${collectionId.toUpperCase()}/Web/_packaging/fiber/maven/v1`,
    "Web",
    "fiber",
    undefined,
    "maven/v1",
  ],
];

const ownOnServer: readonly Own[] = [
  [
    "http://tfs.corp.example:8080/tfs/DefaultCollection/_packaging/fiber/maven/v1",
    undefined,
    "fiber",
    undefined,
    "maven/v1",
  ],
  [
    "http://TFS.corp.example:8080/TFS/defaultcollection/Web/_packaging/fiber/pypi/simple/",
    "Web",
    "fiber",
    undefined,
    "pypi/simple",
  ],
];

function assertOwn(
  [address, project, name, view, protocolPath, forceAuth]: Own,
  organization: Organization,
): void {
  const found = recognizeFeed(address, organization);
  assert.equal(found.kind, "own", found.kind === "foreign" ? found.reason : "");
  const feed: Feed = {
    ...(project === undefined ? {} : { project }),
    name,
    ...(view === undefined ? {} : { view }),
    forceAuth: forceAuth === true,
  };
  assert.deepEqual([found.feed, found.protocolPath], [feed, protocolPath]);
  assert.equal(found.url.href, new URL(address).href);
}

const anotherOrganization = /^another organization than the job's own \(fabrikam\)$/;
const notOurs = /^not a feed of fabrikam$/;
const noFeed = /^in fabrikam, but without \[project\/\]_packaging\/<feed>\/$/;
const written = /^written so that programs may read different addresses in it$/;
const noAddress = /^not an absolute address$/;

const foreignOnServices: readonly (readonly [string, RegExp])[] = [
  [`${host}/contoso/_packaging/fiber/pypi/simple/`, anotherOrganization],
  [`${host}/fabrikam2/_packaging/fiber/pypi/simple/`, anotherOrganization],
  [`${host}/fabrika/_packaging/fiber/pypi/simple/`, anotherOrganization],
  [`${host}/_packaging/fiber/pypi/simple/`, anotherOrganization],
  ["https://fabrikam2.pkgs.visualstudio.com/_packaging/fiber/maven/v1", anotherOrganization],
  ["https://contoso.pkgs.visualstudio.com/fabrikam/_packaging/fiber/maven/v1", anotherOrganization],
  [
    "https://pkgs.visualstudio.com/A33333333-2222-4222-8222-222222222222/_packaging/fiber/maven/v1",
    anotherOrganization,
  ],
  [`https://pkgs.visualstudio.com/${collectionId}/_packaging/fiber/maven/v1`, anotherOrganization],
  [`https://pkgs.visualstudio.com/fabrikam/_packaging/fiber/maven/v1`, anotherOrganization],
  [
    "http://pkgs.dev.azure.com/fabrikam/_packaging/fiber/pypi/simple/",
    /^http:, and .*only reached by https:$/,
  ],
  ["http://fabrikam.pkgs.visualstudio.com/_packaging/fiber/pypi/simple/", /^http:/],
  [`${host}:8443/fabrikam/_packaging/fiber/pypi/simple/`, /^port 8443 of an Azure DevOps host/],
  ["https://pkgs.dev.azure.com.evil.example/fabrikam/_packaging/fiber/pypi/simple/", notOurs],
  ["https://pkgs.dev.azure.com./fabrikam/_packaging/fiber/pypi/simple/", notOurs],
  ["https://evilpkgs.dev.azure.com/fabrikam/_packaging/fiber/pypi/simple/", notOurs],
  ["https://dev.azure.com/fabrikam/_packaging/fiber/pypi/simple/", notOurs],
  [`https://evil.example/?u=${host}/fabrikam/_packaging/fiber`, notOurs],
  [`https://evil.example/${host}/fabrikam/_packaging/fiber`, notOurs],
  [`https://evil.example/#${host}/fabrikam/_packaging/fiber`, notOurs],
  ["https://pkgs.dev.azure.com@evil.example/fabrikam/_packaging/fiber/pypi/simple/", notOurs],
  ["https://pkgs.dev.azure.com%2Ffabrikam@evil.example/fabrikam/_packaging/fiber/", notOurs],
  ["https://pkgs.dev.azure.com:443@evil.example/fabrikam/_packaging/fiber/", notOurs],
  ["https://evil.example@x@pkgs.dev.azure.com/fabrikam/_packaging/fiber/maven/v1", written],
  ["https://evil.example\\@pkgs.dev.azure.com/fabrikam/_packaging/fiber/maven/v1", notOurs],
  ["https://pkgs.dev.azure.com\\@evil.example/fabrikam/_packaging/fiber/maven/v1", anotherOrganization],
  ["https://pkgs.dev.azure.com\\fabrikam\\_packaging\\f\\@evil.example/maven/v1", written],
  [`${host}/fabrikam\\_packaging\\fiber\\maven\\v1`, written],
  ["https:\\\\pkgs.dev.azure.com\\fabrikam\\_packaging\\fiber\\maven\\v1", written],
  ["https:/pkgs.dev.azure.com/fabrikam/_packaging/fiber/maven/v1", written],
  ["https:pkgs.dev.azure.com/fabrikam/_packaging/fiber/maven/v1", written],
  ["https:///pkgs.dev.azure.com/fabrikam/_packaging/fiber/maven/v1", written],
  [` ${host}/fabrikam/_packaging/fiber/maven/v1`, written],
  [`${host}/fabrikam/_packaging/fiber `, written],
  [`${host}/fabri\tkam/_packaging/fiber/maven/v1`, written],
  [`https://pkgs.dev.azure.com\n/fabrikam/_packaging/fiber/maven/v1`, written],
  ["https://pkgs\u3002dev.azure.com/fabrikam/_packaging/fiber/maven/v1", written],
  ["https://pkgs.dev.az\u00adure.com/fabrikam/_packaging/fiber/maven/v1", written],
  ["https://\uff50kgs.dev.azure.com/fabrikam/_packaging/fiber/maven/v1", written],
  ["https://pkgs%2Edev.azure.com/fabrikam/_packaging/fiber/maven/v1", written],
  ["https://p\u043ags.dev.azure.com/fabrikam/_packaging/fiber/maven/v1", notOurs],
  [`${host}/fabrikam/../contoso/_packaging/fiber/maven/v1`, anotherOrganization],
  [`${host}/contoso/../fabrikam/_packaging/fiber/maven/v1`, written],
  [`${host}/fabrikam/%2e%2e/contoso/_packaging/fiber/maven/v1`, anotherOrganization],
  [`${host}/contoso/.%2E/fabrikam/_packaging/fiber/maven/v1`, written],
  [`${host}/./fabrikam/_packaging/fiber/maven/v1`, written],
  [`${host}/fabrikam/..%2fcontoso/_packaging/fiber/maven/v1`, noFeed],
  [`${host}/fabrikam/..%5ccontoso/_packaging/fiber/maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/fiber%2f..%2f..%2fcontoso/maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/fiber/..%2f..%2f..%2fcontoso/_packaging/fiber`, noFeed],
  [`${host}/fabrikam/_packaging/fiber/..%5C..%5Ccontoso`, noFeed],
  [`${host}/fabrikam/_packaging/fiber%0a/maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/fiber%zz/maven/v1`, noFeed],
  [`${host}/fabrikam%2f_packaging/fiber/maven/v1`, anotherOrganization],
  [`${host}/fabrikam//_packaging/fiber/maven/v1`, noFeed],
  [`${host}/fabrikam/a/b/_packaging/fiber/maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/`, noFeed],
  [`${host}/fabrikam/_packaging/@Release/maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/a@b@c/maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/_packaging//maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/_packaging/fiber/maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/..@Release/maven/v1`, noFeed],
  [`${host}/fabrikam/_packaging/%2E~force-auth/maven/v1`, noFeed],
  [`${host}/fabrikam/_apis/packaging/feeds`, noFeed],
  [`${host}/fabrikam/`, noFeed],
  ["", noAddress],
  ["fiber", noAddress],
  ["//pkgs.dev.azure.com/fabrikam/_packaging/fiber", noAddress],
  ["https://pkgs.dev.azure.com:99999/fabrikam/_packaging/fiber", noAddress],
  ["ftp://pkgs.dev.azure.com/fabrikam/_packaging/fiber", /^ftp:, and .*https:$/],
  ["file:///fabrikam/_packaging/fiber", notOurs],
];

const foreignOnServer: readonly (readonly [string, RegExp])[] = [
  [
    "http://tfs.corp.example:8080/tfs/Other/_packaging/fiber/maven/v1",
    /^another collection than the job's own/,
  ],
  ["http://tfs.corp.example:8080/tfs/DefaultCollection2/_packaging/fiber/maven/v1", /^another collection/],
  ["http://tfs.corp.example:8080/DefaultCollection/_packaging/fiber/maven/v1", /^another collection/],
  [
    "http://tfs.corp.example/tfs/DefaultCollection/_packaging/fiber/maven/v1",
    /^not a feed of DefaultCollection$/,
  ],
  ["https://tfs.corp.example:8080/tfs/DefaultCollection/_packaging/fiber/maven/v1", /^not a feed of/],
  [
    "http://tfs.corp.example.evil.example:8080/tfs/DefaultCollection/_packaging/fiber/maven/v1",
    /^not a feed of/,
  ],
  ["https://pkgs.dev.azure.com/DefaultCollection/_packaging/fiber/maven/v1", /^not a feed of/],
];

describe("feed address", () => {
  describe("of the job's organization on Services", () => {
    for (const own of ownOnServices)
      it(own[0], () => {
        assertOwn(own, services());
      });
  });

  describe("of the job's collection on Server", () => {
    for (const own of ownOnServer)
      it(own[0], () => {
        assertOwn(own, tfs);
      });

    it("at both addresses of a Server whose agent was configured with another host", () => {
      const both = server("http://tfs:8080/tfs/Main/", "https://tfs.mycompany.example:9090/tfs/Main/");
      for (const root of ["http://tfs:8080/tfs/Main", "https://tfs.mycompany.example:9090/tfs/Main"]) {
        assert.equal(recognizeFeed(`${root}/_packaging/fiber/maven/v1`, both).kind, "own");
        assert.deepEqual(recognizeFeed(`${root}2/_packaging/fiber/maven/v1`, both), {
          kind: "foreign",
          reason: "another collection than the job's own (Main)",
        });
      }
      // Neither's host with the other's scheme or port.
      for (const root of ["https://tfs:9090/tfs/Main", "http://tfs.mycompany.example:8080/tfs/Main"])
        assert.equal(recognizeFeed(`${root}/_packaging/fiber/maven/v1`, both).kind, "foreign");
      assert.equal(
        feedAddress(both, { name: "fiber", forceAuth: false }, "maven/v1"),
        "https://tfs.mycompany.example:9090/tfs/Main/_packaging/fiber/maven/v1",
      );
    });

    it("with an escaped collection name", () => {
      const organization = server("https://tfs.corp.example/My%20Collection");
      assertOwn(
        [
          "https://tfs.corp.example/my%20collection/_packaging/fiber/maven/v1",
          undefined,
          "fiber",
          undefined,
          "maven/v1",
        ],
        organization,
      );
    });
  });

  describe("not ours on Services", () => {
    for (const [address, reason] of foreignOnServices) {
      it(JSON.stringify(address), () => {
        const found = recognizeFeed(address, services());
        assert.equal(found.kind, "foreign");
        assert.match(found.reason, reason);
      });
    }
  });

  describe("not ours on Server", () => {
    for (const [address, reason] of foreignOnServer) {
      it(address, () => {
        const found = recognizeFeed(address, tfs);
        assert.equal(found.kind, "foreign");
        assert.match(found.reason, reason);
      });
    }
  });

  it("never takes an address at another host for ours, whatever stands in its path", () => {
    for (const [address] of ownOnServices) {
      const moved = new URL(address);
      const elsewhere = `https://evil.example/${moved.host}${moved.pathname}`;
      assert.equal(recognizeFeed(elsewhere, services()).kind, "foreign", elsewhere);
    }
  });

  const addresses: readonly (readonly [string, Feed, string, string])[] = [
    [
      "organization scope",
      { name: "fiber", forceAuth: false },
      "fiber",
      `${host}/fabrikam/_packaging/fiber/maven/v1`,
    ],
    [
      "project scope",
      { project: "Web", name: "fiber", forceAuth: false },
      "Web/fiber",
      `${host}/fabrikam/Web/_packaging/fiber/maven/v1`,
    ],
    [
      "view",
      { name: "fiber", view: "Release", forceAuth: false },
      "fiber@Release",
      `${host}/fabrikam/_packaging/fiber@Release/maven/v1`,
    ],
    [
      "~force-auth",
      { name: "fiber", view: "Local", forceAuth: true },
      "fiber@Local",
      `${host}/fabrikam/_packaging/fiber@Local~force-auth/maven/v1`,
    ],
    [
      "names that need escapes",
      { project: "My Project's (1)", name: "fïber%20/x", forceAuth: false },
      "My Project's (1)/fïber%20/x",
      `${host}/fabrikam/My%20Project%27s%20%281%29/_packaging/f%C3%AFber%2520%2Fx/maven/v1`,
    ],
  ];
  for (const [title, feed, expectedTitle, expected] of addresses) {
    it(`is made: ${title}`, () => {
      assert.equal(feedAddress(services(), feed, "maven/v1"), expected);
      assert.equal(feedTitle(feed), expectedTitle);
    });
  }

  it("that was made is recognized as the same feed", () => {
    const feed: Feed = { project: "My Project's (1)", name: "fïber 100%", view: "Release", forceAuth: true };
    const found = recognizeFeed(feedAddress(services(), feed, "pypi/simple/"), services());
    assert.equal(found.kind, "own");
    assert.deepEqual(found.feed, feed);
  });
});

describe("another feed of the organization", () => {
  const feed: Feed = { project: "Web", name: "fiber", forceAuth: false };
  for (const [path, expected] of [
    ["fabrikam/Web/_packaging/fiber/pypi/simple/", undefined],
    ["fabrikam/web/_packaging/FIBER@Local/pypi/simple/", undefined],
    [`fabrikam/${guid}/_packaging/${guid}/pypi/simple/`, undefined],
    ["fabrikam/Web/_packaging/tools@Local/pypi/simple/", "Web/tools"],
    ["fabrikam/_packaging/fiber/pypi/simple/", "fiber"],
    ["contoso/Web/_packaging/tools/pypi/simple/", undefined],
  ] as const) {
    it(`is ${expected ?? "none"} for ${path}`, () => {
      const other = otherOwnFeed(`${host}/${path}`, services(), feed);
      assert.equal(other && feedTitle(other), expected);
    });
  }
});
