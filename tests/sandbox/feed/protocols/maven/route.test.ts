import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { request } from "node:http";
import { basic, location, send } from "../../http-request";
import { startTestFeed, tokenOf } from "../../test-world";
import type { TestFeed } from "../../test-world";

const as = (identity: string) => ({ headers: basic(tokenOf(identity)) });
const digest = (algorithm: string, content: string | Buffer): string =>
  createHash(algorithm).update(content).digest("hex");
const texts = (xml: string, element: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "gu"))].map((match) => match[1] ?? "");

describe("feed: Maven", () => {
  let world: TestFeed;
  let root: string;
  beforeEach(async () => {
    world = await startTestFeed();
    root = `${world.wideFeed}/maven/v1`;
  });
  afterEach(() => world.feed.stop());

  const put = (path: string, body: string, identity = "contributor") =>
    send(`${root}/${path}`, { method: "PUT", body, ...as(identity) });

  it("redirects packages with 303 and serves what describes them in place", async () => {
    const jar = await send(`${root}/com/corp/inner/1.0/inner-1.0.jar`, as("reader"));
    assert.equal(jar.status, 303);
    assert.equal((await send(location(jar))).text, "inner jar");
    const pom = await send(`${root}/com/corp/inner/1.0/inner-1.0.pom`, as("reader"));
    assert.deepEqual([pom.status, pom.text], [200, "<project/>"]);
    const head = await send(`${root}/com/corp/inner/1.0/inner-1.0.pom`, { method: "HEAD", ...as("reader") });
    assert.deepEqual([head.status, head.text, head.headers["content-length"]], [200, "", "10"]);
  });

  it("computes the checksums of what it holds and of metadata", async () => {
    for (const algorithm of ["md5", "sha1", "sha256", "sha512"]) {
      const jar = await send(`${root}/com/corp/inner/1.0/inner-1.0.jar.${algorithm}`, as("reader"));
      assert.equal(jar.text, digest(algorithm, "inner jar"));
      const metadata = await send(`${root}/com/corp/inner/maven-metadata.xml`, as("reader"));
      const checksum = await send(`${root}/com/corp/inner/maven-metadata.xml.${algorithm}`, as("reader"));
      assert.equal(checksum.text, digest(algorithm, metadata.body));
    }
  });

  it("saves each file on its GET by Collaborator and above, and no checksum", async () => {
    const folder = `${root}/org/up/lib/1.0`;
    assert.equal((await send(`${folder}/lib-1.0.jar`, as("reader"))).status, 403);
    assert.equal((await send(`${folder}/lib-1.0-sources.jar`, as("reader"))).status, 404);
    assert.equal((await send(`${folder}/lib-1.0.jar.sha1`, as("reader"))).status, 403);
    assert.equal((await send(`${folder}/lib-1.0.jar.sha1`, as("collaborator"))).text, "upstream-sha1");
    assert.deepEqual(
      world.feed.saved("Col", "wide").filter(({ upstream }) => upstream !== undefined),
      [],
    );

    assert.equal((await send(`${folder}/lib-1.0.pom`, as("collaborator"))).status, 200);
    assert.equal((await send(`${folder}/lib-1.0.jar`, as("collaborator"))).status, 303);
    assert.equal((await send(`${folder}/lib-1.0-sources.jar`, as("collaborator"))).status, 404);
    const saved = world.feed.saved("Col", "wide").filter(({ upstream }) => upstream !== undefined);
    assert.deepEqual(
      saved.map(({ name, version, file, upstream }) => [name, version, file, upstream]),
      [
        ["org.up:lib", "1.0", "lib-1.0.pom", "Public repository"],
        ["org.up:lib", "1.0", "lib-1.0.jar", "Public repository"],
      ],
    );
    assert.equal((await send(`${folder}/lib-1.0.jar`, as("reader"))).status, 303);
    assert.equal((await send(`${folder}/lib-1.0.jar.sha1`, as("reader"))).text, digest("sha1", "jar 1.0"));
  });

  it("merges metadata of upstream, saved and pushed versions, without upstream snapshots", async () => {
    const metadata = `${root}/org/up/lib/maven-metadata.xml`;
    const upstream = await send(metadata, as("reader"));
    assert.deepEqual(texts(upstream.text, "version"), ["1.0", "1.1"]);
    assert.deepEqual(texts(upstream.text, "release"), ["1.1"]);
    assert.deepEqual(texts(upstream.text, "lastUpdated"), ["20200102030405"]);
    const view = `${world.wideFeed}@Local/maven/v1/org/up/lib/maven-metadata.xml`;
    assert.equal((await send(view, as("reader"))).status, 404);
    await send(`${root}/org/up/lib/1.0/lib-1.0.jar`, as("collaborator"));
    assert.deepEqual(texts((await send(view, as("reader"))).text, "version"), ["1.0"]);
    assert.equal((await send(`${root}/org/none/lib/maven-metadata.xml`, as("reader"))).status, 404);
    const open = `${world.publicFeed}/maven/v1`;
    assert.equal((await send(`${open}/org/up/lib/maven-metadata.xml`)).status, 401);
    assert.equal((await send(`${open}/com/corp/inner/maven-metadata.xml`)).status, 200);
    assert.equal((await send(`${open}/org/up/lib/1.0/lib-1.0.jar`)).status, 401);
  });

  it("takes a deploy once; checksums and metadata are computed, not taken over", async () => {
    assert.equal((await put("com/corp/new/1.0/new-1.0.jar", "new", "collaborator")).status, 403);
    assert.equal((await put("com/corp/new/1.0/new-1.0.jar", "new")).status, 200);
    assert.equal((await put("com/corp/new/1.0/new-1.0.jar.sha1", "wrong")).status, 200);
    assert.equal((await put("com/corp/new/maven-metadata.xml", "<metadata/>")).status, 200);
    assert.equal(
      (await send(`${root}/com/corp/new/1.0/new-1.0.jar.sha1`, as("reader"))).text,
      digest("sha1", "new"),
    );
    const metadata = await send(`${root}/com/corp/new/maven-metadata.xml`, as("reader"));
    assert.deepEqual(texts(metadata.text, "version"), ["1.0"]);
    const again = await put("com/corp/new/1.0/new-1.0.jar", "other");
    assert.equal(again.status, 409);
    assert.match(again.reason, /already contains file 'new-1\.0\.jar' in package 'com\.corp:new 1\.0'/u);
    const upstream = await put("org/up/lib/1.1/lib-1.1.jar", "mine");
    assert.equal(upstream.status, 409);
    assert.match(upstream.reason, /exists in at least one of the feed's upstream sources/u);
    assert.equal((await put("x.jar", "x")).status, 400);
    assert.equal(
      (await send(`${root}/com/corp/new/1.0/new-1.0.jar`, { method: "POST", ...as("contributor") })).status,
      405,
    );
  });

  it("answers snapshot metadata with the newest build of every file", async () => {
    const folder = "com/corp/snap/2.0-SNAPSHOT";
    for (const file of [
      "snap-2.0-20260102.030405-1.jar",
      "snap-2.0-20260102.040506-2.jar",
      "snap-2.0-20260102.040506-2-tests.jar",
      "snap-2.0-20260102.040506-2-dist.tar.gz",
    ]) {
      assert.equal((await put(`${folder}/${file}`, file)).status, 200);
      assert.equal((await put(`${folder}/${file}`, file)).status, 200, "a snapshot file may be replaced");
    }
    const { text } = await send(`${root}/${folder}/maven-metadata.xml`, as("reader"));
    assert.deepEqual(texts(text, "buildNumber"), ["2"]);
    assert.deepEqual(texts(text, "timestamp"), ["20260102.040506"]);
    assert.deepEqual(texts(text, "classifier"), ["tests", "dist"]);
    assert.deepEqual(texts(text, "extension"), ["jar", "jar", "tar.gz"]);
    assert.deepEqual(new Set(texts(text, "value")), new Set(["2.0-20260102.040506-2"]));
    assert.equal(
      (await send(`${root}/com/corp/none/2.0-SNAPSHOT/maven-metadata.xml`, as("reader"))).status,
      404,
    );
  });

  it("keeps one of two deploys at the same time, and none that was broken off", async () => {
    const path = "com/corp/race/1.0/race-1.0.jar";
    const answers = await Promise.all([put(path, "one"), put(path, "two")]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);

    const { hostname, port, pathname } = new URL(`${root}/com/corp/cut/1.0/cut-1.0.jar`);
    const headers = { ...basic(tokenOf("contributor")), "content-length": "1000" };
    const outgoing = request({ hostname, port, path: pathname, method: "PUT", headers, agent: false });
    outgoing.on("error", () => undefined);
    outgoing.write("half");
    await new Promise((resolve) => setTimeout(resolve, 50));
    outgoing.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(
      world.feed.saved("Col", "wide").some(({ name }) => name === "com.corp:cut"),
      false,
    );
    assert.equal((await put("com/corp/cut/1.0/cut-1.0.jar", "whole")).status, 200);
  });
});
