import assert from "node:assert/strict";
import { basic, send } from "./http-request";
import { startTestFeed, tokenOf } from "./test-world";
import type { TestFeed } from "./test-world";

/** What every request that changes something must name. */
const preview = "api-version=7.1-preview.1";

const as = (identity: string) => ({ headers: basic(tokenOf(identity)) });

interface Named {
  readonly id: string;
  readonly name: string;
}
interface Version {
  readonly version: string;
  readonly directUpstreamSourceId?: string;
  readonly views: readonly Named[];
  readonly isListed: boolean;
}
interface List<T> {
  readonly count: number;
  readonly value: readonly T[];
}

describe("feed: REST calls", () => {
  let world: TestFeed;
  let feeds: string;
  beforeEach(async () => {
    world = await startTestFeed();
    feeds = `${world.collection}/_apis/packaging/feeds`;
  });
  afterEach(() => world.feed.stop());

  const get = async <T>(address: string, identity = "reader"): Promise<T> => {
    const answer = await send(address, as(identity));
    assert.equal(answer.status, 200, `${address}: ${answer.text}`);
    return answer.json() as T;
  };

  it("names the acting identity and the access mappings in connectionData", async () => {
    const data = await get<{
      authenticatedUser: { id: string; providerDisplayName: string };
      locationServiceData: { accessMappings: { accessPoint: string }[]; defaultAccessMappingMoniker: string };
    }>(`${world.collection}/_apis/connectionData?connectOptions=1&api-version=7.1-preview`);
    assert.equal(data.authenticatedUser.id, world.feed.ids.identity("Col", "reader"));
    assert.equal(data.authenticatedUser.providerDisplayName, "The reader");
    assert.equal(data.locationServiceData.accessMappings[0]?.accessPoint, world.feed.serverUrl);
    const stable = await send(`${world.collection}/_apis/connectionData?api-version=7.1`, as("reader"));
    assert.equal(stable.status, 400);
    assert.match(stable.text, /The -preview flag must be supplied/u);
    assert.equal((await send(`${world.collection}/_apis/connectionData`)).status, 401);
  });

  it("answers resourceAreas to the anonymous, and OPTIONS with route templates", async () => {
    const area = "71F96160-8701-4914-AED9-C44B89F20CCD";
    const answer = await send(`${world.collection}/_apis/resourceAreas/${area}`);
    assert.deepEqual(answer.json(), {
      id: area.toLowerCase(),
      name: "cargo",
      locationUrl: `${world.collection}/`,
    });
    const unknown = await send(
      `${world.collection}/_apis/resourceAreas/${world.feed.ids.organization("Col") ?? ""}`,
    );
    assert.equal(unknown.status, 404);
    const options = await send(`${world.collection}/_apis/pypi`, { method: "OPTIONS", ...as("reader") });
    const { value } = options.json() as List<{ id: string }>;
    assert.deepEqual(
      value.map(({ id }) => id),
      ["93377a2c-f5fb-48b9-a8dc-7781441cabf1", "c7a75c1b-08ac-4b11-b468-6c7ef835c85e"],
    );
  });

  it("lists the feeds that the sender may read", async () => {
    const names = async (identity: string): Promise<readonly string[]> =>
      (await get<List<Named>>(feeds, identity)).value.map(({ name }) => name);
    assert.deepEqual(await names("reader"), ["private", "wide", "public"]);
    assert.deepEqual(await names("outsider"), ["public"]);
    const feed = await get<Named & { upstreamSources: (Named & { protocol: string })[] }>(`${feeds}/wide`);
    assert.equal(feed.id, world.feed.ids.feed("Col", "wide"));
    assert.deepEqual(
      feed.upstreamSources.map(({ protocol }) => protocol),
      ["PyPi", "Cargo", "Maven"],
    );
    assert.equal((await send(`${feeds}/wide`)).status, 401);
    assert.equal((await send(`${feeds}/wide`, as("outsider"))).status, 403);
    assert.equal((await send(`${feeds}/1`, as("reader"))).status, 404);
    assert.equal((await send(`${feeds}/1`, as("stranger"))).status, 401);
    assert.equal((await send(`${feeds}/private`, as("reader"))).status, 404);
    assert.equal((await send(`${feeds}/wide`, { method: "DELETE", ...as("reader") })).status, 405);
    const views = await get<List<Named>>(`${feeds}/wide/views`);
    assert.deepEqual(
      views.value.map(({ name }) => name),
      ["Local", "Prerelease", "Release"],
    );
    const view = await get<Named>(`${feeds}/wide/views/Release`);
    assert.equal(view.id, world.feed.ids.view("Col", "wide", "Release"));
  });

  it("tells what is saved and from which upstream source", async () => {
    await send(`${world.wideFeed}/pypi/download/up/2.1/up-2.1.0-py3-none-any.whl`, as("collaborator"));
    const sources = (await get<{ upstreamSources: Named[] }>(`${feeds}/wide`)).upstreamSources;
    const packages = await get<List<Named & { versions: Version[] }>>(
      `${feeds}/wide/packages?includeAllVersions=true`,
    );
    const origins = packages.value.map(({ name, versions }) => [
      name,
      versions.map(({ version }) => version).join(),
      sources.find(({ id }) => id === versions[0]?.directUpstreamSourceId)?.name,
    ]);
    assert.deepEqual(origins, [
      ["inner-pkg", "1.0.0", undefined],
      ["inner", "1.0.0", undefined],
      ["com.corp:inner", "1.0", undefined],
      ["up", "2.1.0", "Public index"],
    ]);
    const filtered = await get<List<Named>>(`${feeds}/wide/packages?protocolType=pypi&packageNameQuery=UP`);
    assert.deepEqual(
      filtered.value.map(({ name }) => name),
      ["up"],
    );
    const id = filtered.value[0]?.id ?? "";
    const versions = await get<List<{ id: string; sourceChain: Named[]; files: { name: string }[] }>>(
      `${feeds}/wide/Packages/${id}/versions`,
    );
    assert.deepEqual(
      versions.value[0]?.sourceChain.map(({ name }) => name),
      ["Public index"],
    );
    assert.deepEqual(
      versions.value[0].files.map(({ name }) => name),
      ["up-2.1.0-py3-none-any.whl"],
    );
    const one = await get<{ version: string }>(
      `${feeds}/wide/Packages/${id}/versions/${versions.value[0].id}`,
    );
    assert.equal(one.version, "2.1.0");
    assert.equal((await send(`${feeds}/wide/Packages/${feeds.length}`, as("reader"))).status, 404);
    const page = await get<List<Named>>(`${feeds}/wide/packages?$top=1&$skip=1`);
    assert.deepEqual(
      page.value.map(({ name }) => name),
      ["inner"],
    );
  });

  it("answers a version per protocol, with its source chain", async () => {
    await send(`${world.wideFeed}/maven/v1/org/up/lib/1.0/lib-1.0.jar`, as("collaborator"));
    const calls: readonly (readonly [string, string, readonly string[]])[] = [
      ["pypi/packages/Inner.Pkg/versions/1.0", "inner-pkg", []],
      ["cargo/packages/inner/versions/1.0.0", "inner", []],
      ["maven/groups/org.up/artifacts/lib/versions/1.0", "org.up:lib", ["Public repository"]],
    ];
    for (const [path, name, chain] of calls) {
      const found = await get<{ name: string; sourceChain: Named[] }>(`${feeds}/wide/${path}`);
      assert.deepEqual([found.name, found.sourceChain.map((each) => each.name)], [name, chain]);
    }
    assert.equal((await send(`${feeds}/wide/pypi/packages/up/versions/2.1.0`, as("reader"))).status, 404);
  });

  it("promotes to a view and unlists, as publisher", async () => {
    const version = `${feeds}/wide/cargo/packages/inner/versions/1.0.0`;
    const patch = (change: unknown, identity: string) =>
      send(`${version}?${preview}`, { method: "PATCH", body: JSON.stringify(change), ...as(identity) });
    const promotion = { views: { op: "add", path: "/views/-", value: "release" } };
    assert.equal((await patch(promotion, "collaborator")).status, 403);
    const index = `${world.wideFeed}@Release/Cargo/index/in/ne/inner`;
    assert.equal((await send(index, as("reader"))).status, 404);
    assert.equal((await patch(promotion, "contributor")).status, 200);
    assert.equal((await send(index, as("reader"))).status, 200);
    assert.equal((await patch({ listed: false }, "contributor")).status, 200);
    assert.match((await send(index, as("reader"))).text, /"yanked":true/u);
    for (const bad of [
      { views: { op: "remove" } },
      { views: { op: "add", path: "/views/-", value: "None" } },
      5,
    ]) {
      assert.equal((await patch(bad, "contributor")).status, 400);
    }
  });

  it("deletes as owner; a deleted version stays gone, also from upstream, and its number is used up", async () => {
    const file = `${world.wideFeed}/pypi/download/up/1/up-1.0.0-py3-none-any.whl`;
    await send(file, as("collaborator"));
    const version = `${feeds}/wide/pypi/packages/up/versions/1.0.0`;
    assert.equal(
      (await send(`${version}?${preview}`, { method: "DELETE", ...as("contributor") })).status,
      403,
    );
    assert.equal(
      (await send(`${version}?${preview}`, { method: "DELETE", ...as("administrator") })).status,
      200,
    );
    assert.equal((await send(file, as("collaborator"))).status, 404);
    const page = await send(`${world.wideFeed}/pypi/simple/up/`, as("collaborator"));
    assert.equal(page.text.includes("up-1.0.0"), false);
    assert.equal(page.text.includes("up-2.1.0"), true);
    assert.equal((await send(version, as("reader"))).status, 404);
    assert.ok((await get<{ deletedDate?: string }>(`${version}?showDeleted=true`)).deletedDate);

    const maven = `${feeds}/wide/maven/groups/com.corp/artifacts/inner/versions/1.0`;
    assert.equal(
      (await send(`${maven}?${preview}`, { method: "DELETE", ...as("administrator") })).status,
      202,
    );
    const jar = `${world.wideFeed}/maven/v1/com/corp/inner/1.0/inner-1.0.jar`;
    assert.equal((await send(jar, as("reader"))).status, 404);
    assert.equal((await send(`${jar}.sha1`, as("reader"))).status, 404);
    assert.equal((await send(jar, { method: "PUT", body: "again", ...as("contributor") })).status, 409);
  });

  it("reads and checks the upstreaming setting, also of packages that do not exist yet", async () => {
    const setting = `${feeds}/wide/maven/groups/not.yet/artifacts/there/upstreaming?${preview}`;
    assert.deepEqual(await get(setting), { versionsFromExternalUpstreams: "auto" });
    const bad = { method: "PATCH", body: '{"versionsFromExternalUpstreams":"all"}', ...as("administrator") };
    assert.equal((await send(setting, bad)).status, 400);
    assert.equal((await send(setting, { ...bad, body: "{" })).status, 400);
  });

  it("lists roles as permissions", async () => {
    const { value } = await get<List<{ role: string; displayName: string }>>(`${feeds}/wide/permissions`);
    assert.deepEqual(
      value.map(({ role, displayName }) => `${displayName}: ${role}`),
      ["reader", "collaborator", "contributor", "administrator"].map((role) => `The ${role}: ${role}`),
    );
  });
});
