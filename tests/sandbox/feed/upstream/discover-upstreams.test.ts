import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { isCargo } from "../../../../sandbox/feed/protocols/cargo/upstream/cargo-upstream";
import { isMaven } from "../../../../sandbox/feed/protocols/maven/upstream/maven-upstream";
import { isPypi } from "../../../../sandbox/feed/protocols/pypi/upstream/pypi-upstream";
import { discoverUpstreams } from "../../../../sandbox/feed/upstream/discover-upstreams";
import { registryOf } from "./registry-of";

// What the clients print, shortened: pip 23 and 25, uv 0.13, cargo 1.95, Maven 3.8 and 3.9.
const PIP = `
case "$*" in
  *"download --help"*)
    echo "Package Index Options:"
    echo "  -i, --index-url <url>       Base URL of the Python Package Index (default $SHOWN). This should"
    echo "  --extra-index-url <url>     Extra URLs of package indexes" ;;
  *"config list"*)
    echo ":env:.disable-pip-version-check='1'"
    echo "global.index-url='https://ann:other@elsewhere.example/simple'"
    echo "global.index-url='$FULL'" ;;
esac`;
const NO_PIP = `echo "$0: No module named pip" >&2; exit 1`;
const UV = `
test -f requirements.in || exit 2
echo "DEBUG No cache entry for: https://first.example/simple/feedpass-asks-for-the-registry/" >&2
echo "DEBUG Sending fresh GET request for: https://first.example/simple/feedpass-asks-for-the-registry/" >&2
echo "DEBUG Sending fresh GET request for: $SHOWN/feedpass-asks-for-the-registry/" >&2
exit 1`;
const CARGO = `
test -f Cargo.toml || exit 2
echo "   0.019880977s DEBUG network: fetch $SHOWN/config.json" >&2
echo "   0.038526676s DEBUG network: http-debug: > GET /config.json HTTP/2" >&2
echo "   0.095006572s DEBUG network: fetch $SHOWN/fe/ed/feedpass-asks-for-the-registry" >&2
exit 101`;
const MVN_PATH = "feedpass/sandbox/feedpass-asks-for-the-registry/1/feedpass-asks-for-the-registry-1";
const mvn = (...repositories: string[]): string => `
test -z "$MAVEN_ARGS" || test "$MAVEN_ARGS" = "-s  x.xml" || exit 2
echo "[INFO] Scanning for projects..."
${repositories.map((repository) => `echo "[INFO] Downloading from ${repository}/${MVN_PATH}.pom"`).join("\n")}
echo "[WARNING] The POM is missing, no dependency information available"
exit 1`;

describe("the discovery of upstreams", function () {
  this.timeout(20_000);
  if (process.platform === "win32") return;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "feedpass-discovery-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Puts client programs alone on a PATH that has nothing else than the shell's own programs. */
  function environmentWith(
    programs: Record<string, string>,
    variables: NodeJS.ProcessEnv = {},
  ): NodeJS.ProcessEnv {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    return { PATH: [bin, join(folder, "empty")].join(delimiter), HOME: folder, ...variables };
  }

  it("asks each client for its registry", async () => {
    const environment = environmentWith({
      python3: PIP.replaceAll("$SHOWN", "https://python.example/simple"),
      cargo: CARGO.replaceAll("$SHOWN", "https://index.example/crates"),
      mvn: mvn("central: https://maven.example/m2"),
    });
    const found = await discoverUpstreams({ environment });
    for (const [protocol, location] of [
      ["pypi", "https://python.example/simple"],
      ["cargo", "https://index.example/crates"],
      ["maven", "https://maven.example/m2"],
    ] as const) {
      const registry = found.registries[protocol];
      assert.deepEqual([registry?.kind, registry?.location], [protocol, location]);
      assert.ok(!found.missing.some((missing) => missing.protocol === protocol));
    }
    assert.equal(await discoverUpstreams({ environment }), found);
  });

  for (const [what, repositories, expected] of [
    ["a mirror of all", ["company: https://m.example/all"], "https://m.example/all"],
    [
      "central behind a plugin repository",
      ["plugins: https://p.example/m2", "central: https://c.example/m2"],
      "https://c.example/m2",
    ],
    [
      "a mirror of central behind a plugin repository",
      ["plugins: https://p.example/m2", "company: https://m.example/c"],
      "https://m.example/c",
    ],
  ] as const) {
    it(`takes, of Maven's repositories, ${what}`, async () => {
      const environment = environmentWith({ mvn: mvn(...repositories) });
      assert.equal((await discoverUpstreams({ environment })).registries["maven"]?.location, expected);
    });
  }

  it("keeps the settings of MAVEN_ARGS but not its silence", async () => {
    const script = mvn("central: https://maven.example/m2");
    const environment = environmentWith({ mvn: script }, { MAVEN_ARGS: "-s -ntp x.xml --quiet" });
    assert.ok((await discoverUpstreams({ environment })).registries["maven"]);
  });

  it("asks uv when Python has no pip", async () => {
    const programs = { python3: NO_PIP, uv: UV.replaceAll("$SHOWN", "https://default.example/simple") };
    const found = await discoverUpstreams({ environment: environmentWith(programs) });
    assert.equal(found.registries["pypi"]?.location, "https://default.example/simple");
  });

  it("names the missing clients, and how to get them", async () => {
    const { missing, registries } = await discoverUpstreams({ environment: environmentWith({}) });
    assert.deepEqual(registries, {});
    const clients = missing.map(({ protocol, client }) => `${protocol}: ${client}`);
    for (const client of ["pypi: pip", "cargo: cargo", "maven: mvn"]) assert.ok(clients.includes(client));
    for (const { reason } of missing) assert.match(reason, /(?:not|is) on this machine; install /);
  });

  it("says what a client said when it names no registry, without secrets", async () => {
    const cargo =
      'echo "error: failed to load https://ann:secret@git.example/index?sig=secret" >&2; exit 101';
    const { missing } = await discoverUpstreams({ environment: environmentWith({ cargo }) });
    const reason = missing.find(({ client }) => client === "cargo")?.reason ?? "";
    assert.match(reason, /failed to load https:\/\/git\.example\/index/);
    assert.doesNotMatch(reason, /secret/);
  });

  it("stops a client, and what it started, when it is aborted", async () => {
    const mark = join(folder, "mark");
    const script = `(/bin/sleep 1; echo late > ${mark}) & echo waiting > ${mark}.begun; wait`;
    const signal = AbortSignal.timeout(300);
    const { missing } = await discoverUpstreams({ environment: environmentWith({ mvn: script }), signal });
    assert.match(missing.find(({ client }) => client === "mvn")?.reason ?? "", /in time/);
    assert.ok(existsSync(`${mark}.begun`));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(existsSync(mark), false);
  });

  describe("with credentials", () => {
    const basic = `Basic ${Buffer.from("ann:s3cret").toString("base64")}`;
    let base: string;
    let authorizations: (string | undefined)[];
    const server = createServer((req, res) => {
      authorizations.push(req.headers.authorization);
      res.writeHead(404).end();
    });
    before(async () => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    beforeEach(() => {
      authorizations = [];
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    it("finds those that pip hides, sends them and never shows them", async () => {
      const python3 = PIP.replaceAll("$SHOWN", `http://ann:****@${base}/simple`).replaceAll(
        "$FULL",
        `http://ann:s3cret@${base}/simple/`,
      );
      const found = await discoverUpstreams({ environment: environmentWith({ python3 }) });
      assert.equal(await registryOf(found, isPypi).files("words"), undefined);
      assert.deepEqual(authorizations, [basic]);
      assert.doesNotMatch(JSON.stringify(found), /s3cret/);
    });

    it("finds those that uv leaves out in UV_DEFAULT_INDEX", async () => {
      const uv = UV.replaceAll("$SHOWN", `http://${base}/simple`);
      const variables = { UV_DEFAULT_INDEX: `http://ann:s3cret@${base}/simple` };
      const found = await discoverUpstreams({ environment: environmentWith({ uv }, variables) });
      await registryOf(found, isPypi).files("words");
      assert.deepEqual(authorizations, [basic]);
    });

    it("takes those of cargo's log", async () => {
      const cargo = CARGO.replaceAll("$SHOWN", `http://ann:s3cret@${base}/index`);
      const found = await discoverUpstreams({ environment: environmentWith({ cargo }) });
      await registryOf(found, isCargo).index("words");
      assert.deepEqual(authorizations, [basic]);
      assert.equal(registryOf(found, isCargo).location, `http://${base}/index`);
    });

    it("takes those of the mirror's server in the user's settings.xml", async () => {
      mkdirSync(join(folder, ".m2"));
      const server = "<id>company</id><username>ann</username><password>${env.PW}</password>";
      const settings = `<settings><servers><server>${server}</server></servers></settings>`;
      writeFileSync(join(folder, ".m2/settings.xml"), settings);
      const programs = { mvn: mvn(`company: http://${base}/m2`) };
      const found = await discoverUpstreams({ environment: environmentWith(programs, { PW: "s3cret" }) });
      await registryOf(found, isMaven).open("a");
      assert.deepEqual(authorizations, [basic]);
      assert.equal(readFileSync(join(folder, ".m2/settings.xml"), "utf8"), settings);
    });
  });
});
