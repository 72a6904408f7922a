import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { pythonWheel } from "../../../../sandbox/feed/protocols/pypi/python-wheel";
import { rustCrate } from "../../../../sandbox/feed/protocols/cargo/rust-crate";
import { startServicesProxy, type ServicesProxy } from "../../../../sandbox/feed/proxy/services-proxy";
import { createTestAuthority, type TestAuthority } from "../../../../sandbox/feed/tls/test-authority";
import { requireClient, requireProgram } from "../../../clients/found-clients";

const ORG = "https://pkgs.dev.azure.com/contoso";
const WHEEL = pythonWheel({ name: "sandbox-words", version: "1.0", modules: { sandbox_words: "" } });
const CRATE = rustCrate({ name: "sandbox-words", version: "1.0.0", source: "" });

const ANSWERS: Readonly<Record<string, string | Buffer>> = {
  "/contoso/pypi/sandbox-words/": `<a href="${WHEEL.file}">${WHEEL.file}</a>`,
  [`/contoso/pypi/sandbox-words/${WHEEL.file}`]: WHEEL.content,
  "/contoso/cargo/config.json": JSON.stringify({ dl: `${ORG}/crates` }),
  "/contoso/cargo/sa/nd/sandbox-words": JSON.stringify(CRATE.indexEntry),
  "/contoso/crates/sandbox-words/1.0.0/download": CRATE.content,
};

/** Runs a client with only the settings of the test, and gives its exit code and what it wrote. */
function run(
  command: string,
  words: readonly string[],
  cwd: string,
  settings: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], ...settings };
  const child = spawn(command, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.on("data", (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => {
      resolve({ code, output: Buffer.concat(parts).toString() });
    });
  });
}

describe("the services proxy and the test CA, with the real clients", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "feedpass-clients-"));
  let authority: TestAuthority;
  let proxy: ServicesProxy;
  let requests: string[];

  function answer(req: IncomingMessage, res: ServerResponse): void {
    requests.push(req.url ?? "");
    const body = ANSWERS[req.url ?? ""];
    res.writeHead(body === undefined ? 404 : 200, { "Content-Type": "text/html" }).end(body);
  }

  before(async () => {
    authority = await createTestAuthority(join(folder, "ca"));
  });
  beforeEach(async () => {
    requests = [];
    const hosts = (host: string): boolean => host === "pkgs.dev.azure.com";
    proxy = await startServicesProxy({ authority, hosts, handler: answer });
  });
  afterEach(() => proxy.stop());
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("lead pip to the handler", async function () {
    requireProgram(this, "python3", "-m", "pip", "--version");
    const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-cache-dir", "--target", "site"];
    const { code, output } = await run("python3", [...pip, "sandbox-words"], folder, {
      PIP_CONFIG_FILE: devNull,
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
      PIP_INDEX_URL: `${ORG}/pypi`,
      PIP_CERT: authority.caFile,
      HTTPS_PROXY: proxy.url,
    });
    assert.equal(code, 0, output);
    assert.deepEqual(requests, ["/contoso/pypi/sandbox-words/", `/contoso/pypi/sandbox-words/${WHEEL.file}`]);
  });

  it("lead uv to the handler", async function () {
    const { path } = requireClient(this, "uv");
    const uv = ["pip", "install", "--no-config", "--no-cache", "--no-deps", "--target", "uv-site"];
    const { code, output } = await run(path, [...uv, "sandbox-words"], folder, {
      UV_DEFAULT_INDEX: `${ORG}/pypi`,
      SSL_CERT_FILE: authority.caFile,
      HTTPS_PROXY: proxy.url,
    });
    assert.equal(code, 0, output);
    assert.ok(requests.includes(`/contoso/pypi/sandbox-words/${WHEEL.file}`));
  });

  it("lead cargo to the handler", async function () {
    requireProgram(this, "cargo", "--version");
    const app = join(folder, "app");
    mkdirSync(join(app, "src"), { recursive: true });
    writeFileSync(join(app, "src/lib.rs"), "");
    writeFileSync(
      join(app, "Cargo.toml"),
      '[package]\nname = "app"\nversion = "0.0.0"\nedition = "2021"\n' +
        '[dependencies]\nsandbox-words = { version = "1", registry = "sandbox" }\n',
    );
    const { code, output } = await run("cargo", ["fetch"], app, {
      ...rustupHome(),
      CARGO_HOME: join(folder, "cargo-home"),
      CARGO_REGISTRIES_SANDBOX_INDEX: `sparse+${ORG}/cargo/`,
      CARGO_HTTP_CAINFO: authority.caFile,
      HTTPS_PROXY: proxy.url,
    });
    assert.equal(code, 0, output);
    assert.ok(requests.includes("/contoso/crates/sandbox-words/1.0.0/download"));
  });

  it("lead Maven to the handler, with the Java trust store", async function () {
    requireProgram(this, "mvn", "--version");
    const store = await authority.javaTrustStore();
    assert.ok(store);
    const mirror = `<mirror><id>feed</id><mirrorOf>*</mirrorOf><url>${ORG}/maven</url></mirror>`;
    writeFileSync(join(folder, "settings.xml"), `<settings><mirrors>${mirror}</mirrors></settings>`);
    const trust = `-Djavax.net.ssl.trustStore=${store.file} -Djavax.net.ssl.trustStorePassword=${store.password}`;
    const { port } = new URL(proxy.url);
    await run("mvn", ["-B", "-s", "settings.xml", "-Dmaven.repo.local=m2", "g.example:p:1:go"], folder, {
      MAVEN_OPTS: `${trust} -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=${port}`,
    });
    assert.ok(requests.includes("/contoso/maven/g/example/p/1/p-1.pom"), requests.join("\n"));
  });

  function rustupHome(): NodeJS.ProcessEnv {
    const rustup = process.env["RUSTUP_HOME"];
    return rustup === undefined ? {} : { RUSTUP_HOME: rustup };
  }
});
