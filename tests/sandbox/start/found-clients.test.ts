import assert from "node:assert/strict";
import { agentEnvironment } from "../../../sandbox/start/agent-environment";
import { cargo } from "../../../sandbox/start/clients/cargo";
import { maven } from "../../../sandbox/start/clients/maven";
import { uv } from "../../../sandbox/start/clients/uv";
import { chooseClients, readClients, type FoundClients } from "../../../sandbox/start/found-clients";
import type { SetUp } from "../../../sandbox/start/set-up";

const programs = {
  uv: { path: "/clone/uv-0.13.8/bin/uv", version: "0.13.8" },
  cargo: { path: "/toolchain/bin/cargo", version: "1.95.0" },
  maven39: { path: "/clone/maven-3.9.16/bin/mvn", version: "3.9.16" },
};
const java = { home: "/java" };
const whole: SetUp = {
  programs,
  java,
  node20: { path: "/nodes/20/node", version: "20.20.2" },
  node24: { path: "/nodes/24/node", version: "24.18.1" },
  onPath: {},
  missing: [],
};

const choose = (setUp: SetUp): FoundClients => chooseClients(setUp, [uv, cargo, maven]);

describe("the clients of the machine", () => {
  it("are those that the set-up found, with their folders on PATH", () => {
    const clients = choose(whole);
    assert.deepEqual(
      clients.found.map(({ client, version }) => `${client.title} ${version}`),
      ["uv 0.13.8", "Cargo 1.95.0", "Maven 3.9.16"],
    );
    const environment = agentEnvironment({ PATH: "/usr/bin" }, clients, "/home/agent", undefined);
    assert.equal(
      environment["PATH"],
      "/clone/uv-0.13.8/bin:/toolchain/bin:/clone/maven-3.9.16/bin:/java/bin:/usr/bin",
    );
    assert.equal(environment["JAVA_HOME"], "/java");
  });

  it("are the machine's own before the fetched ones", () => {
    const own = {
      uv: { path: "/usr/bin/uv", version: "0.9.1" },
      mvn: { path: "/usr/bin/mvn", version: "3.8.7" },
    };
    const { found } = choose({ ...whole, onPath: own });
    assert.deepEqual(
      found.map(({ client, version, folders }) => [client.title, version, folders]),
      [
        ["uv", "0.9.1", []],
        ["Cargo", "1.95.0", ["/toolchain/bin"]],
        ["Maven", "3.8.7", ["/java/bin"]],
      ],
    );
  });

  it("skip a uv that does not know the setting authenticate", () => {
    const { found } = choose({ ...whole, onPath: { uv: { path: "/usr/bin/uv", version: "0.5.31" } } });
    assert.equal(found.find(({ client }) => client.title === "uv")?.version, "0.13.8");
  });

  const absences: readonly (readonly [string, string])[] = [
    ["uv", "uv"],
    ["Cargo", "cargo"],
    ["Maven", "maven39"],
    ["Maven", "java"],
  ];
  for (const [title, gone] of absences) {
    it(`are named with how to get them: ${title} without ${gone}`, () => {
      const rest = Object.entries(programs).filter(([name]) => name !== gone);
      const { found, missing } = choose({
        programs: Object.fromEntries(rest),
        ...(gone !== "java" && { java }),
        onPath: {},
        missing: [{ client: gone, reason: "install it so" }],
      });
      assert.deepEqual(
        missing.map(({ client, reason }) => [client.title, reason]),
        [[title, "install it so"]],
      );
      assert.equal(found.length, 2);
    });
  }

  it("are unknown before the set-up", async () => {
    await assert.rejects(readClients("/nowhere/clients.json"), /run npm start, which sets up first/);
  });
});

describe("the environment of the agent", () => {
  const clients = choose(whole);
  const person = {
    PATH: "/usr/bin",
    HOME: "/home/person",
    LANG: "C.UTF-8",
    UV_INDEX_URL: "https://person.example/simple/",
    CARGO_HOME: "/home/person/.cargo",
    MAVEN_ARGS: "-X",
    HTTPS_PROXY: "http://person.example:3128",
  };

  it("has nothing of the person that leads a client anywhere", () => {
    const environment = agentEnvironment(person, clients, "/home/agent", undefined);
    assert.deepEqual(Object.keys(environment).sort(), ["HOME", "JAVA_HOME", "LANG", "MAVEN_OPTS", "PATH"]);
    assert.equal(environment["HOME"], "/home/agent");
    assert.equal(environment["MAVEN_OPTS"], "-Duser.home=/home/agent");
  });

  it("leads every client through the proxy, whose authority it trusts", () => {
    const environment = agentEnvironment(person, clients, "/home/agent", {
      proxyUrl: "http://127.0.0.1:3000",
      caFile: "/run/ca.pem",
      javaTrustStore: { file: "/run/ca.p12", password: "changeit" },
    });
    assert.equal(environment["HTTPS_PROXY"], "http://127.0.0.1:3000");
    assert.equal(environment["SSL_CERT_FILE"], "/run/ca.pem");
    assert.equal(environment["CARGO_HTTP_CAINFO"], "/run/ca.pem");
    assert.match(environment["MAVEN_OPTS"] ?? "", /-Djavax\.net\.ssl\.trustStore=\/run\/ca\.p12 /);
  });
});
