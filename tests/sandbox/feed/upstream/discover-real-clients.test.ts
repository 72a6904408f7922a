import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isMaven } from "../../../../sandbox/feed/protocols/maven/upstream/maven-upstream";
import { isPypi } from "../../../../sandbox/feed/protocols/pypi/upstream/pypi-upstream";
import { discoverUpstreams } from "../../../../sandbox/feed/upstream/discover-upstreams";
import { requireClient, requireProgram } from "../../../clients/found-clients";
import { registryOf } from "./registry-of";

describe("the discovery of a company mirror, with the real clients", function () {
  this.timeout(60_000);
  const home = mkdtempSync(join(tmpdir(), "feedpass-mirror-"));
  const authorizations = new Map<string, string | undefined>();
  const server = createServer((req, res) => {
    authorizations.set((req.url ?? "").split("/")[1] ?? "", req.headers.authorization);
    if (req.url === "/cargo/config.json") res.end('{"dl":"http://mirror.example"}');
    else res.writeHead(404).end();
  });
  let origin: string;
  let userinfoOrigin: string;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    userinfoOrigin = origin.replace("//", "//ann:pw@");
    mkdirSync(join(home, ".m2"));
    writeFileSync(
      join(home, ".m2/settings.xml"),
      `<settings><mirrors><mirror><id>co</id><mirrorOf>*</mirrorOf><url>${origin}/maven</url></mirror></mirrors>
      <servers><server><id>co</id><username>ann</username><password>pw</password></server></servers></settings>`,
    );
    writeFileSync(
      join(home, "config.toml"),
      `[source.crates-io]\nreplace-with = "co"\n[source.co]\nregistry = "sparse+${origin}/cargo/"\n`,
    );
  });
  beforeEach(() => {
    authorizations.clear();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(home, { recursive: true });
  });

  /** The machine's own environment, so that its clients start, with the mirror's configuration. */
  function mirrored(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      HOME: home,
      RUSTUP_HOME: process.env["RUSTUP_HOME"] ?? join(process.env["HOME"] ?? "", ".rustup"),
      CARGO_HOME: home,
      PIP_CONFIG_FILE: devNull,
      PIP_INDEX_URL: `${userinfoOrigin}/pypi`,
      MAVEN_OPTS: `-Duser.home=${home}`,
    };
  }

  it("finds each mirror with its credentials", async function () {
    requireProgram(this, "python3", "-m", "pip", "--version");
    requireProgram(this, "cargo", "--version");
    requireProgram(this, "mvn", "--version");
    const found = await discoverUpstreams({ environment: mirrored() });
    const basic = `Basic ${Buffer.from("ann:pw").toString("base64")}`;
    const pypi = registryOf(found, isPypi);
    assert.equal(pypi.location, `${origin}/pypi`);
    await pypi.files("words");
    assert.equal(authorizations.get("pypi"), basic);
    assert.equal(found.registries["cargo"]?.location, `${origin}/cargo`);
    const maven = registryOf(found, isMaven);
    assert.equal(maven.location, `${origin}/maven`);
    await maven.open("a");
    assert.equal(authorizations.get("maven"), basic);
  });

  it("finds uv's default index when there is no pip", async function () {
    const uv = requireClient(this, "uv");
    const bin = join(home, "bin");
    mkdirSync(bin);
    for (const python of ["python3", "python"])
      writeFileSync(join(bin, python), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const environment = {
      ...mirrored(),
      PATH: `${bin}:${dirname(uv.path)}:${process.env["PATH"] ?? ""}`,
      UV_DEFAULT_INDEX: `${userinfoOrigin}/uv`,
      UV_PYTHON: realPython(),
    };
    const found = await discoverUpstreams({ environment });
    const pypi = registryOf(found, isPypi);
    assert.equal(pypi.location, `${origin}/uv`);
    await pypi.files("words");
    assert.equal(authorizations.get("uv"), `Basic ${Buffer.from("ann:pw").toString("base64")}`);
  });

  function realPython(): string {
    const print = ["-c", "import sys; print(sys.executable)"];
    return spawnSync("python3", print, { encoding: "utf8" }).stdout.trim();
  }
});
