import assert from "node:assert/strict";
import { jobIdentity, organizationIdentity, type Identity } from "../../../../shared/core/identity";
import type { Organization } from "../../../../shared/core/organization";
import { Secret } from "../../../../shared/core/secret";
import { CoveredAddresses } from "../../../../shared/shell/feed/covered-addresses";
import { server, services } from "../../core/organizations";

function identity(organization: Organization, token: string): Identity {
  return jobIdentity(organization, { username: "user", token: new Secret(token) });
}

const header = (token: string): string => `Basic ${Buffer.from(`user:${token}`).toString("base64")}`;

describe("addresses that may be asked", () => {
  const organization = services("org");
  const open = (): CoveredAddresses => new CoveredAddresses([identity(organization, "one")], organization);

  it("are asked with the credentials of the identity that covers them", () => {
    const collection = server("https://tfs.example/tfs/Col/");
    const addresses = new CoveredAddresses(
      [identity(organization, "one"), identity(collection, "two"), identity(organization, "never")],
      organization,
    );
    for (const [address, token] of [
      ["https://pkgs.dev.azure.com/org/p/_packaging/f/pypi/simple/x/", "one"],
      ["https://tfs.example/tfs/Col/_packaging/f/pypi/simple/x/", "two"],
      ["https://tfs.example/tfs/Col/_packaging/f/pypi/simple/y/", "two"],
      ["https://pkgs.dev.azure.com/org/p/_packaging/f/pypi/simple/y/", "one"],
      ["https://tfs.example/tfs/Col/_apis/packaging/Feeds/f", "two"],
      ["https://feeds.dev.azure.com/org/_apis/packaging/Feeds/f", "one"],
    ] as const) {
      const { url, authorization } = addresses.find(address);
      assert.equal(url.href, address);
      assert.equal(authorization.expose(), header(token), address);
    }
  });

  it("have the job's token as Bearer where that is asked for, and nobody else's", () => {
    const contoso = services("contoso");
    const connection = { username: "user", token: new Secret("pat") };
    const addresses = new CoveredAddresses(
      [identity(organization, "one"), organizationIdentity("a connection", contoso, connection)],
      organization,
    );
    const own = "https://pkgs.dev.azure.com/org/_packaging/f/Cargo/index/config.json";
    const other = "https://pkgs.dev.azure.com/contoso/_packaging/f/Cargo/index/config.json";
    // A personal access token is taken as Basic alone: dotnet/arcade#17140. The second time the feed is known.
    for (const turn of [1, 2]) {
      assert.equal(addresses.find(own, "Bearer").authorization.expose(), "Bearer one", String(turn));
      assert.equal(addresses.find(own).authorization.expose(), header("one"));
      assert.equal(addresses.find(other, "Bearer").authorization.expose(), header("pat"));
    }
  });

  it("are looked at anew when they do not begin with a feed that was looked at", () => {
    const addresses = open();
    const feed = "https://pkgs.dev.azure.com/org/p/_packaging/f/";
    assert.equal(addresses.find(`${feed}pypi/simple/x/`).url.href, `${feed}pypi/simple/x/`);
    assert.equal(addresses.find(`${feed}Cargo/index/a%20b?c=d`).url.href, `${feed}Cargo/index/a%20b?c=d`);
    const other = "https://pkgs.dev.azure.com/org/_packaging/g/npm/registry/";
    assert.equal(addresses.find(other).url.href, other);
    for (const address of [
      `${feed}../../../../other/p/_packaging/f/pypi/simple/`,
      `${feed}x/../y`,
      `${feed}%2e%2e/y`,
      `${feed}x\\y`,
      feed.replace("/org/", "/other/"),
      feed.replace("https:", "http:"),
      feed.replace("azure.com", "azure.com:8443"),
      feed.replace("azure.com", "azure.com.evil.example"),
      feed.replace("pkgs", "pkgs.dev.azure.com@evil.example"),
    ])
      assert.throws(() => addresses.find(address), { name: "ForeignAddress" }, address);
  });

  it("are not those of anybody else, and the reason names what is wrong with one", () => {
    assert.throws(() => open().find("https://pkgs.dev.azure.com/other/_packaging/f/pypi/simple/"), {
      name: "ForeignAddress",
      message: /\/other\/.* is another organization than the job's own \(org\)/,
    });
    const nobody = new CoveredAddresses([], organization);
    assert.throws(() => nobody.find("https://pkgs.dev.azure.com/org/_packaging/f/pypi/simple/"), {
      message: /is of no identity of this step/,
    });
  });
});
