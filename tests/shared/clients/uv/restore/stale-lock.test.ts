import assert from "node:assert/strict";
import { refuseStaleLock } from "../../../../../shared/clients/uv/restore/stale-lock";
import { uvLock } from "../../../../../shared/clients/uv/locks/uv-lock";
import { Problem } from "../../../../../shared/core/problem";
import { makeJob } from "../../planning";
import { isOwn } from "../../reading";

const locked = `version = 1
requires-python = ">=3.9"

[[package]]
name = "app"
version = "1"
source = { virtual = "." }

[package.metadata]
requires-dist = [
    { name = "alpha", specifier = ">=1.0,<2" },
    { name = "beta", extras = ["more"], marker = "extra == 'x'", specifier = "==2.*" },
    { name = "gamma", git = "https://git.example/gamma" },
    { name = "delta", specifier = ">=1.0rc1" },
]

[package.metadata.requires-dev]
test-all = [{ name = "epsilon" }]

[[package]]
name = "member"
version = "1"
source = { editable = "packages/member" }
`;

function problemOf(files: Readonly<Record<string, string>>, text = locked): string {
  try {
    refuseStaleLock({
      job: makeJob(),
      clientFolder: "/temp/r",
      mode: "save",
      feed: { name: "fiber", forceAuth: false },
      project: { folder: "app", manifest: "app/pyproject.toml", lock: "app/uv.lock" },
      locked: { path: "/agent/1/s/uv.lock", file: uvLock.read("uv.lock", text, isOwn), text: () => text },
      arguments: [],
      exists: () => false,
      read: (path) => files[path.replace("/agent/1/s/", "")],
      input: () => undefined,
    });
  } catch (error) {
    assert.ok(error instanceof Problem);
    return error.message;
  }
  return "";
}

function project(dependencies: string, more = ""): Readonly<Record<string, string>> {
  return { "pyproject.toml": `[project]\nname = "app"\ndependencies = [${dependencies}]\n${more}` };
}

describe("uv.lock that is out of date", () => {
  for (const [title, files] of [
    ["nothing", project("")],
    [
      "the same, as people write it",
      project('"Alpha < 2, >= 1.0 ; python_version > \'3\'", "alpha(>=1.0,<2)"'),
    ],
    ["what has a source of its own", project('"gamma>=9"', "")],
    ["versions that may be spelt in other ways", project('"delta >= 1.0-rc.1"')],
    ["itself with extras", project('"app[x]"')],
    ["what a build decides", { "pyproject.toml": '[project]\nname = "app"\ndynamic = ["dependencies"]\n' }],
    [
      "extras and groups",
      project(
        "",
        '[project.optional-dependencies]\nx = ["beta[more]==2.*"]\n[dependency-groups]\n"Test.All" = ["epsilon", { include-group = "y" }]\ny = []\n',
      ),
    ],
    ["less than is locked", { "pyproject.toml": "[tool.uv]\n" }],
    ["a pyproject.toml that is not there or malformed", { "pyproject.toml": "[project\n" }],
  ] as const) {
    it(`is not seen in ${title}`, () => {
      assert.equal(problemOf(files), "");
    });
  }

  for (const [title, files, message] of [
    [
      "a new dependency",
      project('\n  "zeta>=1",\n'),
      "app/pyproject.toml:4 needs zeta>=1, which app/uv.lock does not have: the lock file is out of date.",
    ],
    [
      "another range",
      project('"alpha>=1.1,<2"'),
      "app/pyproject.toml:3 needs alpha>=1.1,<2, which app/uv.lock does not have: the lock file is out of date.",
    ],
    [
      "a dependency that only a group has",
      project('"epsilon"'),
      "app/pyproject.toml:3 needs epsilon, which app/uv.lock does not have: the lock file is out of date.",
    ],
    [
      "a new extra",
      project("", '[project.optional-dependencies]\nnew = ["eta"]\n'),
      "app/pyproject.toml:5 needs eta, which app/uv.lock does not have: the lock file is out of date.",
    ],
    [
      "a group's dependency",
      project("", '[dependency-groups]\ntest-all = ["alpha"]\n'),
      "app/pyproject.toml:5 needs alpha in group test-all, which app/uv.lock does not have: the lock file is out of date.",
    ],
    [
      "a member of the workspace",
      {
        ...project(""),
        "packages/member/pyproject.toml": '[project]\nname = "member"\ndependencies = ["theta"]\n',
      },
      "app/packages/member/pyproject.toml:3 needs theta, which app/uv.lock does not have: the lock file is out of date.",
    ],
  ] as const) {
    it(`is seen in ${title}`, () => {
      assert.equal(problemOf(files), message);
    });
  }

  it("goes by what is depended on where the file does not repeat what was required", () => {
    const text = locked.replace(
      /\n\[package\.metadata\][^]*?(?=\n\[\[package)/,
      '\ndependencies = [{ name = "alpha" }]\n\n[[package]]\nname = "alpha"\nversion = "1"\nsource = { git = "https://git.example/a" }\n',
    );
    assert.equal(problemOf(project('"alpha==3"'), text), "");
    assert.match(problemOf(project('"beta"'), text), /needs beta/);
  });

  it("reads no pyproject.toml outside of the project", () => {
    const text = locked.replace("packages/member", "../../member");
    assert.equal(
      problemOf(
        {
          ...project(""),
          "../../member/pyproject.toml": '[project]\nname = "member"\ndependencies = ["theta"]\n',
        },
        text,
      ),
      "",
    );
  });
});
