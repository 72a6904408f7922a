import assert from "node:assert/strict";
import { restoringUv } from "../../../../../shared/clients/uv/restore/client";
import type { ProjectListing } from "../../../../../shared/core/client";
import { makeJob } from "../../planning";
import { isOwn } from "../../reading";

const compile =
  "--quiet --generate-hashes --no-header --no-annotate OPTIONS--output-file /temp/r/run-1/requirements.txt";

function list(
  path: string,
  text: string,
  inputs: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
  mode: "save" | "audit" = "save",
): ProjectListing | undefined {
  const reader = restoringUv.lockReaders.find((each) => each.recognizes(path));
  const lock = reader === undefined ? {} : { lock: path };
  const locked =
    reader === undefined
      ? {}
      : { locked: { path: `/agent/1/s/${path}`, file: reader.read(path, text, isOwn), text: () => text } };
  return restoringUv.list?.({
    job: makeJob({ jobFolder: "/temp/r/run-1" }),
    clientFolder: "/temp/r",
    mode,
    feed: { name: "fiber", forceAuth: false },
    project: { folder: "", manifest: path, ...lock },
    ...locked,
    arguments: [],
    exists: () => false,
    read: (each) => ({ ...files, [path]: text })[each.replace("/agent/1/s/", "")],
    input: (name) => inputs[name],
  });
}

function command(listing: ProjectListing | undefined): string {
  return listing?.commands.map(({ args }) => args.join(" ")).join("\n") ?? "none";
}

describe("uv, asked which files a project needs", () => {
  it("is not asked where the lock file says it", () => {
    const hash = `--hash=sha256:${"a".repeat(64)}`;
    assert.equal(list("requirements.txt", `a==1 ${hash}\n`), undefined);
    assert.equal(list("uv.lock", 'version = 1\nrequires-python = ">=3.9"\n'), undefined);
  });

  it("compiles requirements that are not pinned, into the job's folder", () => {
    const listing = list("requirements-dev.txt", "a\nb==1\n");
    assert.equal(
      command(listing),
      `pip compile /agent/1/s/requirements-dev.txt ${compile.replace("OPTIONS", "")}`,
    );
    assert.deepEqual(listing?.lists, ["/temp/r/run-1/requirements.txt"]);
    assert.deepEqual(listing.commands[0]?.variables, { UV_CACHE_DIR: "/temp/r/cache" });
    assert.match(listing.notes[0]?.text ?? "", /^requirements-dev\.txt: 2 of 2 requirements are not pinned/);
  });

  const groups = '[project]\nname = "x"\n[dependency-groups]\ndev = ["a"]\ntest = ["b"]\n';
  for (const [title, text, inputs, options] of [
    ["as uv sync takes it", groups, {}, "--group dev "],
    [
      "with groups and extras",
      groups,
      { groups: "test dev", extras: "x,y" },
      "--group test --group dev --extra x --extra y ",
    ],
    ["with all of them", groups, { groups: "All", extras: "all" }, "--group dev --group test --all-extras "],
    ["with other groups by default", `${groups}[tool.uv]\ndefault-groups = ["test"]\n`, {}, "--group test "],
  ] as const) {
    it(`compiles a pyproject.toml ${title}`, () => {
      assert.equal(
        command(list("pyproject.toml", text, inputs)),
        `pip compile /agent/1/s/pyproject.toml ${compile.replace("OPTIONS", options)}`,
      );
    });
  }

  for (const [title, text] of [
    ["a workspace", '[project]\nname = "x"\n[tool.uv.workspace]\nmembers = ["a"]\n'],
    ["settings alone", "[tool.uv]\n"],
  ] as const) {
    it(`does not know of ${title}`, () => {
      assert.equal(list("pyproject.toml", text), undefined);
    });
  }

  const built = (source: string, name = "app"): string =>
    `\n[[package]]\nname = "${name}"\nversion = "1"\nsource = { ${source} }\n`;
  const lockOf = (...packages: readonly string[]): string =>
    `version = 1\nrequires-python = ">=3.9"\n${packages.join("")}`;
  const requiring = (...requires: readonly string[]): string =>
    `[build-system]\nrequires = ${JSON.stringify(requires)}\n`;
  const written = (listing: ProjectListing | undefined): Readonly<Record<string, string>> =>
    Object.fromEntries(
      (listing?.files ?? []).map((file) =>
        file.kind === "write-file" ? [file.path.replace("/temp/r/run-1/", ""), file.text] : [file.kind, ""],
      ),
    );
  const notes = (listing: ProjectListing | undefined): string =>
    listing?.notes.map(({ text }) => text).join("\n") ?? "";

  it("compiles what the project's own builds need, each environment once", () => {
    const files = {
      "pyproject.toml": `${requiring("hatchling>=1")}[tool.uv]\nbuild-constraint-dependencies = ["hatchling<2"]\n`,
      "packages/a/pyproject.toml": requiring("hatchling>=1"),
      "packages/b/pyproject.toml": '[project]\nname = "b"\n',
      "packages/c/pyproject.toml": requiring("own-backend", "wheel"),
    };
    const folders = ["packages/a", "packages/b", "packages/c"].map((folder) =>
      built(`editable = "${folder}"`, folder.slice(-1)),
    );
    const lock = lockOf(built('directory = "."'), built('virtual = "docs"', "docs"), ...folders);
    const listing = list("uv.lock", lock, {}, files);
    const constraints = "--constraints /temp/r/run-1/build-constraints.txt ";
    const command = (number: number): string =>
      `pip compile /temp/r/run-1/build-${number}.in ${compile.replace("OPTIONS", constraints).replace("run-1/requirements", `run-1/build-${number}-requirements`)}`;
    assert.deepEqual(
      listing?.commands.map(({ args }) => args.join(" ")),
      [1, 2, 3].map(command),
    );
    assert.deepEqual(written(listing), {
      "build-constraints.txt": "hatchling<2\n",
      "build-1.in": "hatchling>=1\n",
      "build-2.in": "setuptools>=40.8.0\n",
      "build-3.in": "own-backend\nwheel\n",
    });
    assert.equal(listing.isBeside, true);
    assert.match(notes(listing), /^uv\.lock: uv resolves what the project's own builds need/);
    for (const path of listing.lists)
      assert.ok(restoringUv.lockReaders.some((each) => each.recognizes(path)));
  });

  it("has nothing in a requirements file that is more than a requirement, or that uv takes from elsewhere", () => {
    const strange = [
      "--index-url https://x.example",
      "a\n-r /etc/passwd",
      "b>=1 \\",
      "c==${SECRET}",
      "d # why",
      "e @ https://x.example/e.whl",
      "./f",
      "member>=1",
    ];
    const listing = list(
      "uv.lock",
      lockOf(built('editable = "."')),
      {},
      {
        "pyproject.toml": `${requiring("good>=1,<2 ; python_version > '3'", ...strange)}[tool.uv.sources]\nMember = { workspace = true }\n`,
      },
    );
    assert.deepEqual(written(listing), { "build-1.in": "good>=1,<2 ; python_version > '3'\n" });
    for (const each of strange) assert.ok(notes(listing).includes(each), each);
  });

  it("names whose builds it does not know", () => {
    const registry = 'registry = "https://registry.example/simple"';
    const sdist = `sdist = { url = "https://registry.example/old-1.tar.gz", hash = "sha256:${"a".repeat(64)}" }\n`;
    const lock = lockOf(
      built('editable = "../lib"', "lib"),
      built('git = "https://git.example/x?rev=1#1"', "fork"),
      `${built(registry, "old")}${sdist}`,
      `${built(registry, "new")}${sdist.replaceAll("old", "new")}wheels = [{ url = "https://registry.example/new-1-py3-none-any.whl", hash = "sha256:${"b".repeat(64)}" }]\n`,
    );
    const listing = list("uv.lock", lock);
    assert.deepEqual([listing?.commands, listing?.lists], [[], []]);
    assert.equal(
      notes(listing),
      "uv.lock: what the builds of these need is not known before they run, and mode restore has the feed save it: ../lib, fork, old",
    );
    assert.equal(list("uv.lock", lockOf(built('virtual = "."'))), undefined);
    const file = (kind: string): string =>
      `lock-version = "1.0"\n[[packages]]\nname = "old"\nversion = "1"\n${kind} = ${kind === "sdist" ? "" : "["}{ name = "old-1.tar.gz", url = "https://registry.example/old-1.tar.gz", hashes = { sha256 = "${"a".repeat(64)}" } }${kind === "sdist" ? "" : "]"}\n`;
    assert.match(notes(list("pylock.toml", file("sdist"))), /^pylock\.toml: .*has the feed save it: old$/);
    assert.equal(
      list("pylock.toml", file("wheels").replaceAll("old-1.tar.gz", "old-1-py3-none-any.whl")),
      undefined,
    );
  });

  it("compiles build requirements of a project without a lock file, too", () => {
    const text = `[project]\nname = "x"\n${requiring("hatchling")}`;
    const listing = list("pyproject.toml", text);
    assert.deepEqual(listing?.lists, [
      "/temp/r/run-1/requirements.txt",
      "/temp/r/run-1/build-1-requirements.txt",
    ]);
    assert.equal(listing.commands.length, 2);
    assert.equal(listing.isBeside, undefined);
    assert.equal(list("pyproject.toml", `${text}[tool.uv]\npackage = false\n`)?.lists.length, 1);
  });

  it("compiles nothing in mode audit, and says what it leaves open", () => {
    const listing = list("uv.lock", lockOf(built('editable = "."')), {}, {}, "audit");
    assert.deepEqual([listing?.commands, listing?.lists, written(listing)], [[], [], {}]);
    assert.match(notes(listing), /is in no lock file, so mode audit leaves it open$/);
  });

  it("says of its cache what it fetched beyond the lock file", () => {
    const text =
      'version = 1\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nversion = "1"\nsource = { editable = "." }\n';
    const file = restoringUv.lockReaders[0]?.read("uv.lock", text, isOwn);
    assert.ok(file !== undefined);
    const entries = [{ protocol: "pypi", name: "a-b", version: "1.0", hashes: [], where: "uv.lock:1" }];
    const { restored } = restoringUv.restore({
      job: makeJob({ jobFolder: "/temp/r/run-1" }),
      clientFolder: "/temp/r",
      mode: "save",
      feed: { name: "fiber", forceAuth: false },
      project: { folder: "", manifest: "pyproject.toml", lock: "uv.lock" },
      locked: { path: "/agent/1/s/uv.lock", file: { ...file, entries }, text: () => text },
      arguments: [],
      exists: () => false,
      read: () => undefined,
      input: () => undefined,
    });
    assert.equal(restored?.folder, "/temp/r/cache");
    assert.equal(restored.isLeftOut?.("archive-v0"), true);
    assert.equal(restored.isLeftOut("wheels-v7"), false);
    assert.deepEqual(
      restored.versions([
        "wheels-v7/index/0a/a-b/1-py3-none-any.http",
        "wheels-v7/index/0a/setuptools/80.9.0-py3-none-any.http",
        "wheels-v7/index/0a/wheel/0.45-py3-none-any.msgpack",
        "sdists-v10/index/0a/c/2.1/revision.http",
        "simple-v27/index/0a/d.rkyv",
      ]),
      [
        { protocol: "pypi", name: "setuptools", version: "80.9.0" },
        { protocol: "pypi", name: "c", version: "2.1" },
      ],
    );
  });
});
