import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { trimVersion } from "../../../../../sandbox/feed/protocols/pypi/names";
import type { OrganizationDefinition } from "../../../../../sandbox/feed/start-feed";
import type { PypiUpstream } from "../../../../../sandbox/feed/protocols/pypi/upstream/pypi-upstream";
import { basic, location, send } from "../../http-request";
import type { Answer } from "../../http-request";
import { pypiUpstream, sha256 } from "../../memory-upstream";
import { startTestFeed, tokenOf } from "../../test-world";
import type { TestFeed } from "../../test-world";

const as = (identity: string) => ({ headers: basic(tokenOf(identity)) });

/** Uploads as twine and uv do. */
function upload(
  address: string,
  identity: string,
  fields: Record<string, string>,
  content: string,
): Promise<Answer> {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const stem = `${fields["name"] ?? ""}-${fields["version"] ?? ""}`;
  const file = `--b\r\nContent-Disposition: form-data; name="content"; filename="${stem}.tar.gz"\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n--b--\r\n`;
  return send(`${address}/pypi/upload/`, {
    method: "POST",
    headers: { ...basic(tokenOf(identity)), "content-type": "multipart/form-data; boundary=b" },
    body: `${parts.join("")}${file}`,
  });
}

const links = (page: Answer): readonly string[] =>
  [...page.text.matchAll(/<a href="([^"]+)"/gu)].map((match) => match[1] ?? "");

describe("feed: PyPI", () => {
  let world: TestFeed;
  beforeEach(async () => {
    world = await startTestFeed();
  });
  afterEach(() => world.feed.stop());

  const trimmed: readonly (readonly [string, string])[] = [
    ["2.31.0", "2.31"],
    ["2.0.0", "2"],
    ["25.0", "25"],
    ["1.3.1.0", "1.3.1"],
    ["7.1.0b4", "7.1b4"],
    ["1.0.0b12", "1b12"],
    ["1.20.dev20240928001", "1.20.dev20240928001"],
    ["2.10", "2.10"],
    ["0.0", "0"],
    ["1.0.0-RC1", "1rc1"],
    ["1.0.post1", "1.post1"],
  ];
  it("drops trailing zero components of the version in addresses", () => {
    for (const [version, segment] of trimmed) assert.equal(trimVersion(version), segment);
  });

  it("serves a page as captured: absolute GUID addresses, hash, requires-python, no-store", async () => {
    const page = await send(`${world.privateFeed}/pypi/simple/Inner_Pkg/`, as("reader"));
    const { ids, serverUrl } = world.feed;
    const project = ids.project("Col", "Fiber Project") ?? "";
    const feed = ids.feed("Col", "private") ?? "";
    const address = `${serverUrl}Col/${project}/_packaging/${feed}/pypi/download/inner-pkg/1/inner_pkg-1.0.0-py3-none-any.whl`;
    assert.equal(
      page.text,
      "<!DOCTYPE html><html><head><title>Links for inner-pkg</title></head><body><h1>Links for inner-pkg</h1>" +
        `<a href="${address}#sha256=${sha256("inner wheel")}" data-requires-python="&gt;=3.9">inner_pkg-1.0.0-py3-none-any.whl</a><br/></body></html>`,
    );
    assert.equal(page.headers["cache-control"], "no-store");
    assert.match(page.headers["content-type"] ?? "", /^text\/html/u);
    const download = await send(links(page)[0] ?? "", as("reader"));
    assert.equal(download.status, 303);
    assert.equal((await send(location(download))).text, "inner wheel");
  });

  it("lists upstream versions without saving them; the view lists them once they are saved", async () => {
    const page = await send(`${world.wideFeed}/pypi/simple/up/`, as("collaborator"));
    assert.equal(links(page).length, 2);
    assert.deepEqual(world.upstream.opened, []);
    assert.equal((await send(`${world.wideFeed}@Local/pypi/simple/up/`, as("collaborator"))).status, 404);

    const download = await send(links(page)[0] ?? "", as("collaborator"));
    assert.deepEqual(world.upstream.opened, ["up-1.0.0-py3-none-any.whl"]);
    assert.equal((await send(location(download))).text, "up 1.0.0");
    const saved = world.feed.saved("Col", "wide").filter(({ name }) => name === "up");
    assert.deepEqual(saved, [
      {
        protocol: "pypi",
        name: "up",
        version: "1.0.0",
        file: "up-1.0.0-py3-none-any.whl",
        upstream: "Public index",
        savedFor: "",
      },
    ]);
    const view = await send(`${world.wideFeed}%40Local/pypi/simple/up/`, as("reader"));
    const viewId = world.feed.ids.view("Col", "wide", "Local") ?? "";
    assert.equal(links(view).length, 1);
    assert.ok(links(view)[0]?.includes(`@${viewId}/pypi/download/up/1/`));
    assert.equal((await send(links(view)[0] ?? "", as("reader"))).status, 303);
    assert.equal((await send(links(page)[0] ?? "", as("reader"))).status, 303);
    assert.equal((await send(links(page)[1] ?? "", as("reader"))).status, 403);
  });

  it("saves on GET only: HEAD of an unsaved file is 405, of a saved one 303", async () => {
    const file = `${world.wideFeed}/pypi/download/up/2.1/up-2.1.0-py3-none-any.whl`;
    assert.equal((await send(file, { method: "HEAD", ...as("collaborator") })).status, 405);
    assert.deepEqual(world.upstream.opened, []);
    assert.equal((await send(file, as("collaborator"))).status, 303);
    assert.equal((await send(file, { method: "HEAD", ...as("reader") })).status, 303);
  });

  it("transfers a file once for requests at the same time", async () => {
    const file = `${world.wideFeed}/pypi/download/up/1/up-1.0.0-py3-none-any.whl`;
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(file, as("collaborator"))));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303, 303, 303],
    );
    assert.equal(world.upstream.opened.length, 1);
    assert.equal(new Set(answers.map(location)).size, 4);
  });

  it("hides upstream versions of a package with pushed versions until the owner allows them", async () => {
    const fields = { name: "up", version: "9.0" };
    assert.equal((await upload(world.wideFeed, "contributor", fields, "pushed")).status, 200);
    const page = `${world.wideFeed}/pypi/simple/up/`;
    assert.equal(links(await send(page, as("collaborator"))).length, 1);
    const file = `${world.wideFeed}/pypi/download/up/1/up-1.0.0-py3-none-any.whl`;
    assert.equal((await send(file, as("collaborator"))).status, 404);

    const setting = `${world.collection}/_apis/packaging/feeds/wide/pypi/packages/up/upstreaming?api-version=7.1-preview.1`;
    const body = JSON.stringify({ versionsFromExternalUpstreams: "allowExternalVersions" });
    assert.equal((await send(setting, { method: "PATCH", body, ...as("contributor") })).status, 403);
    assert.equal((await send(setting, { method: "PATCH", body, ...as("administrator") })).status, 200);
    assert.equal(links(await send(page, as("collaborator"))).length, 3);
    assert.equal((await send(file, as("collaborator"))).status, 303);
  });

  it("takes an upload once, and refuses what is there, upstream or malformed", async () => {
    const fields = { ":action": "file_upload", name: "My.Tool", version: "1.0", requires_python: ">=3.10" };
    const first = await upload(world.wideFeed, "contributor", fields, "tool");
    assert.equal(first.status, 200);
    assert.equal(first.text, "");
    const page = await send(`${world.wideFeed}/pypi/simple/my-tool/`, as("reader"));
    assert.match(page.text, /data-requires-python="&gt;=3\.10">My\.Tool-1\.0\.tar\.gz</u);

    const again = await upload(world.wideFeed, "contributor", fields, "tool");
    assert.equal(again.status, 409);
    assert.deepEqual(again.json(), {
      $id: "1",
      innerException: null,
      message: "The feed 'wide' already contains file 'My.Tool-1.0.tar.gz' in package 'my-tool 1.0'.",
      typeName:
        "Microsoft.VisualStudio.Services.Packaging.Shared.WebApi.Exceptions.PackageAlreadyExistsException, Microsoft.VisualStudio.Services.Packaging.Shared.WebApi",
      typeKey: "PackageAlreadyExistsException",
      errorCode: 0,
      eventId: 3000,
    });
    const upstream = await upload(world.wideFeed, "contributor", { name: "up", version: "1.0" }, "x");
    assert.equal(upstream.status, 409);
    assert.match(upstream.reason, /cannot be published to the feed because it exists in at least one of/u);
    const digest = { name: "bad", version: "1", sha256_digest: sha256("other") };
    assert.equal((await upload(world.wideFeed, "contributor", digest, "x")).status, 400);
    assert.equal((await upload(world.wideFeed, "contributor", { name: "bad" }, "x")).status, 400);
    const noForm = await send(`${world.wideFeed}/pypi/upload`, {
      method: "POST",
      ...as("contributor"),
      body: "x",
    });
    assert.equal(noForm.status, 400);
    assert.equal((await upload(world.wideFeed, "reader", fields, "tool")).status, 403);
  });

  it("answers 405 to methods that a resource does not have", async () => {
    const answer = await send(`${world.wideFeed}/pypi/simple/`, {
      method: "POST",
      ...as("contributor"),
      body: "x",
    });
    assert.equal(answer.status, 405);
    assert.deepEqual(answer.json(), {
      count: 1,
      value: { Message: "The requested resource does not support http method 'POST'." },
    });
    assert.equal((await send(`${world.wideFeed}/pypi/upload/`, as("contributor"))).status, 405);
  });

  it("refuses a path with a colon", async () => {
    const answer = await send(`${world.wideFeed}/pypi/simple/a%3Ab/`, as("reader"));
    assert.equal(answer.status, 400);
    assert.match(
      answer.text,
      /A potentially dangerous Request\.Path value was detected from the client \(:\)/u,
    );
  });

  it("lists the feed's packages at the root", async () => {
    const page = await send(`${world.wideFeed}/pypi/simple/`, as("reader"));
    assert.deepEqual(links(page), ["inner-pkg/"]);
  });
});

describe("feed: an upstream source that fails", () => {
  it("uses the last listing while the source is down, and 503 without one", async () => {
    const world = await startTestFeed();
    try {
      const page = `${world.wideFeed}/pypi/simple/up/`;
      world.upstream.down = true;
      const down = await send(page, as("collaborator"));
      assert.equal(down.status, 503);
      assert.equal((await send(`${world.wideFeed}@Local/pypi/simple/inner-pkg/`, as("reader"))).status, 200);
      world.upstream.down = false;
      assert.equal((await send(page, as("collaborator"))).status, 200);
      world.upstream.down = true;
      const kept = await send(page, as("collaborator"));
      assert.equal(links(kept).length, 2);
      assert.equal((await send(links(kept)[0] ?? "", as("collaborator"))).status, 503);
    } finally {
      await world.feed.stop();
    }
  });

  it("saves nothing when the bytes are not the promised ones", async () => {
    const file = { filename: "odd-1-py3-none-any.whl", version: "1", content: "odd", sha256: sha256("else") };
    const registry = pypiUpstream({ odd: [file] });
    const world = await startTestFeed({ organizations: oneFeed(registry) });
    try {
      const answer = await send(`${world.wideFeed}/pypi/download/odd/1/${file.filename}`, as("c"));
      assert.equal(answer.status, 502);
      assert.deepEqual(world.feed.saved("Col", "wide"), []);
    } finally {
      await world.feed.stop();
    }
  });

  it("saves nothing when the source breaks off, and tries again at the next request", async () => {
    let broken = true;
    const file = { filename: "odd-1-py3-none-any.whl", version: "1" };
    const registry: PypiUpstream = {
      kind: "pypi",
      location: "https://pypi.example/simple/",
      files: () => Promise.resolve([file]),
      open: () =>
        Promise.resolve(
          Readable.from(
            (function* () {
              yield Buffer.from("half");
              if (broken) throw new Error("broken off");
              yield Buffer.from(" and half");
            })(),
          ),
        ),
    };
    const world = await startTestFeed({ organizations: oneFeed(registry) });
    try {
      const address = `${world.wideFeed}/pypi/download/odd/1/${file.filename}`;
      assert.equal((await send(address, as("c"))).status, 503);
      assert.deepEqual(world.feed.saved("Col", "wide"), []);
      broken = false;
      const answer = await send(address, as("c"));
      assert.equal((await send(location(answer))).text, "half and half");
    } finally {
      await world.feed.stop();
    }
  });
});

/** A world with one feed, one upstream source and the collaborator `c`. */
function oneFeed(registry: PypiUpstream): readonly OrganizationDefinition[] {
  return [
    {
      name: "Col",
      kind: "server",
      projects: [],
      identities: [{ name: "c", displayName: "C", token: tokenOf("c") }],
      feeds: [{ name: "wide", roles: { c: "collaborator" }, upstreams: [{ name: "odd", registry }] }],
    },
  ];
}
