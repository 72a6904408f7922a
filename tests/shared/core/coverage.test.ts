import assert from "node:assert/strict";
import { credentialsOf, jobCredentials } from "../../../shared/core/credentials";
import {
  coverageOf,
  identityFor,
  jobIdentity,
  organizationIdentity,
  type Identity,
} from "../../../shared/core/identity";
import { services } from "./organizations";

const job = jobIdentity(services(), jobCredentials("job-token"));
const contoso = organizationIdentity("contoso", services("contoso"), credentialsOf("build", "contoso-token"));
const corp: Identity = {
  title: "corp",
  covers: (address) => address.startsWith("https://registry.example/corp/"),
  credentials: credentialsOf("robot", "corp-token"),
};
const all = [job, contoso, corp];
const feed = (organization: string): string =>
  `https://pkgs.dev.azure.com/${organization}/Web/_packaging/fiber@Local/pypi/simple/`;

describe("identity", () => {
  const addresses: readonly (readonly [string, Identity | undefined])[] = [
    [feed("fabrikam"), job],
    [feed("Fabrikam"), job],
    [feed("contoso"), contoso],
    [feed("initech"), undefined],
    [feed("contoso").replace("https:", "http:"), undefined],
    [feed("contoso").replace(".com/", ".com:8443/"), undefined],
    [feed("contoso").replace("pkgs.", "pkgs.evil."), undefined],
    ["https://pkgs.dev.azure.com/contoso/", undefined],
    ["https://registry.example/corp/simple", corp],
    ["https://registry.example/simple", undefined],
    ["not an address", undefined],
    ["", undefined],
  ];
  for (const [address, expected] of addresses) {
    it(`${address === "" ? "nothing" : address} is covered by ${expected?.title ?? "none"}`, () => {
      assert.equal(identityFor(all, address), expected);
      const coverage = coverageOf(all, address);
      assert.equal("identity" in coverage ? coverage.identity : undefined, expected);
    });
  }

  it("is told with the address and the feed of its organization", () => {
    assert.deepEqual(coverageOf(all, feed("contoso")), {
      identity: contoso,
      url: new URL(feed("contoso")),
      feed: { project: "Web", name: "fiber", view: "Local", forceAuth: false },
    });
    assert.deepEqual(coverageOf(all, "https://registry.example/corp/simple"), {
      identity: corp,
      url: new URL("https://registry.example/corp/simple"),
    });
  });

  it("is not told for an address that is covered and none that can be parsed", () => {
    const careless: Identity = { ...corp, covers: () => true };
    assert.deepEqual(coverageOf([careless], "http://[corp"), { reason: "covered by no identity of the job" });
  });

  it("or why there is none, as the job's own organization sees it", () => {
    assert.deepEqual(coverageOf(all, feed("initech")), {
      reason: "another organization than the job's own (fabrikam)",
    });
    assert.deepEqual(coverageOf([contoso, job], feed("initech")), {
      reason: "another organization than the job's own (contoso)",
    });
  });
});
