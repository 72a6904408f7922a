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
    mode: "save",
    feed: { name: "fiber", forceAuth: false },
    project: { folder: "", manifest: path, ...lock },
    ...locked,
    arguments: [],
    exists: () => false,
    read: (each) => (each === `/agent/1/s/${path}` ? text : undefined),
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

  it("says that builds need more than is locked", () => {
    const text =
      'version = 1\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nversion = "1"\nsource = { editable = "." }\n';
    const listing = list("uv.lock", text);
    assert.deepEqual([listing?.commands, listing?.lists], [[], []]);
    assert.match(listing?.notes[0]?.text ?? "", /^uv\.lock: some of it is built from source/);
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
