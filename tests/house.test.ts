import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import ts from "typescript";
import { clients } from "../shared/clients/clients";
import { findNames } from "./source-names";
import { importsOf, nodesOf, readSources, repository, type Source } from "./sources";

const clientNames = clients.map(({ name }) => name);
/** Those that have a task of their own; another one's task authenticates the others. */
const withTask = clients.flatMap(({ name, authentication }) => (name === authentication.name ? [name] : []));
const protocolNames = [...new Set(clients.map(({ protocol }) => protocol.name))];
/** What nobody outside of a client's or a protocol's room should know. */
const roomNames = new Set([...clientNames, ...clients.map(({ program }) => program), ...protocolNames]);

/** Where something besides the rooms and the lists names a client or a protocol. */
function namingProblems(root: string): readonly string[] {
  return findNames({
    root,
    folders: ["shared"],
    allowed: ["shared/clients/", "shared/protocols/"],
    words: [...roomNames],
  });
}

/** Comparisons with a literal of what says which client or protocol something is of. */
function comparingProblems(sources: readonly Source[]): readonly string[] {
  return sources
    .filter(({ path }) => path.startsWith("shared/shell/"))
    .flatMap(({ path, tree }) =>
      nodesOf(tree).flatMap((node) => {
        if (!ts.isBinaryExpression(node) || !ts.isStringLiteral(node.right)) return [];
        if (!/^[!=]==$/.test(node.operatorToken.getText())) return [];
        // The protocol of an address is another matter: `https:`.
        if (node.right.text.endsWith(":")) return [];
        const asked = ts.isPropertyAccessExpression(node.left) ? node.left.name.text : "";
        const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
        return ["client", "protocol"].includes(asked) ? [`${path}:${line}: compares ${asked}`] : [];
      }),
    );
}

/** Files that an expression stands in, by what it looks like. */
function filesWith(sources: readonly Source[], test: (node: ts.Node) => boolean): readonly string[] {
  return sources.filter(({ tree }) => nodesOf(tree).some(test)).map(({ path }) => path);
}

function isNew(name: string): (node: ts.Node) => boolean {
  return (node) => ts.isNewExpression(node) && node.expression.getText() === name;
}

function isCallOf(name: string): (node: ts.Node) => boolean {
  return (node) =>
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === name;
}

/** Files that import each other in a circle, imports of types included; each as the way around. */
function importCircles(sources: readonly Source[]): readonly string[] {
  const known = new Map(sources.map((source) => [source.path.replace(/\.ts$/, ""), source]));
  const next = new Map(
    [...known].map(([path, source]) => [
      path,
      importsOf(source)
        .map((name) => name.replace(/\.js$/, ""))
        .filter((name) => known.has(name)),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start), path].join(" > "));
    if (start >= 0 || done.has(path)) return;
    for (const name of next.get(path) ?? []) visit(name, [...way, path]);
    done.add(path);
  };
  for (const path of known.keys()) visit(path, []);
  return circles;
}

/** What belongs to a client in the other rooms of the house. */
function partsOf(client: string): readonly string[] {
  if (!withTask.includes(client))
    return [
      `shared/clients/${client}/restore/client.ts`,
      `shared/clients/${client}/restore/manifest.ts`,
      `tests/shared/clients/${client}`,
      `tests/e2e/restore-upstream-${client}.test.ts`,
    ];
  return [
    `tasks/authenticate-${client}/v1/index.ts`,
    `tasks/authenticate-${client}/v1/undo.ts`,
    `tasks/authenticate-${client}/v1/task.json`,
    `tasks/authenticate-${client}/v1/icon.png`,
    `shared/clients/${client}/manifest.ts`,
    `shared/clients/${client}/authenticate/client.ts`,
    `shared/clients/${client}/restore/client.ts`,
    `tests/shared/clients/${client}`,
    `tests/e2e/${client}.test.ts`,
    `sandbox/start/clients/${client}.ts`,
    `examples/${client}-project`,
    `docs/tasks/authenticate-${client}.md`,
  ];
}

function missingParts(root: string, client: string): readonly string[] {
  return partsOf(client).filter((path) => !existsSync(join(root, path)));
}

describe("house", () => {
  const sources = readSources(repository, ["shared", "tasks"]);
  const shared = sources.filter(({ path }) => path.startsWith("shared/"));

  it("the list has every client that has a room, and every client has all its parts", () => {
    const rooms = readdirSync(join(repository, "shared/clients"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual([...rooms].sort(), [...clientNames].sort());
    for (const client of clientNames) assert.deepEqual(missingParts(repository, client), [], client);
  });

  it("every protocol has its room here and in the sandbox", () => {
    for (const protocol of protocolNames)
      for (const path of [`shared/protocols/${protocol}/protocol.ts`, `sandbox/feed/protocols/${protocol}`])
        assert.ok(existsSync(join(repository, path)), path);
  });

  it("the README has a row for every client with a task", () => {
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    const missing = withTask.filter((name) => !readme.includes(`](docs/tasks/authenticate-${name}.md)`));
    assert.deepEqual(missing, []);
  });

  it("no two readers of clients claim one lock file", () => {
    const readers = new Set(clients.flatMap(({ lockReaders }) => lockReaders));
    for (const reader of readers) {
      const claimants = [...readers].filter((other) => other.recognizes(reader.example));
      assert.deepEqual(claimants, [reader], reader.example);
    }
  });

  it("no room but its own names a client or a protocol", () => {
    assert.deepEqual(namingProblems(repository), []);
    assert.deepEqual(comparingProblems(shared), []);
  });

  it("no file imports itself by a way around", () => {
    assert.deepEqual(importCircles(sources), []);
  });

  it("secrets are made where credentials are read, and exposed in one place", () => {
    const makers = filesWith(shared, isNew("Secret")).filter((path) => !path.startsWith("shared/shell/"));
    assert.deepEqual(makers, ["shared/core/credentials.ts", "shared/core/secret.ts"]);
    assert.deepEqual(filesWith(shared, isCallOf("expose")), ["shared/shell/secrets.ts"]);
  });

  it("a step has one way to the feed", () => {
    assert.deepEqual(filesWith(shared, isNew("FeedClient")), ["shared/shell/restore/feed-job.ts"]);
  });

  describe("with faults planted", () => {
    let copy = "";
    before(() => {
      copy = mkdtempSync(join(tmpdir(), "house-"));
    });
    after(() => {
      rmSync(copy, { recursive: true, force: true });
    });

    const plant = (files: Readonly<Record<string, string>>): readonly Source[] => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(copy, path)), { recursive: true });
        writeFileSync(join(copy, path), text);
      }
      return readSources(copy, ["shared"]).filter(({ path }) => path in files);
    };

    const naming: readonly (readonly [string, string, readonly string[]])[] = [
      ["a string", 'export const x = "fetch uv";\n', ["names uv"]],
      ["a template", "export const x = (y: string): string => `${y} of Cargo.lock`;\n", ["names cargo"]],
      ["a regular expression", "export const x = /^UV_INDEX/;\n", ["names uv"]],
      ["an identifier", "export const mavenPath = 1;\n", ["names maven"]],
      ["a comment", "// uv and Cargo\nexport const pipeline = 1;\n", []],
    ];
    for (const [title, text, problems] of naming) {
      it(`finds a name in ${title}`, () => {
        plant({ "shared/shell/planted-name.ts": text });
        const found = namingProblems(copy).filter((problem) => problem.includes("planted-name"));
        assert.deepEqual(
          found.map((problem) => /names \w+/.exec(problem)?.[0]),
          problems,
        );
      });
    }

    it("lets a room say its own name", () => {
      plant({ "shared/clients/uv/planted-own.ts": 'export const x = "uv";\n' });
      assert.deepEqual(
        namingProblems(copy).filter((problem) => problem.includes("planted-own")),
        [],
      );
    });

    it("finds a comparison", () => {
      const text = 'export const x = (y: { client: string }): boolean => y.client === "acme";\n';
      const path = "shared/shell/planted-comparison.ts";
      assert.deepEqual(comparingProblems(plant({ [path]: text })), [`${path}:1: compares client`]);
    });

    it("finds a circle of types", () => {
      const found = importCircles(
        plant({
          "shared/core/one.ts": 'import type { Two } from "./two";\nexport type One = Two;\n',
          "shared/core/two.ts": 'import type { One } from "./one";\nexport type Two = One;\n',
        }),
      );
      assert.deepEqual(found, ["shared/core/one > shared/core/two > shared/core/one"]);
    });

    it("finds a secret that is made or exposed elsewhere, and a second way to the feed", () => {
      const text = 'export const x = (): unknown => [new Secret("a").expose(), new FeedClient()];\n';
      const path = posix.join("shared/clients/uv", "planted-secret.ts");
      const planted = plant({ [path]: text });
      assert.deepEqual(filesWith(planted, isNew("Secret")), [path]);
      assert.deepEqual(filesWith(planted, isCallOf("expose")), [path]);
      assert.deepEqual(filesWith(planted, isNew("FeedClient")), [path]);
    });

    it("finds what a client lacks", () => {
      assert.deepEqual(missingParts(copy, "acme"), partsOf("acme"));
    });
  });
});
