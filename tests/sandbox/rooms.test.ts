import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { benchClients } from "../../sandbox/bench/clients/all-clients";
import { protocols } from "../../sandbox/feed/protocols/all-protocols";
import { allClients } from "../../sandbox/start/clients/all-clients";
import { findNames } from "../source-names";

// Compiled, this file lies in out/tests/sandbox.
const repository = join(__dirname, "..", "..", "..");
const protocolRooms = "sandbox/feed/protocols/";

/** Names of clients and protocols that have no room yet, and what else the ones that have are called. */
const others = [
  ...["pip", "pipenv", "pdm", "poetry", "twine", "mvn", "gradle"],
  ...["npm", "pnpm", "yarn", "bun", "nuget", "dotnet"],
];
const words = [
  ...new Set([...protocols.map(({ name }) => name), ...allClients.map(({ name }) => name), ...others]),
];

/** How a person starts what is in this repository. */
const except = /\bnpm (?:run|start|test)\b/g;

/** Where the sandbox may name clients and protocols: in their rooms, and in the lists of these. */
const allowed = [
  ...protocols.map(({ name }) => `${protocolRooms}${name}/`),
  `${protocolRooms}all-protocols.ts`,
  "sandbox/start/clients/",
  "sandbox/bench/clients/",
];

function checkSandbox(root: string): readonly string[] {
  const folders = ["sandbox/feed", "sandbox/start", "sandbox/bench"];
  return findNames({ root, folders, allowed, words, except });
}

/** A protocol's room knows nothing of the others. */
function checkProtocolRooms(root: string): readonly string[] {
  return protocols.flatMap(({ name }) =>
    findNames({
      root,
      folders: [`${protocolRooms}${name}`],
      allowed: [],
      words: protocols.map((protocol) => protocol.name).filter((other) => other !== name),
    }),
  );
}

function filesIn(folder: string, list: string): readonly string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== `${list}.ts`)
    .map(({ name }) => basename(name, ".ts"))
    .sort();
}

describe("the sandbox's rooms", () => {
  it("alone name a client or a protocol, beside their lists", () => {
    assert.deepEqual(checkSandbox(repository), []);
  });

  it("of one protocol name no other", () => {
    assert.deepEqual(checkProtocolRooms(repository), []);
  });

  it("are all in their list", () => {
    const rooms = readdirSync(join(repository, protocolRooms), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual(rooms.sort(), protocols.map(({ name }) => name).sort());
    const clients = allClients.map(({ name }) => name).sort();
    assert.deepEqual(filesIn("sandbox/start/clients", "all-clients"), clients);
    assert.deepEqual(filesIn("sandbox/bench/clients", "all-clients"), clients);
    assert.deepEqual(benchClients.map(({ client }) => client.name).sort(), clients);
  });

  it("are of clients that speak a protocol of the feed, and that are told apart by their User-Agent", () => {
    const names = protocols.map(({ name }) => name);
    for (const { name, protocol } of allClients) assert.ok(names.includes(protocol), `${name}: ${protocol}`);
    const agents = allClients.map(({ userAgent }) => String(userAgent));
    assert.equal(new Set(agents).size, agents.length);
  });

  describe("in a copy with violations", () => {
    let copy = "";
    before(() => {
      copy = mkdtempSync(join(tmpdir(), "rooms-"));
      cpSync(join(repository, "sandbox"), join(copy, "sandbox"), { recursive: true });
    });
    after(() => {
      rmSync(copy, { recursive: true, force: true });
    });

    const plant = (path: string, text: string): void => {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    };

    it("each of them is found, and nothing else", () => {
      const violations: readonly (readonly [path: string, text: string, found: readonly string[]])[] = [
        [
          "sandbox/feed/rest/planted-a.ts",
          'if (protocol === "cargo") status = 202;\n',
          [":1: names cargo: cargo"],
        ],
        [
          "sandbox/feed/rest/planted-b.ts",
          'import { trimVersion } from "../protocols/pypi/names";\n',
          [":1: names pypi: ../protocols/pypi/names"],
        ],
        [
          "sandbox/feed/http/planted-c.ts",
          "const is = /^(?:uv|pip)\\b/;\n",
          [":1: names uv: /^(?:uv|pip) /", ":1: names pip: /^(?:uv|pip) /"],
        ],
        ["sandbox/feed/http/planted-d.ts", "\nconst isPyPi = 1;\n", [":2: names pypi: isPyPi"]],
        ["sandbox/feed/upstream/npm-registry.ts", "", [": its own name names npm"]],
        [
          "sandbox/feed/protocols/planted-e.ts",
          "const x = `${a}/maven/${b}`;\n",
          [":1: names maven: /maven/"],
        ],
        [
          "sandbox/start/planted-f.ts",
          "const { CARGO_HOME: home } = process.env;\n",
          [":1: names cargo: CARGO_HOME"],
        ],
        [
          "sandbox/start/planted-g.ts",
          "class A { #nuGet = clients.maven39; }\n",
          [":1: names nuget: #nuGet", ":1: names maven: maven39"],
        ],
        [
          "sandbox/bench/rows/planted-h.ts",
          "const task = 'AuthenticateUv@1';\n",
          [":1: names uv: AuthenticateUv@1"],
        ],
        [
          "sandbox/bench/rows/planted-i.ts",
          '// Cargo, uv\n/** @param uv Maven */\nconst juvenile = "npm start";\n',
          [],
        ],
        ["sandbox/bench/clients/planted-j.ts", "const uv = 1;\n", []],
      ];
      for (const [path, text] of violations) plant(path, text);
      const expected = violations.flatMap(([path, , found]) => found.map((problem) => `${path}${problem}`));
      assert.deepEqual([...checkSandbox(copy)].sort(), [...expected].sort());
    });

    it("a protocol's room that names another is found", () => {
      plant(`${protocolRooms}pypi/planted-k.ts`, "const cargo = 'maven';\n");
      assert.deepEqual(checkProtocolRooms(copy), [
        `${protocolRooms}pypi/planted-k.ts:1: names cargo: cargo`,
        `${protocolRooms}pypi/planted-k.ts:1: names maven: maven`,
      ]);
    });
  });
});
