import assert from "node:assert/strict";
import { startFeed } from "../../../sandbox/feed/start-feed";
import type { OrganizationDefinition, RunningFeed } from "../../../sandbox/feed/start-feed";
import { basic, send } from "./http-request";
import { testOrganization, tokenOf } from "./test-world";

type Release = NonNullable<OrganizationDefinition["release"]>;

interface Envelope {
  readonly message: string;
  readonly typeKey: string;
}

const feeds = "_apis/packaging/feeds/wide";

/** Texts: actions/runner, src/Sdk/Resources/WebApiResources.g.cs; a line of each was recorded by others, as named. */
const outOfRange = (asked: string, newest: string): string =>
  `The requested REST API version of ${asked} is out of range for this server. The latest REST API version this server supports is ${newest}.`;
const underPreview = (asked: string): string =>
  `The requested version "${asked}" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: "${asked}-preview"`;

describe("feed: REST versions", () => {
  let feed: RunningFeed;
  before(async () => {
    const releases: readonly (Release | undefined)[] = [undefined, "2019.1", "2020", "2022"];
    feed = await startFeed({
      organizations: releases.map((release) => ({
        ...testOrganization("server", `Col${release ?? ""}`),
        ...(release && { release }),
      })),
      idleStopSeconds: 60,
    });
  });
  after(() => feed.stop());

  const ask = (release: Release | "", path: string, method = "GET") =>
    send(`${feed.serverUrl}Col${release}/${path}`, { method, headers: basic(tokenOf("administrator")) });

  const taken: readonly (readonly [Release | "", string])[] = [
    // REST reference 7.1, "Feed Management - Get Feed": 'This should be set to 7.1'.
    ["", `${feeds}?api-version=7.1`],
    ["", `${feeds}/packages?api-version=7.1-preview.1`],
    ["", `${feeds}?api-version=6.0-preview.1`],
    // azure-devops-node-api, VsoClient.ts: without one the server decides.
    ["", feeds],
    ["2022", `${feeds}?api-version=6.0-preview.1`],
    ["2020", `${feeds}/packages?api-version=6.0-preview.1`],
    ["2019.1", `${feeds}?api-version=5.1-preview.1`],
    ["2020", "_apis/connectionData?api-version=6.0-preview.1"],
    // specification/artifactsPackageTypes/7.2/cargoApi-AzureArtifacts.json
    ["", `${feeds}/cargo/packages/x/upstreaming?api-version=7.2-preview.1`],
    ["", `${feeds}/pypi/packages/x/upstreaming?api-version=7.1-preview.1`],
  ];
  for (const [release, path] of taken)
    it(`take ${path}, ${release === "" ? "Services" : `Server ${release}`}`, async () => {
      const answer = await ask(release, path);
      assert.equal(answer.status, 200, answer.text);
      const version = /api-version=(.*)$/.exec(path)?.[1];
      const type = `application/json; charset=utf-8; api-version=${version ?? "7.1"}`;
      assert.equal(answer.headers["content-type"], type);
    });

  const refused: readonly (readonly [Release | "", string, string, string])[] = [
    // msft-extensions#491, azure-boards-estimate#73, azure-devops-extension-sample#161
    ["2020", `${feeds}?api-version=7.1`, "VssVersionOutOfRangeException", outOfRange("7.1", "6.0")],
    ["2022", `${feeds}?api-version=7.1`, "VssVersionOutOfRangeException", outOfRange("7.1", "7.0")],
    [
      "2019.1",
      `${feeds}/packages?api-version=6.0-preview.1`,
      "VssVersionOutOfRangeException",
      outOfRange("6.0", "5.1"),
    ],
    ["", `${feeds}?api-version=7.3-preview.1`, "VssVersionOutOfRangeException", outOfRange("7.3", "7.2")],
    [
      "2020",
      "_apis/connectionData?api-version=7.1-preview",
      "VssVersionOutOfRangeException",
      outOfRange("7.1", "6.0"),
    ],
    // arcade-services#1141
    ["", `${feeds}?api-version=7.2`, "VssInvalidPreviewVersionException", underPreview("7.2")],
    ["2020", `${feeds}?api-version=6.0`, "VssInvalidPreviewVersionException", underPreview("6.0")],
    [
      "",
      `${feeds}/pypi/packages/x/upstreaming?api-version=7.1`,
      "VssInvalidPreviewVersionException",
      underPreview("7.1"),
    ],
    [
      "",
      `${feeds}/cargo/packages/x/upstreaming?api-version=7.1-preview.1`,
      "VssVersionOutOfRangeException",
      outOfRange("7.1", "7.2"),
    ],
    [
      "",
      `${feeds}?api-version=new`,
      "VssInvalidApiResourceVersionException",
      'Invalid api version string: "new". Api version string must be in the format: {Major}.{Minor}[-preview[.{ResourceVersion}]].',
    ],
  ];
  for (const [release, path, typeKey, message] of refused)
    it(`refuse ${path}, ${release === "" ? "Services" : `Server ${release}`}`, async () => {
      const answer = await ask(release, path);
      const said = answer.json() as Envelope;
      assert.deepEqual([answer.status, said.typeKey, said.message], [400, typeKey, message]);
      assert.ok(answer.reason.startsWith(`Bad Request - ${message} (DevOps Activity ID: `), answer.reason);
    });

  it("are demanded of a request that changes something", async () => {
    const answer = await ask("", `${feeds}/cargo/packages/inner/versions/1.0.0`, "DELETE");
    const said = answer.json() as Envelope;
    assert.deepEqual([answer.status, said.typeKey], [400, "VssVersionNotSpecifiedException"]);
    // WebApiResources.g.cs; recorded of POST, PUT and DELETE, and never of GET.
    assert.match(said.message, /^No api-version was supplied for the "DELETE" request\. The version must be/);
  });

  it("stand in the log of requests", async () => {
    feed.clearRequests();
    await ask("", `${feeds}?api-version=7.1&x=secret`);
    await ask("", feeds);
    assert.deepEqual(
      feed.requests().map(({ apiVersion }) => apiVersion),
      ["7.1", undefined],
    );
  });
});
