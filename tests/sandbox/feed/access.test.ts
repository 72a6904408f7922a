import assert from "node:assert/strict";
import { basic, bearer, send } from "./http-request";
import { startTestFeed, tokenOf } from "./test-world";
import type { TestFeed } from "./test-world";

type Where = "privateFeed" | "wideFeed" | "publicFeed";

/** What is asked: a listing, a file the feed holds, a file only the upstream source has, a push. */
const actions = {
  list: { path: "/pypi/simple/inner-pkg/" },
  held: { path: "/pypi/download/inner-pkg/1/inner_pkg-1.0.0-py3-none-any.whl" },
  unsaved: { path: "/pypi/download/up/1/up-1.0.0-py3-none-any.whl" },
  push: { path: "/maven/v1/com/corp/new/1.0/new-1.0.jar", method: "PUT", body: "jar" },
} as const;

const anonymousText =
  "TF400813: Resource not available for anonymous access. Client authentication required.";
const unknownText =
  "TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this resource.";
const lacks = (permission: string): RegExp =>
  new RegExp(
    `^User '[0-9a-f-]{36}' lacks permission to complete this action\\. You need to have '${permission}'\\.$`,
    "u",
  );
const unsavedText =
  "No local versions of package 'up'; please provide authentication to access versions from upstream that have not yet been saved to your feed.";

const rules: readonly (readonly [Where, string, keyof typeof actions, number, (string | RegExp)?])[] = [
  ["privateFeed", "anonymous", "list", 401, anonymousText],
  ["privateFeed", "anonymous", "held", 401, anonymousText],
  ["privateFeed", "anonymous", "push", 401, anonymousText],
  ["privateFeed", "stranger", "list", 401, unknownText],
  ["privateFeed", "outsider", "list", 403, lacks("ReadPackages")],
  ["privateFeed", "outsider", "push", 403, lacks("ReadPackages")],
  ["privateFeed", "reader", "list", 200],
  ["privateFeed", "reader", "held", 303],
  ["privateFeed", "reader", "unsaved", 403, lacks("AddUpstreamPackage")],
  ["privateFeed", "reader", "push", 403, lacks("AddPackage")],
  ["privateFeed", "collaborator", "unsaved", 303],
  ["privateFeed", "collaborator", "push", 403, lacks("AddPackage")],
  ["privateFeed", "contributor", "unsaved", 303],
  ["privateFeed", "contributor", "push", 200],
  ["wideFeed", "anonymous", "list", 401, anonymousText],
  ["wideFeed", "administrator", "push", 200],
  ["publicFeed", "anonymous", "list", 200],
  ["publicFeed", "anonymous", "held", 303],
  ["publicFeed", "anonymous", "unsaved", 401, unsavedText],
  ["publicFeed", "anonymous", "push", 401, anonymousText],
  ["publicFeed", "stranger", "list", 401, unknownText],
  ["publicFeed", "outsider", "list", 200],
  ["publicFeed", "outsider", "unsaved", 403, lacks("AddUpstreamPackage")],
  ["publicFeed", "reader", "unsaved", 403, lacks("AddUpstreamPackage")],
  ["publicFeed", "collaborator", "unsaved", 303],
];

describe("feed: access", () => {
  let world: TestFeed;
  beforeEach(async () => {
    world = await startTestFeed();
  });
  afterEach(() => world.feed.stop());

  for (const [where, identity, action, status, message] of rules) {
    it(`${where}: ${identity} may ${action}: ${status}`, async () => {
      const { path, ...sending } = actions[action];
      const headers = identity === "anonymous" ? {} : basic(tokenOf(identity));
      const answer = await send(`${world[where]}${path}`, { ...sending, headers });
      assert.equal(answer.status, status, answer.text);
      if (message === undefined) return;
      const { message: told } = answer.json() as { message: string };
      if (typeof message === "string") assert.equal(told, message);
      else assert.match(told, message);
      const activity = answer.headers["activityid"];
      assert.ok(
        answer.reason.endsWith(` - ${told} (DevOps Activity ID: ${String(activity)})`),
        answer.reason,
      );
    });
  }

  it("takes a job token as Bearer and as Basic password of any user, a personal access token as Basic only", async () => {
    const page = `${world.privateFeed}/pypi/simple/`;
    const headersAndStatus: readonly (readonly [Record<string, string>, number])[] = [
      [bearer(tokenOf("reader")), 200],
      [basic(tokenOf("reader"), ""), 200],
      [basic(tokenOf("reader"), "VssSessionToken"), 200],
      [{ authorization: tokenOf("reader") }, 401],
      [{ authorization: `Token ${tokenOf("reader")}` }, 401],
      [bearer("undefined"), 401],
      [basic(""), 401],
      [bearer(tokenOf("pat")), 401],
      [basic(tokenOf("pat")), 403],
    ];
    for (const [headers, status] of headersAndStatus) {
      assert.equal((await send(page, { headers })).status, status, JSON.stringify(headers));
    }
  });

  it("refuses a token in an organization to which it does not belong", async () => {
    const other = `${world.feed.serverUrl}Other/_packaging/wide/pypi/simple/inner-pkg/`;
    assert.equal((await send(other, { headers: basic("other-reader") })).status, 200);
    const refused = await send(other, { headers: basic(tokenOf("reader")) });
    assert.equal(refused.status, 401);
    assert.equal((refused.json() as { message: string }).message, unknownText);
  });

  it("challenges with one header line per scheme on each face", async () => {
    const server = await send(`${world.wideFeed}/pypi/simple/`);
    const { host } = new URL(world.feed.serverUrl);
    assert.deepEqual(server.lines("www-authenticate"), [
      "Bearer",
      `Basic realm="http://${host}/"`,
      "Negotiate",
      "NTLM",
    ]);
    const services = await send(`${world.feed.serverUrl}org/_packaging/wide/pypi/simple/`, {
      headers: { host: "pkgs.dev.azure.com" },
    });
    const [entra, ...others] = services.lines("www-authenticate");
    assert.match(entra ?? "", /^Bearer authorization_uri=https:\/\/login\.windows\.net\/[0-9a-f-]{36}$/u);
    assert.deepEqual(others, ['Basic realm="https://pkgsprodcus1.pkgs.visualstudio.com/"', "TFS-Federated"]);
    assert.equal(services.headers["x-vss-authorizationendpoint"], "https://vssps.dev.azure.com/org/");
  });

  it("asks the anonymous for credentials at ~force-auth and treats the others as without it", async () => {
    const forced = `${world.publicFeed}~force-auth/pypi/simple/inner-pkg/`;
    const refused = await send(forced);
    assert.equal(refused.status, 401);
    assert.equal(
      (refused.json() as { message: string }).message,
      "No authorization provided for feed public even though required by ~force-auth",
    );
    assert.equal((await send(forced, { headers: basic(tokenOf("reader")) })).status, 200);
    const privately = `${world.privateFeed}~force-auth/pypi/simple/inner-pkg/`;
    assert.equal((await send(privately, { headers: basic(tokenOf("reader")) })).status, 200);
  });

  it("answers 404 for what is in another scope, and tells the anonymous nothing", async () => {
    const headers = basic(tokenOf("reader"));
    const paths: readonly (readonly [string, string])[] = [
      ["_packaging/private/pypi/simple/", "FeedIdNotFoundException"],
      ["_packaging/nothing/pypi/simple/", "FeedIdNotFoundException"],
      ["Open%20Project/_packaging/private/pypi/simple/", "FeedIdNotFoundException"],
      ["Nowhere/_packaging/wide/pypi/simple/", "ProjectDoesNotExistWithNameException"],
      ["_packaging/wide@Nightly/pypi/simple/", "FeedViewNotFoundException"],
      ["_packaging/wide/npm/registry/", "VssResourceNotFoundException"],
      ["_packaging/wide/constructor/", "VssResourceNotFoundException"],
    ];
    for (const [path, typeKey] of paths) {
      const answer = await send(`${world.collection}/${path}`, { headers });
      assert.equal(answer.status, 404, path);
      assert.equal((answer.json() as { typeKey: string }).typeKey, typeKey, path);
    }
    assert.equal((await send(`${world.collection}/_packaging/nothing/pypi/simple/`)).status, 401);
    assert.equal((await send(`${world.collection}/Nowhere/_packaging/wide/pypi/simple/`)).status, 401);
    assert.equal((await send(`${world.feed.serverUrl}Nobody/_packaging/wide/pypi/simple/`)).status, 404);
    const feed = await send(`${world.collection}/_packaging/nothing/pypi/simple/`, { headers });
    assert.match(
      feed.reason,
      /^Not Found - The feed with ID 'nothing' doesn't exist\. \(DevOps Activity ID: /u,
    );
  });
});
