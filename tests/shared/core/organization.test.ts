import assert from "node:assert/strict";
import { jobOrganization, type ServerFacts } from "../../../shared/core/organization";
import { Problem } from "../../../shared/core/problem";
import { collectionId, server, services } from "./organizations";

const hosted = (collectionUri: string | undefined, id: string | undefined = collectionId): ServerFacts => ({
  collectionUri,
  serverType: "Hosted",
  collectionId: id,
});

describe("organization", () => {
  const named: readonly (readonly [string, string])[] = [
    ["https://dev.azure.com/fabrikam/", "fabrikam"],
    ["https://dev.azure.com/Fabrikam", "Fabrikam"],
    ["https://fabrikam.visualstudio.com/", "fabrikam"],
    ["https://fabrikam.visualstudio.com/DefaultCollection/", "fabrikam"],
  ];
  for (const [collectionUri, name] of named) {
    it(`${collectionUri} is ${name} on Services`, () => {
      assert.deepEqual(jobOrganization(hosted(collectionUri)), {
        kind: "services",
        name,
        feedRoot: `https://pkgs.dev.azure.com/${name}/`,
        feedHosts: [
          { origin: "https://pkgs.dev.azure.com", path: "/fabrikam/" },
          { origin: "https://fabrikam.pkgs.visualstudio.com", path: "/defaultcollection/" },
          { origin: "https://fabrikam.pkgs.visualstudio.com", path: "/" },
          { origin: "https://pkgs.visualstudio.com", path: `/a${collectionId}/` },
        ],
      });
    });
  }

  for (const id of [undefined, "", "not-a-guid"]) {
    it(`has no place by GUID where System.CollectionId is ${JSON.stringify(id)}`, () => {
      const { feedHosts } = jobOrganization({
        ...hosted("https://dev.azure.com/fabrikam/"),
        collectionId: id,
      });
      assert.deepEqual(
        feedHosts.map(({ origin }) => origin),
        [
          "https://pkgs.dev.azure.com",
          "https://fabrikam.pkgs.visualstudio.com",
          "https://fabrikam.pkgs.visualstudio.com",
        ],
      );
    });
  }

  it("System.ServerType is read in any case", () => {
    const facts = { ...hosted("https://dev.azure.com/fabrikam/"), serverType: "hosted" };
    assert.deepEqual(jobOrganization(facts), services());
  });

  const collections: readonly (readonly [string, string, string, string])[] = [
    [
      "http://tfs.corp.example:8080/tfs/DefaultCollection/",
      "DefaultCollection",
      "http://tfs.corp.example:8080/tfs/DefaultCollection/",
      "/tfs/defaultcollection/",
    ],
    ["https://tfs.corp.example/Main", "Main", "https://tfs.corp.example/Main/", "/main/"],
    ["https://tfs.corp.example/", "tfs.corp.example", "https://tfs.corp.example/", "/"],
  ];
  for (const [collectionUri, name, feedRoot, path] of collections) {
    it(`${collectionUri} is a collection of Server`, () => {
      const origin = new URL(collectionUri).origin;
      assert.deepEqual(server(collectionUri), {
        kind: "server",
        name,
        feedRoot,
        feedHosts: [{ origin, path }],
      });
    });
  }

  // agent, JobRunner.cs:690-735: the path and query of what the server says, behind the agent's scheme, host and port.
  const agents: readonly (readonly [string, string, string | undefined, readonly string[]])[] = [
    [
      "another host",
      "http://tfsserver:8080/tfs/Main/",
      "https://tfsserver.mycompany.example:9090/tfs/Main/",
      ["https://tfsserver.mycompany.example:9090", "http://tfsserver:8080"],
    ],
    ["the same", "http://tfs.example/Main/", "http://tfs.example/Main", ["http://tfs.example"]],
    ["none", "http://tfs.example/Main/", undefined, ["http://tfs.example"]],
    ["no address", "http://tfs.example/Main/", "tfs", ["http://tfs.example"]],
    ["another scheme than http", "http://tfs.example/Main/", "ftp://a.example/Main/", ["http://tfs.example"]],
    ["another collection", "http://tfs.example/Main/", "https://a.example/Other/", ["http://tfs.example"]],
    ["a folder of another", "http://tfs.example/Main/", "https://a.example/Main/x/", ["http://tfs.example"]],
  ];
  for (const [title, collectionUri, agentUri, origins] of agents) {
    it(`a collection that the agent reaches by an address of its own: ${title}`, () => {
      const facts = { collectionUri, agentUri, serverType: "OnPremises", collectionId };
      const { feedRoot, feedHosts, name } = jobOrganization(facts);
      const { pathname } = new URL(collectionUri);
      assert.equal(name, "Main");
      assert.equal(feedRoot, `${origins[0] ?? ""}${pathname}`);
      assert.deepEqual(
        feedHosts,
        origins.map((origin) => ({ origin, path: pathname.toLowerCase() })),
      );
    });
  }

  it("Services take no other address from the agent", () => {
    const facts = {
      ...hosted("https://dev.azure.com/fabrikam/"),
      agentUri: "https://evil.example/fabrikam/",
    };
    assert.deepEqual(jobOrganization(facts), services());
  });

  it("without System.ServerType is a collection: the address alone never makes it Services", () => {
    const facts = { ...hosted("https://dev.azure.com/fabrikam/"), serverType: undefined };
    assert.equal(jobOrganization(facts).kind, "server");
  });

  const refused: readonly (readonly [string, string | undefined])[] = [
    ["nothing", undefined],
    ["an empty text", ""],
    ["no address", "fabrikam"],
    ["another scheme", "ftp://dev.azure.com/fabrikam/"],
    ["http: on Services", "http://dev.azure.com/fabrikam/"],
    ["no organization", "https://dev.azure.com/"],
    ["another host", "https://dev.azure.com.evil.example/fabrikam/"],
    ["a host that ends alike", "https://evil.example/visualstudio.com"],
    ["a port", "https://dev.azure.com:8443/fabrikam/"],
    ["an organization of a strange name", "https://dev.azure.com/%2e%2e%2ffabrikam/"],
    ["two labels", "https://a.b.visualstudio.com/"],
  ];
  for (const [title, collectionUri] of refused) {
    it(`is refused: ${title}`, () => {
      assert.throws(
        () => jobOrganization(hosted(collectionUri)),
        (error) =>
          error instanceof Problem &&
          error.code === "collection-unknown" &&
          error.message.includes("System.CollectionUri"),
      );
    });
  }
});
