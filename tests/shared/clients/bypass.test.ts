import assert from "node:assert/strict";
import { clients } from "../../../shared/clients/clients";
import { ReadFiles } from "../../../shared/core/files";
import type { Bypass } from "../../../shared/core/lock-entry";
import { Problem } from "../../../shared/core/problem";
import { feed, fixture, isOwn, readLock } from "./reading";

/** What the clients that read a file as their configuration find in it. */
function findIn(path: string, text: string): readonly Bypass[] {
  const readers = clients.filter((client) => client.isConfiguration(path));
  assert.ok(readers.length > 0, `nobody reads ${path}`);
  return readers.flatMap((client) => client.findBypasses(path, new ReadFiles([[path, text]]), isOwn));
}

/** The bypasses of one configuration file, as `line host`. */
function find(path: string, text: string): readonly string[] {
  return findIn(path, text).map(({ where, host, text: sentence }) => {
    assert.match(sentence, /^\S.{40,}\.$/s);
    assert.ok(where.startsWith(`${path}:`), where);
    return `${where.slice(path.length + 1)} ${host}`;
  });
}

describe("bypasses", () => {
  const own = `${feed}/pypi/simple/`;
  for (const [title, text, expected] of [
    ["a feed of ours", `[[tool.uv.index]]\nname = "fibers"\nurl = "${own}"\n`, []],
    [
      "a foreign index",
      '[[tool.uv.index]]\nname = "x"\nurl = "https://index.example/simple"\n',
      ["3 index.example"],
    ],
    ["index-url", '[tool.uv]\nindex-url = "https://index.example/simple"\n', ["2 index.example"]],
    [
      "extra-index-url of pip",
      '[tool.uv.pip]\nextra-index-url = ["https://index.example/"]\n',
      ["2 index.example"],
    ],
    ["an index on disk", '[[tool.uv.index]]\nurl = "./wheels"\n', ["2 disk"]],
    ["find-links", '[tool.uv]\nfind-links = ["https://links.example/"]\n', ["2 links.example"]],
    ["find-links on disk", '[tool.uv.pip]\nfind-links = ["wheels"]\n', ["2 disk"]],
    ["a Git source", '[tool.uv.sources]\na = { git = "https://git.example/a" }\n', ["2 git.example"]],
    ["an SSH source", '[tool.uv.sources]\na = { git = "ssh://git@git.example/a" }\n', ["2 git.example"]],
    [
      "a source by address",
      '[tool.uv.sources]\na = { url = "https://files.example/a.whl" }\n',
      ["2 files.example"],
    ],
    [
      "sources by marker",
      '[tool.uv.sources]\na = [\n  { url = "https://files.example/a.whl", marker = "x" },\n  { index = "fibers" },\n]\n',
      ["3 files.example"],
    ],
    ["sources of the project", '[tool.uv.sources]\na = { workspace = true }\nb = { path = "../b" }\n', []],
    [
      "a dependency by address",
      '[project]\ndependencies = [\n  "a @ git+https://git.example/a.git",\n]\n',
      ["3 git.example"],
    ],
    [
      "a group's dependency",
      '[dependency-groups]\ndev = ["a @ https://files.example/a.whl", { include-group = "x" }]\n',
      ["2 files.example"],
    ],
    [
      "an extra's dependency",
      '[project.optional-dependencies]\nx = ["a@https://files.example/a.whl"]\n',
      ["2 files.example"],
    ],
    ["plain dependencies", '[project]\ndependencies = ["a>=1", "b[c]; extra == \'x\'", "!"]\n', []],
    ["another tool's table", '[[tool.other.source]]\nurl = "https://index.example"\n', []],
    ["a source of Poetry's", '[[tool.poetry.source]]\nurl = "https://index.example"\n', ["2 index.example"]],
    ["a feed of ours as Poetry's", `[[tool.poetry.source]]\nname = "x"\nurl = "${own}"\n`, []],
    ["the public index as Poetry's, by name", '[[tool.poetry.source]]\nname = "PyPI"\n', []],
    [
      "dependencies of Poetry's by address",
      '[tool.poetry.dependencies]\npython = "^3.9"\na = { git = "https://git.example/a" }\nb = { path = "../b" }\nc = "^1"\n[tool.poetry.group.dev.dependencies]\nd = [{ url = "https://files.example/d.whl", markers = "x" }]\n',
      ["3 git.example", "7 files.example"],
    ],
    [
      "the development dependencies of an old Poetry",
      '[tool.poetry.dev-dependencies]\na = {git = "git@git.example:a.git", rev = "x"}\n',
      ["2 git.example"],
    ],
    [
      "a source of PDM's",
      '[[tool.pdm.source]]\nname = "x"\ntype = "find_links"\nurl = "https://links.example/"\n',
      ["4 links.example"],
    ],
    [
      "groups of PDM's by address, and one on disk",
      '[tool.pdm.dev-dependencies]\ntest = [\n  "a @ https://files.example/a.whl",\n  "-e file:///${PROJECT_ROOT}/b",\n]\n',
      ["3 files.example"],
    ],
  ] as const) {
    it(`finds ${expected.length} in a pyproject.toml with ${title}`, () => {
      assert.deepEqual(find("app/pyproject.toml", text), expected);
    });
  }

  it("has what stands in the place of the public index go through the feed, where nothing is pinned to it", () => {
    const index = '[[tool.uv.index]]\nname = "x"\nurl = "https://index.example/"\n';
    const through = (text: string): readonly (boolean | undefined)[] =>
      findIn("pyproject.toml", text).map(({ throughFeed }) => throughFeed);
    assert.deepEqual(through(index), [undefined]);
    assert.deepEqual(through(`${index}default = true\n`), [true]);
    assert.deepEqual(through(`${index}default = true\n[tool.uv.sources]\na = { index = "x" }\n`), [
      undefined,
    ]);
    assert.deepEqual(
      through('[tool.uv]\nindex-url = "https://a.example/"\nextra-index-url = ["https://b.example/"]\n'),
      [true, undefined],
    );
  });

  for (const [title, text, expected] of [
    ["a feed of ours", `[[source]]\nname = "fiber"\nurl = "${own}"\n`, []],
    ["a foreign source", "[[source]]\nurl = 'https://index.example/simple'\n", ["2 index.example"]],
    ["a source by a variable", '[[source]]\nurl = "$FEED"\n', ["2 (a host that is not written in the file)"]],
    [
      "packages by address, in any category",
      '[packages]\na = {git = "https://git.example/a.git", ref = "x", editable = true}\n"e682b37" = {file = "https://files.example/x.zip"}\ne1839a8 = {path = ".", editable = true}\nb = {version = "*", index = "x"}\n\n[docs.c]\ngit = "ssh://git@second.example/c.git"\n',
      ["2 git.example", "3 files.example", "8 second.example"],
    ],
    ["no packages at all", "[requires]\npython_version = '3.9'\n[scripts]\ntest = 'pytest'\n", []],
  ] as const) {
    it(`finds ${expected.length} in a Pipfile with ${title}`, () => {
      assert.deepEqual(find("app/Pipfile", text), expected);
    });
  }

  it("has the feed take the public index's place in a Pipfile, and in no other client's sources", () => {
    const through = (path: string, text: string): readonly (boolean | undefined)[] =>
      findIn(path, text).map(({ throughFeed }) => throughFeed);
    const standIn = ["https://pypi", "abc/simple"].join(".");
    assert.deepEqual(through("Pipfile", `[[source]]\nurl = "${standIn}"\n`), [true]);
    assert.deepEqual(through("Pipfile", `[[source]]\nurl = "${standIn}/x"\n`), [undefined]);
    assert.deepEqual(through("pyproject.toml", `[[tool.poetry.source]]\nurl = "${standIn}"\n`), [undefined]);
    assert.deepEqual(through("pyproject.toml", `[[tool.pdm.source]]\nurl = "${standIn}"\n`), [undefined]);
  });

  it("reads uv.toml without tool.uv", () => {
    assert.deepEqual(find("uv.toml", '[[index]]\nurl = "https://index.example/simple"\n'), [
      "2 index.example",
    ]);
    assert.deepEqual(find("uv.toml", '[project]\ndependencies = ["a @ https://files.example/a.whl"]\n'), []);
  });

  const cratesIo = "[source.crates-io]\n";
  for (const [title, text, expected] of [
    ["a feed of ours", `[registries.fibers]\nindex = "sparse+${feed}/Cargo/index/"\n`, []],
    ["a foreign registry", '[registries.x]\nindex = "sparse+https://index.example/"\n', ["2 index.example"]],
    [
      "another organization",
      '[registries.x]\nindex = "sparse+https://pkgs.dev.azure.com/contoso/_packaging/x/Cargo/index/"\n',
      ["2 pkgs.dev.azure.com"],
    ],
    [
      "a foreign source",
      `${cratesIo}replace-with = "m"\n[source.m]\nregistry = "sparse+https://index.example/"\n`,
      ["4 index.example"],
    ],
    ["a vendored folder", `${cratesIo}replace-with = "v"\n[source.v]\ndirectory = "vendor"\n`, ["4 disk"]],
    ["a local registry", `${cratesIo}replace-with = "v"\n[source.v]\nlocal-registry = "reg"\n`, ["4 disk"]],
    [
      "a Git replacement",
      `${cratesIo}replace-with = "g"\n[source.g]\ngit = "https://git.example/g"\n`,
      ["4 git.example"],
    ],
    ["a folder that replaces nothing", '[source.v]\ndirectory = "vendor"\n', []],
    ["the public registry's protocol", '[registries.crates-io]\nprotocol = "sparse"\n', []],
  ] as const) {
    it(`finds ${expected.length} in a .cargo/config.toml with ${title}`, () => {
      assert.deepEqual(find("app/.cargo/config.toml", text), expected);
      assert.deepEqual(find(".cargo/config", text), expected);
    });
  }

  for (const [address, expected] of [
    ["https://repo.example/maven", []],
    ["http://repo.example/maven", []],
    [`${feed}/maven/v1`, []],
    ["file://${project.basedir}/repo", ["3 disk"]],
    ["${where}/repo", ["3 disk"]],
    ["http://localhost:8081/maven", ["3 localhost:8081"]],
    ["${unknown}", []],
  ] as const) {
    it(`finds ${expected.length} in a pom.xml with a repository at ${address}`, () => {
      const repository = (tag: string): string => `<${tag}><id>x</id><url>${address}</url></${tag}>`;
      const pom = (content: string): string =>
        `<project>\n<properties><where>file:///srv</where></properties>\n${content}\n</project>`;
      assert.deepEqual(
        find("pom.xml", pom(`<repositories>${repository("repository")}</repositories>`)),
        expected,
      );
      assert.deepEqual(
        find("a/pom.xml", pom(`<pluginRepositories>${repository("pluginRepository")}</pluginRepositories>`)),
        expected,
      );
      assert.deepEqual(
        find("pom.xml", pom(`<distributionManagement>${repository("repository")}</distributionManagement>`)),
        [],
      );
    });
  }

  it("gives those of a lock file once for each host, with the count and the first line", () => {
    assert.deepEqual(
      readLock("b/uv.lock", fixture("uv/uv.lock")).bypasses.map(({ where, host, count }) => [
        where,
        host,
        count,
      ]),
      [
        ["b/uv.lock:33", "git.example", 1],
        ["b/uv.lock:38", "files.example", 3],
      ],
    );
  });

  it("says nothing of credentials in an address", () => {
    const found = [
      ...findIn("pyproject.toml", '[[tool.uv.index]]\nurl = "https://user:hunter2@index.example/simple"\n'),
      ...findIn(".cargo/config.toml", '[registries.x]\nindex = "https://user:hunter2@index.example/"\n'),
      ...readLock("requirements.txt", "-i https://user:hunter2@index.example/simple\n").bypasses,
    ];
    assert.deepEqual(
      found.map(({ host }) => host),
      ["index.example", "index.example", "index.example"],
    );
    assert.ok(!JSON.stringify(found).includes("hunter2"));
  });

  it("refuses a malformed file with its place", () => {
    assert.throws(
      () => find("pyproject.toml", "[tool.uv\n"),
      (error: unknown) => error instanceof Problem && error.message.startsWith("pyproject.toml:1:"),
    );
  });

  it("is only looked for in what a client reads as its configuration", () => {
    for (const path of ["README.md", "my-pyproject.toml", "config.toml", "a/pom.xml.bak", "uv.lock"])
      assert.ok(!clients.some((client) => client.isConfiguration(path)), path);
  });
});
