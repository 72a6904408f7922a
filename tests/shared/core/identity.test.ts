import assert from "node:assert/strict";
import { jobCredentials } from "../../../shared/core/credentials";
import { identityFor, jobIdentity } from "../../../shared/core/identity";
import type { Organization } from "../../../shared/core/organization";
import { server, services } from "./organizations";

const of = (organization: Organization) => jobIdentity(organization, jobCredentials("token"));

describe("the job's identity", () => {
  it("covers the feeds of its organization, and REST calls about them", () => {
    const own: readonly (readonly [Organization, string])[] = [
      [services("org"), "https://pkgs.dev.azure.com/org/p/_packaging/f/pypi/simple/x/"],
      [services("org"), "https://feeds.dev.azure.com/ORG/_apis/packaging/Feeds/f"],
      [services("org"), "https://feeds.dev.azure.com/org/p/_apis/packaging/Feeds/f"],
      [services("org"), "https://pkgs.dev.azure.com/org/_apis/connectionData"],
      [server("https://tfs.example/tfs/Col/"), "https://tfs.example/tfs/Col/_apis/connectionData"],
    ];
    for (const [organization, address] of own) assert.ok(of(organization).covers(address), address);
  });

  it("covers nothing else", () => {
    for (const address of [
      "https://feeds.dev.azure.com/other/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com/org-2/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com/org/../other/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com/other/../org/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com/org/%2e%2e/other/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com\\@evil.example/org/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com:8443/org/_apis/packaging/Feeds/f",
      "http://feeds.dev.azure.com/org/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com@evil.example/org/_apis/x",
      "https://u:p@feeds.dev.azure.com/org/_apis/x",
      "https://feeds.dev.azure.com.evil.example/org/_apis/x",
      "https://feeds.dev.azure.com/org/p/q/_apis/x",
      "https://dev.azure.com/org/_apis/git/repositories",
      "https://pkgs.dev.azure.com/other/_packaging/f/pypi/simple/",
      "//pkgs.dev.azure.com/org/_apis/x",
    ])
      assert.ok(!of(services("org")).covers(address), address);
  });

  it("is the first of those that cover an address", () => {
    const identities = [of(services("other")), of(services("org")), of(services("org"))];
    const address = "https://pkgs.dev.azure.com/org/_packaging/f/maven/v1/";
    assert.equal(identityFor(identities, address), identities[1]);
    assert.equal(identityFor(identities, "https://registry.example/"), undefined);
  });
});
