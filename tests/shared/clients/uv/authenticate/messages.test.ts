import assert from "node:assert/strict";
import { uv } from "../../../../../shared/clients/uv/authenticate/client";
import { ReadFiles } from "../../../../../shared/core/files";
import { makeJob, notesOf, planWith, problemOf, root } from "../../planning";

const project = "/agent/1/s/pyproject.toml";
const fiber = `${root}/_packaging/fiber/pypi/simple/`;

describe("uv: malformed files", () => {
  const files: readonly (readonly [string, string, string, string])[] = [
    ["a key without a value", project, "[tool.uv]\nindex-url =\n", ":2:12: not valid TOML: "],
    ["an open text", "/agent/1/s/uv.toml", '[pip]\nx = 1\nindex-url = "https\n', ":3:"],
    ["a key twice", project, "a = 1\na = 2\n", ":2:"],
    ["a table twice", "/agent/pyproject.toml", "[tool.uv]\n[tool.uv]\n", ":2:"],
    ["no TOML at all", "/home/ada/.config/uv/uv.toml", "{}\n", ":1:1: not valid TOML: "],
    ["the machine's file", "/etc/xdg/uv/uv.toml", "\n\n  =\n", ":3:"],
  ];
  for (const [title, path, text, where] of files) {
    it(`${title} is named by file, line and column`, () => {
      const problem = problemOf(uv, makeJob({ feeds: "fiber" }), { [path]: text });
      assert.equal(problem.code, "toml-malformed");
      assert.ok(problem.message.startsWith(`${path}${where}`), problem.message);
      assert.match(problem.message, /^[^:]+:\d+:\d+: not valid TOML: \S.*\.$/);
    });
  }

  it("a path with a logging command in it begins none in the message", () => {
    const folder = "/agent/1/s/##vso[x]";
    const problem = problemOf(uv, makeJob({ workingDirectory: folder }), {
      [`${folder}/pyproject.toml`]: "=",
    });
    assert.doesNotMatch(problem.message, /##vso\[/);
  });
});

describe("uv: nothing to authenticate", () => {
  it("says where was looked when there is no file", () => {
    const problem = problemOf(uv, makeJob());
    assert.equal(problem.code, "nothing-to-authenticate");
    assert.equal(
      problem.message,
      "No index of a feed of fabrikam was found. Looked for pyproject.toml and uv.toml in /agent/1/s and the folders above, and in UV_* variables; read no file.",
    );
    assert.match(problem.hint, /\[\[tool\.uv\.index\]\].*input feeds.*workingDirectory/);
  });

  it("says which files were read, and why what they name is not ours", () => {
    const problem = problemOf(
      uv,
      makeJob({
        environment: { UV_INDEX: "http://pkgs.dev.azure.com/fabrikam/_packaging/fiber/pypi/simple/" },
      }),
      {
        [project]: '[[tool.uv.index]]\nurl = "https://bob:hunter2@registry.example/simple"\n',
        "/agent/uv.toml": "",
      },
    );
    assert.ok(
      problem.message.endsWith(
        "; read pyproject.toml, ../../uv.toml; https://registry.example/simple (/agent/1/s/pyproject.toml:2) is not a feed of fabrikam; http://pkgs.dev.azure.com/fabrikam/_packaging/fiber/pypi/simple/ (UV_INDEX) is http:, and Azure DevOps Services is only reached by https:.",
      ),
      problem.message,
    );
  });
});

describe("uv: uv.lock with other addresses", () => {
  const lock = (...addresses: readonly string[]): string =>
    addresses.map((address) => `[[package]]\nname = "a"\nsource = { registry = "${address}" }\n`).join("\n");
  const publicIndex = "https://registry.example/simple";
  const texts = { [project]: `[[tool.uv.index]]\nname = "fiber"\nurl = "${fiber}"\n` };

  const warnings: readonly (readonly [string, string | undefined, boolean, RegExp])[] = [
    [
      "no feeds: fetched past the feed",
      undefined,
      true,
      /^warning: uv\.lock pins 2 packages to https:\/\/registry\.example\/simple: they are fetched from there, past the feed\./,
    ],
    [
      "feeds: the lock is rewritten",
      "fiber",
      true,
      /: `uv sync` resolves again at the feed and rewrites uv\.lock, `--locked` fails/,
    ],
    ["feeds beside the public index", "fiber", false, /: they are fetched from there, past the feed\./],
  ];
  for (const [title, feeds, replacePublicRegistry, expected] of warnings) {
    it(title, () => {
      const job = makeJob({ replacePublicRegistry, ...(feeds === undefined ? {} : { feeds }) });
      const plan = planWith(uv, job, {
        ...texts,
        "/agent/1/s/uv.lock": lock(publicIndex, fiber, publicIndex),
      });
      const found = notesOf(plan).filter((note) => note.startsWith("warning: "));
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", expected);
    });
  }

  it("a restore reads no lock file, and says nothing of it", () => {
    const job = makeJob({ purpose: "restore" });
    const read = new ReadFiles(Object.entries({ ...texts, "/agent/1/s/uv.lock": lock(publicIndex) }));
    assert.deepEqual(
      uv.sources(job, read).filter((path) => path.endsWith("uv.lock")),
      [],
    );
    assert.ok(uv.sources(makeJob(), read).includes("/agent/1/s/uv.lock"));
    const plan = planWith(uv, job, { ...texts, "/agent/1/s/uv.lock": lock(publicIndex) });
    assert.deepEqual(notesOf(plan), [`info: Credentials set: fiber, feed fiber (${project}:3)`]);
  });

  it("a lock of feeds alone is not named", () => {
    const plan = planWith(uv, makeJob(), { ...texts, "/agent/1/s/uv.lock": lock(fiber) });
    assert.deepEqual(
      notesOf(plan).filter((note) => note.startsWith("warning: ")),
      [],
    );
  });
});
