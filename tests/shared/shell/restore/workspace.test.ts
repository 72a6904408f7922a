import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { clients } from "../../../../shared/clients/clients";
import type { RestoringClient } from "../../../../shared/core/client";
import type { Job } from "../../../../shared/core/job";
import { Problem } from "../../../../shared/core/problem";
import { listFiles, listSources } from "../../../../shared/shell/restore/file-listing";
import {
  findWorkspace,
  lockedEntries,
  readLocks,
  readWorkspace,
  type WorkspaceFiles,
} from "../../../../shared/shell/restore/workspace";
import { makeJob } from "../../clients/planning";
import { fixture } from "../../clients/reading";
import { ProjectPatterns } from "../../../../shared/shell/restore/project-patterns";
import { projectLock } from "../../../../shared/shell/restore/project-lock";
import { useTempFolder } from "../run-child";

describe("restore: what lies below the working directory", () => {
  const folder = useTempFolder();

  const write = (files: Readonly<Record<string, string | Buffer>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder(), path)), { recursive: true });
      writeFileSync(join(folder(), path), text);
    }
  };

  const job = (): Job => makeJob({ workingDirectory: folder() });
  const named = (...names: readonly string[]): readonly RestoringClient[] =>
    clients.filter(({ name }) => names.includes(name));
  const find = (wanted = clients): WorkspaceFiles => findWorkspace(job(), clients, wanted);

  /** The projects as `client manifest lock`. */
  const projects = (wanted = clients): readonly string[] =>
    find(wanted).projects.map(({ client, manifest, lock }) =>
      [client.name, manifest, ...(lock === undefined ? [] : [lock])].join(" "),
    );

  it("has neither what clients made or fetched, nor what links lead to", () => {
    write({
      "app/pom.xml": "<project/>",
      "node_modules/x/pom.xml": "",
      "a/.venv/x/pyproject.toml": "",
      "a/.venv/x/uv.lock": "",
      "a/venv/lib/site-packages/y/Cargo.toml": "",
      "target/package/x/Cargo.toml": "",
      "vendor/x/Cargo.lock": "",
      ".git/Cargo.toml": "",
      ".tox/a/requirements.txt": "a==1 --hash=sha256:00",
      "__pycache__/pom.xml": "",
    });
    symlinkSync(join(folder(), "app"), join(folder(), "link"));
    assert.deepEqual(projects(), ["maven app/pom.xml"]);
    assert.deepEqual(find().listing.paths, ["app/pom.xml"]);
  });

  it("is listed folder by folder, the files of a folder before those below", () => {
    write({ "b/x": "", "a/c/y": "", "a/z": "", w: "", "a-b/v": "" });
    assert.deepEqual(listFiles(folder()), ["w", "a/z", "a/c/y", "a-b/v", "b/x"]);
    assert.deepEqual(listSources(folder(), ["a"]), {
      paths: ["w", "a-b/v", "b/x"],
      passedOver: ["a"],
      isCut: false,
    });
    assert.deepEqual(listFiles(join(folder(), "none")), []);
  });

  it("is what the wanted clients are of, in the order of the list", () => {
    write({
      "Cargo.toml": "",
      "x/pom.xml": "<project/>",
      "y/pyproject.toml": "[tool.uv]\n",
      "z/uv.lock": fixture("uv/uv.lock"),
    });
    assert.deepEqual(projects(), ["uv y/pyproject.toml", "cargo Cargo.toml", "maven x/pom.xml"]);
    assert.deepEqual(projects(named("maven")), ["maven x/pom.xml"]);
    assert.deepEqual(find(named("maven")).lockPaths, []);
    assert.deepEqual(find().lockPaths, ["z/uv.lock"]);
  });

  it("has bypasses of lock files first, then those of configuration, each from the working directory on", () => {
    write({
      "a/.cargo/config.toml": '[registries.x]\nindex = "sparse+https://index.example/"\n',
      "b/uv.lock": fixture("uv/uv.lock"),
      "b/pyproject.toml": '[[tool.uv.index]]\nurl = "https://python.example/simple"\n',
      "Cargo.lock": fixture("cargo/Cargo.lock"),
      "README.md": "https://index.example",
    });
    const places = (wanted = clients): readonly string[] =>
      readWorkspace(job(), find(wanted)).bypasses.map(({ where, host }) => `${where} ${host}`);
    const uvPlaces = ["b/uv.lock:33 git.example", "b/uv.lock:38 files.example"];
    const uvIndex = "b/pyproject.toml:2 python.example";
    assert.deepEqual(places(), [
      "Cargo.lock:37 git.example",
      ...uvPlaces,
      "a/.cargo/config.toml:2 index.example",
      uvIndex,
    ]);
    assert.deepEqual(places(named("uv")), [...uvPlaces, uvIndex]);
  });

  it("has the bypasses of what a configuration includes, each once", () => {
    write({
      "a/.cargo/config.toml": 'include = ["../../more.toml"]\n',
      "b/.cargo/config.toml": 'include = [{ path = "../../more.toml" }, "config.toml"]\n',
      "more.toml": '[registries.x]\nindex = "sparse+https://index.example/"\n',
      "Cargo.toml": "",
    });
    const { bypasses } = readWorkspace(job(), find());
    assert.deepEqual(
      bypasses.map(({ where, host }) => `${where} ${host}`),
      ["more.toml:2 index.example"],
    );
  });

  it("has each file of a package once, however many lock files name it", () => {
    write({ "a/Cargo.lock": fixture("cargo/Cargo.lock"), "b/Cargo.lock": fixture("cargo/Cargo.lock") });
    const once = readWorkspace(job(), find());
    const [first] = once.locks.values();
    assert.ok(first !== undefined && first.entries.length > 0);
    assert.equal(lockedEntries(once.locks).length, first.entries.length);
  });

  it("follows what requirements files take in, in circles too, and not by links or out of the working directory", () => {
    write({
      "app/requirements.txt": "-r ../deps/base\n-r link.txt\n-r gone.txt\na\n",
      "deps/base": "-r ../app/requirements.txt\nb\nc==1\n",
    });
    symlinkSync(join(folder(), "deps", "base"), join(folder(), "app", "link.txt"));
    const found = readWorkspace(job(), find());
    assert.deepEqual([...found.locks.keys()], ["app/requirements.txt", "deps/base"]);
    const whole = projectLock(found, { lock: "app/requirements.txt" });
    assert.equal(whole?.unpinned, 3);
    assert.deepEqual(
      whole.skipped.map(({ name, where }) => `${where} ${name}`),
      [
        "app/requirements.txt:4 a",
        "app/requirements.txt:2 app/link.txt",
        "app/requirements.txt:3 app/gone.txt",
        "deps/base:2 b",
        "deps/base:3 c",
      ],
    );
    assert.deepEqual(
      found.projects.map(({ lock }) => lock),
      ["app/requirements.txt"],
    );
  });

  it("has no project of a requirements file that is UTF-16, as PowerShell writes it, and names the file", () => {
    write({
      "a/requirements.txt": Buffer.from("\uFEFFalpha\r\n", "utf16le"),
      "b/requirements.txt": "\uFEFFalpha\r\n",
    });
    const { projects: found, unreadable } = readWorkspace(job(), find());
    assert.deepEqual(
      found.map(({ lock }) => lock),
      ["b/requirements.txt"],
    );
    assert.deepEqual(
      [...unreadable].map(([path, { code }]) => [path, code]),
      [["a/requirements.txt", "file-not-utf8"]],
    );
  });

  it("has no lock file that a client was to write and did not", () => {
    write({ "Cargo.toml": "" });
    assert.equal(readLocks(job(), find(), ["Cargo.lock"]).size, 0);
  });

  for (const [title, files, wanted, message] of [
    [
      "nothing",
      { "README.md": "" },
      ["uv", "cargo", "maven"],
      /^No project of uv, cargo, maven was found below .*: looked for uv\.lock, pylock\.toml, pyproject\.toml with dependencies or \[tool\.uv\], requirements files, Cargo\.toml and pom\.xml\.$/,
    ],
    [
      "another client's project",
      { "pom.xml": "" },
      ["cargo"],
      /^No project of cargo was found below .*: looked for Cargo\.toml\.$/,
    ],
  ] as const) {
    it(`refuses ${title}`, () => {
      write(files);
      assert.throws(
        () => find(named(...wanted)),
        (error: unknown) =>
          error instanceof Problem && error.code === "project-missing" && message.test(error.message),
      );
    });
  }

  it("has what cannot be read or understood beside it, and everything else", () => {
    write({
      "Cargo.toml": "",
      "a/pyproject.toml": Buffer.from([0xff, 0xfe, 0x5b, 0x00]),
      "b/Cargo.toml": "",
      "b/Cargo.lock": "version = 4\n[[package]\n",
      "c/pom.xml": "<project>",
      "docs/requirements-notes.txt": "Please install Python first. --hash=none\n",
      "d/uv.lock": fixture("uv/uv.lock"),
    });
    const workspace = readWorkspace(job(), find());
    assert.deepEqual([...workspace.locks.keys()], ["d/uv.lock"]);
    const messages = [...workspace.unreadable].map(([path, { message }]) => `${path}: ${message}`);
    assert.deepEqual(
      [...workspace.unreadable.keys()],
      ["a/pyproject.toml", "b/Cargo.lock", "docs/requirements-notes.txt", "c/pom.xml"],
    );
    assert.match(messages[0] ?? "", /a\/pyproject\.toml is not UTF-8 text/);
    assert.match(messages[1] ?? "", /b\/Cargo\.lock:2/);
  });

  it("is not what tests read and generators fill in, unless somebody names it", () => {
    write({
      "Cargo.toml": "",
      "tests/fixtures/broken/Cargo.toml": "",
      "crates/x/testdata/Cargo.toml": "",
      "{{cookiecutter.slug}}/pyproject.toml": "[tool.uv]\n",
      "fixtures/Cargo.toml": "",
    });
    assert.deepEqual(projects(named("cargo")), ["cargo Cargo.toml"]);
    assert.deepEqual(find().listing.passedOver, [
      "crates/x/testdata",
      "tests/fixtures",
      "{{cookiecutter.slug}}",
    ]);
    const patterns = new ProjectPatterns("tests/fixtures/**");
    write({ "tests/fixtures/broken/Cargo.lock": "version = 4\n" });
    const { projects: meant } = findWorkspace(job(), clients, clients, patterns);
    assert.deepEqual(
      meant.map(({ folder: name }) => name),
      ["tests/fixtures/broken"],
    );
  });
});
