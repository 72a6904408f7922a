import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { rustCrate } from "../../../../sandbox/feed/protocols/cargo/rust-crate";
import { cargoRegistry } from "../../../../sandbox/feed/protocols/cargo/upstream/cargo-registry";
import { createHttpClient } from "../../../../sandbox/feed/upstream/http-client";
import { mavenRegistry } from "../../../../sandbox/feed/protocols/maven/upstream/maven-registry";
import { pypiRegistry } from "../../../../sandbox/feed/protocols/pypi/upstream/pypi-registry";
import { UpstreamDown, UpstreamFileMissing } from "../../../../sandbox/feed/upstream/upstream-registry";

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

async function text(stream: Readable | undefined): Promise<string | undefined> {
  if (stream === undefined) return undefined;
  return Buffer.concat((await stream.toArray()) as Buffer[]).toString();
}

describe("registries over HTTP", () => {
  const servers: Server[] = [];

  async function serve(handler: Handler): Promise<string> {
    const server = createServer(handler);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const client = createHttpClient({ environment: {}, timeout: 500 });

  it("give a Python project's files, from another host too, with the userinfo for the index alone", async () => {
    const seen: (string | undefined)[] = [];
    const files = await serve((req, res) => {
      seen.push(req.headers.authorization);
      res.end(`bytes of ${req.url}`);
    });
    const index = await serve((req, res) => {
      seen.push(req.headers.authorization);
      assert.match(req.headers.accept ?? "", /^application\/vnd\.pypi\.simple\.v1\+json/);
      res.statusCode = req.url === "/simple/words/" ? 200 : 404;
      res.setHeader("Content-Type", "text/html");
      res.end(`<a href="${files}/words-1.0.tar.gz">words-1.0.tar.gz</a>`);
    });
    const registry = pypiRegistry(`${index.replace("//", "//ann:pw@")}/simple/`, client);
    assert.equal(registry.location, `${index}/simple`);
    assert.equal(await text(await registry.open("words", "words-1.0.tar.gz")), "bytes of /words-1.0.tar.gz");
    assert.deepEqual(await registry.files("words"), [{ filename: "words-1.0.tar.gz", version: "1.0" }]);
    assert.equal(await registry.files("nothing"), undefined);
    await assert.rejects(registry.open("words", "words-2.0.tar.gz"), UpstreamFileMissing);
    const basic = `Basic ${Buffer.from("ann:pw").toString("base64")}`;
    assert.deepEqual(seen, [basic, undefined, basic, basic, basic]);
  });

  it("give a crate by the template of config.json", async () => {
    const { content, indexEntry } = rustCrate({ name: "words", version: "1.0.0", source: "" });
    const base = await serve((req, res) => {
      const answers: Record<string, string | Buffer> = {
        "/index/config.json": JSON.stringify({ dl: `${base}/dl/{lowerprefix}/{crate}-{version}` }),
        "/index/wo/rd/words": `${JSON.stringify(indexEntry)}\n\n`,
        "/dl/wo/rd/words-1.0.0": content,
      };
      const answer = answers[req.url ?? ""];
      res.writeHead(answer === undefined ? 404 : 200).end(answer);
    });
    const registry = cargoRegistry(`sparse+${base}/index/`, client);
    assert.equal(registry.location, `${base}/index`);
    assert.deepEqual(await registry.index("words"), [JSON.stringify(indexEntry)]);
    const stream = await registry.open("words", "1.0.0");
    assert.deepEqual(Buffer.concat((await stream.toArray()) as Buffer[]), content);
    assert.equal(await registry.index("nothing"), undefined);
    assert.equal(await registry.index("../config.json"), undefined);
    await assert.rejects(registry.open("words", "9.9.9"), UpstreamFileMissing);
  });

  it("give a Maven file, and none outside of the repository", async () => {
    const urls: (string | undefined)[] = [];
    const base = await serve((req, res) => {
      urls.push(req.url);
      res
        .writeHead(req.url === "/m2/g/a/1+b/a.pom" || req.url === "/m2/g/a/1%2Bb/a.pom" ? 200 : 410)
        .end("<project/>");
    });
    const registry = mavenRegistry(`${base}/m2/`, client);
    assert.equal(await text(await registry.open("g/a/1+b/a.pom")), "<project/>");
    assert.equal(await registry.open("g/a/2/a.pom"), undefined);
    assert.equal(await registry.open("../secret"), undefined);
    assert.equal(urls.length, 2);
  });

  it("follow redirects, and take the credentials along to the same origin only", async () => {
    const seen: string[] = [];
    const note = (name: string, req: IncomingMessage): void => {
      seen.push(`${name} ${req.headers.authorization === undefined ? "bare" : "authorized"}`);
    };
    const other = await serve((req, res) => {
      note("other", req);
      res.end("there");
    });
    const base = await serve((req, res) => {
      note("base", req);
      res.writeHead(302, { Location: req.url === "/a" ? "/b" : `${other}/c?sig=1` }).end();
    });
    const registry = mavenRegistry(base.replace("//", "//ann:pw@"), client);
    assert.equal(await text(await registry.open("a")), "there");
    assert.deepEqual(seen, ["base authorized", "base authorized", "other bare"]);
  });

  it("are down when they redirect without end", async () => {
    const base = await serve((_req, res) => res.writeHead(301, { Location: "/again" }).end());
    await assert.rejects(mavenRegistry(base, client).open("a"), UpstreamDown);
  });

  for (const status of [500, 503, 429, 401, 403]) {
    it(`are down when they answer ${status}, and the message has no credentials`, async () => {
      const base = await serve((_req, res) => res.writeHead(status).end());
      await assert.rejects(
        mavenRegistry(base.replace("//", "//ann:secret@"), client).open("a"),
        (error: Error) =>
          error instanceof UpstreamDown &&
          error.message.includes(String(status)) &&
          !error.message.includes("secret"),
      );
    });
  }

  it("are down when nobody listens", async () => {
    const base = await serve(() => undefined);
    servers.splice(0).forEach((server) => server.close());
    await assert.rejects(mavenRegistry(base, client).open("a"), UpstreamDown);
  });

  it("are down when they do not answer in time", async () => {
    const base = await serve(() => undefined);
    await assert.rejects(mavenRegistry(base, client).open("a"), /no answer in time/);
  });

  it("are asked once more after a reset, and not twice", async () => {
    let requests = 0;
    const base = await serve((req, res) => {
      requests += 1;
      if (requests === 1 || req.url === "/never") req.socket.resetAndDestroy();
      else res.end("ok");
    });
    assert.equal(await text(await mavenRegistry(base, client).open("a")), "ok");
    assert.equal(requests, 2);
    await assert.rejects(mavenRegistry(base, client).open("never"), UpstreamDown);
    assert.equal(requests, 4);
  });

  it("are down when an index page breaks off", async () => {
    const base = await serve((req, res) => {
      res.writeHead(200, { "Content-Length": 1000 });
      res.write("{", () => req.socket.destroy());
    });
    await assert.rejects(cargoRegistry(base, client).index("words"), UpstreamDown);
  });
});
