import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, normalize, posix, relative, sep } from "node:path";
import ts from "typescript";
import {
  importsOf,
  listFiles,
  nodesOf,
  notOurs,
  readSources,
  repository,
  sourceRoots,
  type Source,
} from "./sources";

/** The room of a file or package: what the rules of imports speak of. */
function roomOf(name: string): string {
  const [top = "", second = "", third = "", ...below] = name.split("/");
  if (top === "shared" && ["clients", "protocols"].includes(second))
    return below.length === 0 ? `${second}/list` : `${second}/${third}`;
  if (top === "shared") return second;
  if (top === "tasks") return `tasks/${second}`;
  if (top === "sandbox") return `sandbox/${second}`;
  if (top === "tests") return "tests";
  return name;
}

/** npm packages that rooms without effects may use: parsers and writers of text. */
const textPackages = ["node:path", "smol-toml", "saxes"];

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (from === "core") return false;
  if (from === "report") return to === "core";
  if (from === "shell")
    return (
      to === "core" ||
      to === "report" ||
      to.startsWith("node:") ||
      to === "minimatch" ||
      to === "azure-pipelines-task-lib/taskcommand" ||
      to === "azure-pipelines-tool-lib/tool.js"
    );
  if (from === "formats") return to === "core" || textPackages.includes(to);
  if (from.startsWith("protocols/")) return ["core", "formats", "node:path"].includes(to);
  if (from === "clients/list") return ["core", "formats"].includes(to) || /^(?:clients|protocols)\//.test(to);
  if (from.startsWith("clients/"))
    return ["core", "formats", ...textPackages].includes(to) || to.startsWith("protocols/");
  if (from.startsWith("tasks/")) return ["shell", "core"].includes(to) || mayTaskImport(from, to);
  if (from === "sandbox/agent" || from === "sandbox/feed") return !isHouse(to);
  return from.startsWith("sandbox/") && (to.startsWith("sandbox/") || !isHouse(to));
}

function mayTaskImport(task: string, room: string): boolean {
  const client = /^tasks\/authenticate-(?!feeds$)(.+)$/.exec(task)?.[1];
  return client === undefined ? room === "clients/list" : room === `clients/${client}`;
}

function isHouse(room: string): boolean {
  return /^(?:core|shell|formats|report|tests|clients\/.*|protocols\/.*|tasks\/.*|sandbox\/.*)$/.test(room);
}

function importProblems(source: Source): readonly string[] {
  const from = roomOf(source.path);
  return importsOf(source)
    .filter((name) => !mayImport(from, roomOf(name)))
    .map((name) => `${source.path}: ${from} must not import ${name}`);
}

/** Where `fetch` is Node's: read as `globalThis.fetch`, or as a name that nothing in the file declares. */
function globalFetches(nodes: readonly ts.Node[]): ReadonlySet<ts.Node> {
  const uses = nodes.filter((node): node is ts.Identifier => ts.isIdentifier(node) && node.text === "fetch");
  const isDeclared = uses.some(
    ({ parent }) =>
      ts.isVariableDeclaration(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isImportSpecifier(parent),
  );
  return new Set(
    uses.filter(({ parent }) => {
      if (ts.isPropertyAccessExpression(parent)) return parent.expression.getText() === "globalThis";
      return (
        !isDeclared &&
        (ts.isCallExpression(parent) ||
          ts.isPropertyAssignment(parent) ||
          ts.isShorthandPropertyAssignment(parent))
      );
    }),
  );
}

function syntaxProblems(source: Source): readonly string[] {
  const inTasks = /^(?:tasks|shared)\//.test(source.path);
  const nodes = nodesOf(source.tree);
  const fetches = globalFetches(nodes);
  return nodes.flatMap((node) => {
    const line = source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1;
    const at = (text: string): readonly string[] => [`${source.path}:${line}: ${text}`];
    if (node.kind === ts.SyntaxKind.AnyKeyword) return at("any");
    if (inTasks && fetches.has(node)) return at("global fetch");
    const exposes = ts.isPropertyAccessExpression(node) && node.name.text === "expose";
    if (exposes && inTasks && !source.path.startsWith("shared/shell/"))
      return at("expose() outside of shared/shell");
    return [];
  });
}

/** A file that passes on what others export, and gives nothing itself. */
function isBarrel({ tree }: Source): boolean {
  const own = tree.statements.filter((statement) => !ts.isImportDeclaration(statement));
  const passed = own.filter(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  );
  return (
    passed.length > 0 &&
    (passed.length === own.length ||
      passed.some((statement) => ts.isExportDeclaration(statement) && statement.exportClause === undefined))
  );
}

/** Names that say nothing of what is inside, and files that only stand for a folder. */
const emptyName = /(?:^|[-.])(?:utils?|helpers?|common|misc|shared)\.ts$|^index\.ts$/;

function fileProblems(source: Source): readonly string[] {
  const { path, lines } = source;
  const isEntry = /^tasks\/[^/]+\/v\d+\/(?:index|undo)\.ts$/.test(path);
  const most = isEntry ? 10 : 200;
  return [
    ...(lines > most ? [`${path}: ${lines} lines, at most ${most}`] : []),
    ...(!isEntry && emptyName.test(basename(path)) ? [`${path}: a name that says nothing`] : []),
    ...(isBarrel(source) ? [`${path}: only passes on what others export`] : []),
  ];
}

/** A client is called the same in its task, its adapter, its manifest and its tests. */
function roomProblems(root: string): readonly string[] {
  const tasks = join(root, "tasks");
  // AuthenticateFeeds is of all clients.
  const clients = readdirSync(tasks).flatMap((task) => /^authenticate-(?!feeds$)(.+)$/.exec(task)?.[1] ?? []);
  return clients.flatMap((client) =>
    [
      `shared/clients/${client}/authenticate/client.ts`,
      `tests/shared/clients/${client}`,
      `tests/e2e/${client}.test.ts`,
    ]
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `tasks/authenticate-${client}: ${path} is missing`),
  );
}

/** Hosts of public registries, in pieces, so that this file itself holds none. */
const registryHosts = [
  ["pypi", "org"],
  ["python" + "hosted", "org"],
  ["npmjs", "org"],
  ["npmjs", "com"],
  ["index", "crates", "io"],
  ["static", "crates", "io"],
  ["repo", "maven", "apache", "org"],
  ["repo1", "maven", "org"],
  ["api", "nuget", "org"],
  ["rubygems", "org"],
  ["proxy", "golang", "org"],
];
const registryHost = new RegExp(
  `(?<![A-Za-z0-9-])(?:${registryHosts.map((labels) => labels.join("\\.")).join("|")})(?![A-Za-z0-9-])`,
  "i",
);

/** npm writes the lock file, with the addresses that it was installed from. */
function hostProblems(root: string): readonly string[] {
  return listFiles(root, "")
    .filter(
      (path) => basename(path) !== "package-lock.json" && !/\.(?:png|ico|vsix|whl|jar|crate|zip)$/.test(path),
    )
    .flatMap((path) =>
      readFileSync(join(root, path), "utf8")
        .split("\n")
        .flatMap((text, index) =>
          registryHost.test(text) ? [`${path}:${index + 1}: a public registry's host`] : [],
        ),
    );
}

function checkSources(root: string): readonly string[] {
  const sources = readSources(root, sourceRoots);
  assert.ok(sources.length > 0, `no sources below ${root}`);
  return sources.flatMap((source) => [
    ...importProblems(source),
    ...syntaxProblems(source),
    ...fileProblems(source),
  ]);
}

describe("architecture", () => {
  it("imports only go the way they may, and files are as small and plain as they should be", () => {
    assert.deepEqual(checkSources(repository), []);
  });

  it("tests hold no any either", () => {
    const found = readSources(repository, ["tests"])
      .flatMap(syntaxProblems)
      .filter((text) => text.endsWith(": any"));
    assert.deepEqual(found, []);
  });

  it("clients have the same name everywhere", () => {
    assert.deepEqual(roomProblems(repository), []);
  });

  it("no file names a public registry's host", () => {
    assert.deepEqual(hostProblems(repository), []);
  });

  describe("in a copy with violations", () => {
    let copy = "";
    before(() => {
      copy = mkdtempSync(join(tmpdir(), "architecture-"));
      for (const folder of sourceRoots) {
        const isOurs = (path: string): boolean =>
          !relative(repository, path)
            .split(sep)
            .some((name) => notOurs.has(name));
        cpSync(join(repository, folder), join(copy, folder), { recursive: true, filter: isOurs });
      }
    });
    after(() => {
      rmSync(copy, { recursive: true, force: true });
    });

    const plant = (path: string, text: string): void => {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, normalize(path)), text);
    };

    const violations: readonly (readonly [string, string, readonly string[]])[] = [
      [
        "shared/core/planted-a.ts",
        'import { join } from "node:path";\n',
        ["planted-a.ts: core must not import node:path"],
      ],
      [
        "shared/core/planted-b.ts",
        'import type { Job } from "../shell/read-job";\n',
        ["planted-b.ts: core must not import shared/shell/read-job"],
      ],
      [
        "shared/core/planted-c.ts",
        'export const x = (): unknown => import("../clients/uv/authenticate/client");\n',
        ["planted-c.ts: core must not import shared/clients/uv/authenticate/client"],
      ],
      [
        "shared/core/planted-d.ts",
        "export const x = (s: { expose(): string }): string => s.expose();\n",
        ["planted-d.ts:1: expose() outside of shared/shell"],
      ],
      [
        "shared/clients/uv/planted-e.ts",
        'import { readFileSync } from "node:fs";\n',
        ["planted-e.ts: clients/uv must not import node:fs"],
      ],
      [
        "shared/clients/uv/planted-f.ts",
        'import { cargo } from "../cargo/authenticate/client";\n',
        ["planted-f.ts: clients/uv must not import shared/clients/cargo/authenticate/client"],
      ],
      [
        "shared/clients/uv/planted-g.ts",
        'const tl = require("azure-pipelines-task-lib/task");\n',
        ["planted-g.ts: clients/uv must not import azure-pipelines-task-lib/task"],
      ],
      [
        "shared/shell/planted-h.ts",
        'import { uv } from "../clients/uv/authenticate/client";\n',
        ["planted-h.ts: shell must not import shared/clients/uv/authenticate/client"],
      ],
      [
        "shared/protocols/pypi/planted-t.ts",
        'import { request } from "node:http";\nimport { saveEntries } from "../../shell/feed/save-files";\nimport { cargo } from "../cargo/protocol";\n',
        [
          "planted-t.ts: protocols/pypi must not import node:http",
          "planted-t.ts: protocols/pypi must not import shared/shell/feed/save-files",
          "planted-t.ts: protocols/pypi must not import shared/protocols/cargo/protocol",
        ],
      ],
      [
        "shared/shell/feed/planted-u.ts",
        'import { pypi } from "../../protocols/pypi/protocol";\n',
        ["planted-u.ts: shell must not import shared/protocols/pypi/protocol"],
      ],
      [
        "shared/shell/planted-i.ts",
        'export { x } from "./agent";\nexport type { Y } from "./journal";\n',
        ["planted-i.ts: only passes on what others export"],
      ],
      [
        "shared/shell/planted-r.ts",
        'export * from "./apply";\nexport const x = 1;\n',
        ["planted-r.ts: only passes on what others export"],
      ],
      [
        "shared/shell/planted-s.ts",
        "export function fetch(): void {}\nfetch();\nexport const x = { fetch };\n",
        [],
      ],
      [
        "shared/shell/planted-j.ts",
        'export const x = fetch("https://x.example");\nexport const y = globalThis.fetch;\n',
        ["planted-j.ts:1: global fetch", "planted-j.ts:2: global fetch"],
      ],
      ["shared/shell/planted-k.ts", "export function x(y: any): void {}\n", ["planted-k.ts:1: any"]],
      ["shared/shell/planted-l.ts", "\n".repeat(201), ["planted-l.ts: 201 lines, at most 200"]],
      ["shared/shell/utils.ts", "", ["utils.ts: a name that says nothing"]],
      ["shared/shell/index.ts", "", ["index.ts: a name that says nothing"]],
      [
        "tasks/authenticate-uv/v1/planted-m.ts",
        'import { cargo } from "../../../shared/clients/cargo/authenticate/client";\n',
        ["planted-m.ts: tasks/authenticate-uv must not import shared/clients/cargo/authenticate/client"],
      ],
      ["tasks/authenticate-uv/v2/index.ts", "\n".repeat(11), ["index.ts: 11 lines, at most 10"]],
      [
        "sandbox/agent/planted-n.ts",
        'import { x } from "../../shared/core/plan";\n',
        ["planted-n.ts: sandbox/agent must not import shared/core/plan"],
      ],
      [
        "sandbox/agent/planted-o.ts",
        'import { x } from "../feed/start-feed";\n',
        ["planted-o.ts: sandbox/agent must not import sandbox/feed/start-feed"],
      ],
      [
        "sandbox/feed/planted-p.ts",
        'import { x } from "../agent/run-pipeline";\n',
        ["planted-p.ts: sandbox/feed must not import sandbox/agent/run-pipeline"],
      ],
      [
        "sandbox/start/planted-q.ts",
        'import { x } from "../../tests/reporter";\n',
        ["planted-q.ts: sandbox/start must not import tests/reporter"],
      ],
    ];

    it("each of them is found, and nothing else", () => {
      for (const [path, text] of violations) plant(path, text);
      const expected = violations.flatMap(([path, , problems]) =>
        problems.map((problem) => `${posix.dirname(path)}/${problem}`),
      );
      assert.deepEqual([...checkSources(copy)].sort(), [...expected].sort());
    });

    it("a task without its adapter and tests is found", () => {
      plant("tasks/authenticate-planted/v1/index.ts", "");
      assert.deepEqual(
        roomProblems(copy).filter((text) => text.includes("planted")),
        [
          "shared/clients/planted/authenticate/client.ts",
          "tests/shared/clients/planted",
          "tests/e2e/planted.test.ts",
        ].map((path) => `tasks/authenticate-planted: ${path} is missing`),
      );
    });

    it("a public registry's host is found, and what only looks like one is not", () => {
      const host = ["pypi", "org"].join(".");
      plant(
        "docs/planted.md",
        `fine: my${host}, ${host}anization.example, pypi-org\nhttps://${host}/simple\nfiles.${["python" + "hosted", "org"].join(".")}\n`,
      );
      assert.deepEqual(
        hostProblems(copy).filter((text) => text.startsWith("docs/")),
        ["docs/planted.md:2: a public registry's host", "docs/planted.md:3: a public registry's host"],
      );
    });
  });
});
