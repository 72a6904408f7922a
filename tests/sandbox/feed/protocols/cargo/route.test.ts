import assert from "node:assert/strict";
import { basic, bearer, location, send } from "../../http-request";
import type { Answer } from "../../http-request";
import { sha256 } from "../../memory-upstream";
import { startTestFeed, tokenOf } from "../../test-world";
import type { TestFeed } from "../../test-world";

const as = (identity: string) => ({
  headers: { ...bearer(tokenOf(identity)), "user-agent": `tester/1 (${identity})` },
});

interface Config {
  readonly dl: string;
  readonly api: string;
  readonly "auth-required"?: boolean;
}

interface Line {
  readonly name: string;
  readonly vers: string;
  readonly yanked?: boolean;
}

const lines = (answer: Answer): readonly Line[] =>
  answer.text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

async function config(feed: string, identity?: string): Promise<Config> {
  const answer = await send(`${feed}/Cargo/index/config.json`, identity === undefined ? {} : as(identity));
  assert.equal(answer.status, 200, answer.text);
  return answer.json() as Config;
}

const fileAddress = (template: string, crate: string, version: string): string =>
  template.replace("{crate}", crate).replace("{version}", version);

/** The body of `cargo publish`. */
function publishBody(metadata: object, crate: string): Buffer {
  const json = Buffer.from(JSON.stringify(metadata));
  const lengths = [json.length, crate.length].map((length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(length);
    return bytes;
  });
  return Buffer.concat([lengths[0] ?? json, json, lengths[1] ?? json, Buffer.from(crate)]);
}

const published = {
  name: "Mine",
  vers: "0.1.0+build.5",
  deps: [
    {
      name: "serde",
      version_req: "^1",
      features: [],
      optional: true,
      default_features: true,
      target: null,
      kind: "normal",
      registry: null,
      explicit_name_in_toml: "ser",
    },
  ],
  features: { plain: [], extra: ["dep:ser"] },
  links: null,
};

describe("feed: Cargo", () => {
  let world: TestFeed;
  beforeEach(async () => {
    world = await startTestFeed();
  });
  afterEach(() => world.feed.stop());

  it("names GUID addresses in config.json, and requires authentication where the feed does", async () => {
    const { ids, serverUrl } = world.feed;
    const base = `${serverUrl}Col/_packaging/${ids.feed("Col", "wide") ?? ""}/cargo`;
    assert.deepEqual(await config(world.wideFeed, "reader"), {
      dl: `${base}/api/v1/crates/{crate}/{version}/download`,
      api: base,
      "auth-required": true,
    });
    assert.equal((await send(`${world.wideFeed}/Cargo/index/config.json`)).status, 401);
    assert.equal((await config(world.publicFeed))["auth-required"], false);
    assert.equal((await config(`${world.publicFeed}~force-auth`, "reader"))["auth-required"], true);
  });

  it("lists held and upstream versions, and saves on GET of the file with 302", async () => {
    const index = `${world.wideFeed}/Cargo/index/2/up`;
    const listed = await send(index, as("reader"));
    assert.deepEqual(
      lines(listed).map(({ vers }) => vers),
      ["1.0.0", "1.1.0"],
    );
    assert.deepEqual(world.upstream.opened, []);
    const { dl } = await config(world.wideFeed, "reader");
    const file = fileAddress(dl, "up", "1.1.0");
    assert.equal((await send(file, as("reader"))).status, 403);
    const download = await send(file, as("collaborator"));
    assert.equal(download.status, 302);
    assert.deepEqual(
      world.feed.saved("Col", "wide").filter(({ name }) => name === "up"),
      [
        {
          protocol: "cargo",
          name: "up",
          version: "1.1.0",
          file: "up-1.1.0.crate",
          upstream: "Public crates",
          savedFor: "tester/1 (collaborator)",
        },
      ],
    );
    assert.equal((await send(location(download))).text, "up 1.1.0");
    assert.equal((await send(file, as("reader"))).status, 302);
    assert.deepEqual(
      lines(await send(index, as("reader")))
        .map(({ vers }) => vers)
        .sort(),
      ["1.0.0", "1.1.0"],
    );
    const view = await send(`${world.wideFeed}@Local/Cargo/index/2/up`, as("reader"));
    assert.deepEqual(
      lines(view).map(({ vers }) => vers),
      ["1.1.0"],
    );
  });

  it("tells the anonymous of a public feed to authenticate for what is not saved", async () => {
    const refused = await send(`${world.publicFeed}/Cargo/index/2/up`);
    assert.equal(refused.status, 401);
    assert.match(refused.reason, /No local versions of package 'up'; please provide authentication/u);
    assert.equal((await send(`${world.publicFeed}/Cargo/index/in/ne/inner`)).status, 200);
    const { dl } = await config(world.publicFeed);
    assert.equal((await send(fileAddress(dl, "inner", "1.0.0"))).status, 302);
    assert.equal((await send(fileAddress(dl, "up", "1.0.0"))).status, 401);
    assert.equal((await send(fileAddress(dl, "up", "1.0.0"), as("collaborator"))).status, 302);
    assert.equal((await send(fileAddress(dl, "up", "1.0.0"))).status, 302);
  });

  it("answers 304 to the index's own tag and 404 to unknown crates and misplaced paths", async () => {
    const index = `${world.wideFeed}/Cargo/index/in/ne/inner`;
    const first = await send(index, as("reader"));
    const headers = { ...bearer(tokenOf("reader")), "if-none-match": first.headers.etag ?? "" };
    const second = await send(index, { headers });
    assert.deepEqual([second.status, second.text], [304, ""]);
    for (const path of ["no/ne/none", "ne/in/inner", "inner"]) {
      assert.equal((await send(`${world.wideFeed}/Cargo/index/${path}`, as("reader"))).status, 404, path);
    }
  });

  it("publishes, lists, yanks; a second time is a conflict with Cargo's detail", async () => {
    const { api } = await config(world.wideFeed, "contributor");
    const body = publishBody(published, "crate bytes");
    const put = (identity: string) =>
      send(`${api}/api/v1/crates/new`, { method: "PUT", body, ...as(identity) });
    const refused = await put("collaborator");
    assert.equal(refused.status, 403);
    const { errors } = refused.json() as { errors: { detail: string }[] };
    assert.match(errors[0]?.detail ?? "", /You need to have 'AddPackage'\.$/u);

    const accepted = await put("contributor");
    assert.equal(accepted.status, 200);
    assert.deepEqual(accepted.json(), {
      warnings: { invalid_categories: [], invalid_badges: [], other: [] },
    });
    const index = `${world.wideFeed}/Cargo/index/mi/ne/mine`;
    assert.deepEqual(lines(await send(index, as("reader"))), [
      {
        name: "Mine",
        vers: "0.1.0+build.5",
        deps: [
          {
            name: "ser",
            package: "serde",
            req: "^1",
            features: [],
            optional: true,
            default_features: true,
            target: null,
            kind: "normal",
            registry: null,
          },
        ],
        cksum: sha256("crate bytes"),
        features: { plain: [] },
        features2: { extra: ["dep:ser"] },
        v: 2,
        yanked: false,
        links: null,
      },
    ]);
    assert.equal((await put("contributor")).status, 409);
    const yank = `${api}/api/v1/crates/Mine/0.1.0/yank`;
    assert.equal((await send(yank, { method: "DELETE", ...as("collaborator") })).status, 403);
    assert.equal((await send(yank, { method: "DELETE", ...as("contributor") })).status, 200);
    assert.equal(lines(await send(index, as("reader")))[0]?.yanked, true);
    const unyank = `${api}/api/v1/crates/Mine/0.1.0/unyank`;
    assert.equal((await send(unyank, { method: "PUT", ...as("contributor") })).status, 200);
    assert.equal(lines(await send(index, as("reader")))[0]?.yanked, false);
  });

  it("refuses a version that an upstream source has, and bodies that are no crate", async () => {
    const { api } = await config(world.wideFeed, "contributor");
    const put = (body: Buffer) =>
      send(`${api}/api/v1/crates/new`, { method: "PUT", body, ...as("contributor") });
    const upstream = await put(publishBody({ ...published, name: "up", vers: "1.0.0" }, "x"));
    assert.equal(upstream.status, 409);
    const whole = publishBody(published, "crate bytes");
    const bodies = [
      Buffer.from("ab"),
      whole.subarray(0, 20),
      whole.subarray(0, whole.length - 3),
      publishBody([], "x"),
    ];
    for (const body of bodies) assert.equal((await put(body)).status, 400);
    assert.equal(
      world.feed.saved("Col", "wide").some(({ name }) => name === "mine"),
      false,
    );
  });

  it("takes Basic as well", async () => {
    const headers = basic(tokenOf("reader"));
    assert.equal((await send(`${world.wideFeed}/cargo/index/config.json`, { headers })).status, 200);
  });
});
