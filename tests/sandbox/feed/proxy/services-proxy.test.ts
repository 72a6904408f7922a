import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { get as getPlain, type IncomingMessage } from "node:http";
import { get } from "node:https";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket, connect as connectTls } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { startServicesProxy, type ServicesProxy } from "../../../../sandbox/feed/proxy/services-proxy";
import { createTestAuthority, type TestAuthority } from "../../../../sandbox/feed/tls/test-authority";

const HOSTS = ["pkgs.dev.azure.com", "blob.example"];

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

async function read(message: IncomingMessage): Promise<Answer> {
  const parts = (await message.toArray()) as Buffer[];
  return { status: message.statusCode, body: Buffer.concat(parts).toString() };
}

function ask(url: string, agent: HttpsProxyAgent<string>, ca: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { agent, ca, ALPNProtocols: ["h2", "http/1.1"] };
    get(url, options, (message) => {
      read(message).then(resolve, reject);
    }).on("error", reject);
  });
}

describe("the services proxy", () => {
  const folder = mkdtempSync(join(tmpdir(), "feedpass-proxy-"));
  let authority: TestAuthority;
  let ca: Buffer;
  let proxy: ServicesProxy;
  const agents: HttpsProxyAgent<string>[] = [];

  async function start(credentials?: { user: string; password: string }): Promise<void> {
    proxy = await startServicesProxy({
      authority,
      hosts: (host) => HOSTS.includes(host),
      handler: (req, res) => {
        const encrypted = req.socket instanceof TLSSocket && req.socket.encrypted;
        const protocol = req.socket instanceof TLSSocket ? req.socket.alpnProtocol : undefined;
        res.end(JSON.stringify({ url: req.url, host: req.headers.host, encrypted, protocol }));
      },
      ...(credentials === undefined ? {} : { credentials }),
    });
  }

  function through(url = proxy.url): HttpsProxyAgent<string> {
    const agent = new HttpsProxyAgent(url, { keepAlive: true });
    agents.push(agent);
    return agent;
  }

  before(async () => {
    authority = await createTestAuthority(folder);
    ca = readFileSync(authority.caFile);
  });
  afterEach(async () => {
    for (const agent of agents.splice(0)) agent.destroy();
    await proxy.stop();
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("hands the requests for a known host to the handler over TLS", async () => {
    await start();
    const { status, body } = await ask("https://pkgs.dev.azure.com/org/_packaging", through(), ca);
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(body), {
      url: "/org/_packaging",
      host: "pkgs.dev.azure.com",
      encrypted: true,
      protocol: "http/1.1",
    });
    assert.deepEqual(proxy.connects(), [{ host: "pkgs.dev.azure.com", port: 443, refused: false }]);
  });

  it("serves several requests in one tunnel", async () => {
    await start();
    const agent = through();
    for (const path of ["/1", "/2", "/3"]) {
      assert.equal((await ask(`https://blob.example${path}`, agent, ca)).status, 200);
    }
    assert.equal(proxy.connects().length, 1);
  });

  it("shows each host its own certificate, so that a client without the test CA refuses it", async () => {
    await start();
    await assert.rejects(ask("https://blob.example/", through(), Buffer.alloc(0)), {
      code: /UNABLE_TO|SELF_SIGNED/,
    });
    assert.equal((await ask("https://blob.example/", through(), ca)).status, 200);
  });

  for (const [url, expected] of [
    ["https://elsewhere.example/", { host: "elsewhere.example", port: 443, refused: true }],
    ["https://pkgs.dev.azure.com:8443/", { host: "pkgs.dev.azure.com", port: 8443, refused: true }],
  ] as const) {
    it(`refuses a tunnel to ${url} and records it`, async () => {
      await start();
      assert.match(await answerTo(proxy.url, `CONNECT ${expected.host}:${expected.port} HTTP/1.1`), / 403 /);
      assert.deepEqual(proxy.connects(), [expected]);
    });
  }

  it("refuses plain requests, even for a known host", async () => {
    await start();
    const { port } = new URL(proxy.url);
    const path = "http://pkgs.dev.azure.com/org/";
    const answer = await new Promise<Answer>((resolve, reject) => {
      getPlain({ host: "127.0.0.1", port, path }, (message) => {
        read(message).then(resolve, reject);
      }).on("error", reject);
    });
    assert.equal(answer.status, 403);
    assert.deepEqual(proxy.connects(), [{ host: "pkgs.dev.azure.com", port: 80, refused: true }]);
  });

  it("asks for its credentials and takes only the right ones", async () => {
    await start({ user: "ann", password: "p:ä" });
    const head = "CONNECT blob.example:443 HTTP/1.1";
    assert.match(await answerTo(proxy.url, head), / 407 [^]*proxy-authenticate: basic/i);
    assert.match(await answerTo(proxy.url, `${head}\r\n${basic("ann:wrong")}`), / 407 /);
    assert.deepEqual(proxy.connects(), []);
    const url = proxy.url.replace("//", `//ann:${encodeURIComponent("p:ä")}@`);
    assert.equal((await ask("https://blob.example/", through(url), ca)).status, 200);
  });

  it("takes bytes that come in one packet with the CONNECT", async () => {
    await start();
    const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
    const hello = await clientHello();
    socket.write(
      Buffer.concat([Buffer.from("CONNECT blob.example:443 HTTP/1.1\r\nHost: blob.example\r\n\r\n"), hello]),
    );
    const received: Buffer[] = [];
    await new Promise<void>((resolve) => {
      socket.on("data", (part: Buffer) => {
        received.push(part);
        if (Buffer.concat(received).includes(SERVER_HELLO)) resolve();
      });
      socket.on("close", resolve);
    });
    socket.destroy();
    assert.ok(Buffer.concat(received).includes(SERVER_HELLO));
  });

  it("ends open tunnels when it stops", async () => {
    await start();
    const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
    socket.write("CONNECT blob.example:443 HTTP/1.1\r\n\r\n");
    await new Promise((resolve) => socket.once("data", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    await proxy.stop();
    await closed;
    await start();
  });
});

// A TLS handshake record: content type 22, version 3.3.
const SERVER_HELLO = Buffer.from([0x16, 0x03, 0x03]);

function basic(pair: string): string {
  return `Proxy-Authorization: Basic ${Buffer.from(pair).toString("base64")}`;
}

/** Sends one request head to the proxy and gives what comes back until the proxy closes. */
function answerTo(proxyUrl: string, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(proxyUrl).port), "127.0.0.1");
    const parts: Buffer[] = [];
    socket.on("data", (part: Buffer) => parts.push(part));
    socket.on("end", () => {
      resolve(Buffer.concat(parts).toString());
    });
    socket.on("error", reject);
    socket.write(`${head}\r\nHost: x\r\n\r\n`);
  });
}

/** The first bytes that a TLS client sends for blob.example. */
async function clientHello(): Promise<Buffer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const first = new Promise<Buffer>((resolve) => {
    server.once("connection", (socket) => {
      socket.once("data", (part: Buffer) => {
        socket.destroy();
        resolve(part);
      });
    });
  });
  const client = connectTls({ host: "127.0.0.1", port, servername: "blob.example" });
  client.on("error", () => undefined);
  const bytes = await first;
  server.close();
  return bytes;
}
