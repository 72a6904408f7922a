import assert from "node:assert/strict";
import { clients } from "../../../shared/clients/clients";
import type { ProjectLock, Restoration, RestoringClient } from "../../../shared/core/client";
import { Problem } from "../../../shared/core/problem";
import { makeJob, root } from "./planning";
import { isOwn } from "./reading";

const feed = { project: "Fiber", name: "fiber", forceAuth: false };
const own = `${root}/Fiber/_packaging/fiber/pypi/simple/`;
const hash = "a".repeat(64);

function named(name: string): RestoringClient {
  const client = clients.find((each) => each.name === name);
  assert.ok(client !== undefined);
  return client;
}

interface Case {
  readonly lock?: { readonly path: string; readonly text: string };
  readonly arguments?: readonly string[];
  readonly exists?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
}

function lockOf(
  client: RestoringClient,
  lock: { readonly path: string; readonly text: string },
): ProjectLock {
  const reader = client.lockReaders.find((each) => each.recognizes(lock.path));
  assert.ok(reader !== undefined, lock.path);
  const file = reader.read(lock.path, lock.text, isOwn);
  return { path: `/agent/1/s/${lock.path}`, file, text: () => lock.text };
}

function restorationOf(name: string, facts: Case = {}): Restoration {
  const client = named(name);
  const { lock, exists = [], environment = {} } = facts;
  return client.restore({
    job: makeJob({ jobFolder: "/temp/r/run-1", environment }),
    clientFolder: "/temp/r",
    feed,
    project: { folder: "", manifest: "x", ...(lock === undefined ? {} : { lock: lock.path }) },
    ...(lock === undefined ? {} : { locked: lockOf(client, lock) }),
    mode: "restore",
    arguments: facts.arguments ?? [],
    exists: (path) => exists.includes(path),
    read: (path) => facts.files?.[path],
    input: (name) => facts.inputs?.[name],
  });
}

/** The commands as one line each. */
function commandsOf({ commands }: Restoration): readonly string[] {
  return commands.map(({ args }) => args.join(" "));
}

function uvLock(registry: string, more = ""): { path: string; text: string } {
  const file = "a-1.0-py3-none-any.whl";
  const address = isOwn(registry)
    ? registry.replace("simple/", `download/a/1/${file}`)
    : `https://files.example/${file}`;
  return {
    path: "uv.lock",
    text: `version = 1\nrequires-python = ">=3.9"\n\n[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "${registry}" }\nwheels = [{ url = "${address}", hash = "sha256:${hash}" }]\n${more}`,
  };
}

const git = '\n[[package]]\nname = "g"\nversion = "1"\nsource = { git = "https://git.example/g" }\n';

describe("how projects are restored", () => {
  describe("uv", () => {
    it("is told to sync where there is no lock file, and writes one", () => {
      const restoration = restorationOf("uv", { arguments: ["--all-extras"] });
      assert.deepEqual(commandsOf(restoration), ["sync --all-extras"]);
      assert.equal(restoration.writesLock, "uv.lock");
      assert.deepEqual(restoration.commands[0]?.variables, { UV_CACHE_DIR: "/temp/r/cache" });
      assert.equal(restoration.keepsFolder, true);
    });

    it("is told to sync what is locked where every index is a feed of ours", () => {
      const restoration = restorationOf("uv", { lock: uvLock(own, git) });
      assert.deepEqual(commandsOf(restoration), ["sync --frozen"]);
      assert.equal(restoration.writesLock, undefined);
    });

    for (const [title, lock] of [
      ["a public index", uvLock("https://index.example/simple", git)],
      [
        "one public index of two",
        uvLock(
          own,
          uvLock("https://index.example/simple")
            .text.split("\n")
            .slice(2)
            .join("\n")
            .replaceAll('"a"', '"b"') + git,
        ),
      ],
      ["an index on disk", uvLock("./wheels", git)],
    ] as const) {
      it(`has what is locked exported and installed from the feed where there is ${title}`, () => {
        const restoration = restorationOf("uv", { lock, arguments: ["--group", "x", "-v"] });
        const [exported, ...rest] = commandsOf(restoration);
        assert.match(
          exported ?? "",
          /^export --frozen --quiet --format requirements\.txt --no-emit-local (?:--no-emit-package a )?(?:--no-emit-package b )?--no-emit-package g --group x --output-file \/temp\/r\/run-1\/requirements\.txt$/,
        );
        assert.deepEqual(rest, [
          "venv /agent/1/s/.venv",
          "pip sync --require-hashes /temp/r/run-1/requirements.txt --python /agent/1/s/.venv",
          "sync --frozen --group x -v",
        ]);
      });
    }

    it("keeps an environment that is there, wherever the project has it", () => {
      const lock = { path: "requirements.txt", text: `a==1 --hash=sha256:${hash}\n` };
      const environment = { UV_PROJECT_ENVIRONMENT: "../env" };
      const restoration = restorationOf("uv", { lock, environment, exists: ["/agent/1/env/pyvenv.cfg"] });
      assert.deepEqual(commandsOf(restoration), [
        "pip install -r /agent/1/s/requirements.txt --python /agent/1/env",
      ]);
    });

    it("gets a pylock.toml with the feed's addresses in the place of public ones, and no other change", () => {
      const entry = (name: string, address: string): string =>
        `\n[[packages]]\nname = "${name}"\nversion = "1.0"\nwheels = [{ url = "${address}", hashes = { sha256 = "${hash}" } }]\n`;
      const ours = own.replace("simple/", "download/b/1/b-1.0-py3-none-any.whl");
      const text = `lock-version = "1.0"\n${entry("a", "https://files.example/x/a-1.0-py3-none-any.whl?x#y")}${entry("b", ours)}${entry("c", "https://files.example/%zz/c-1.0%zz-py3-none-any.whl")}`;
      const restoration = restorationOf("uv", { lock: { path: "pylock.toml", text } });
      assert.deepEqual(commandsOf(restoration), [
        "venv /agent/1/s/.venv",
        "pip install -r /temp/r/run-1/pylock.toml --python /agent/1/s/.venv",
      ]);
      const moved = `${root}/Fiber/_packaging/fiber/pypi/download/a/1/a-1.0-py3-none-any.whl`;
      assert.deepEqual(restoration.files, [
        {
          kind: "write-file",
          path: "/temp/r/run-1/pylock.toml",
          text: text.replace("https://files.example/x/a-1.0-py3-none-any.whl?x#y", moved),
        },
      ]);
    });
  });

  it("Cargo fetches, by the lock file where there is one", () => {
    const locked = {
      path: "Cargo.lock",
      text: 'version = 4\n\n[[package]]\nname = "a"\nversion = "1.0.0"\n',
    };
    const restoration = restorationOf("cargo", { lock: locked, arguments: ["-v"] });
    assert.deepEqual([commandsOf(restoration), restoration.writesLock], [["fetch --locked -v"], undefined]);
    const open = restorationOf("cargo");
    assert.deepEqual(
      [commandsOf(open), open.writesLock, open.keepsFolder],
      [["fetch"], "Cargo.lock", undefined],
    );
  });

  describe("Poetry", () => {
    const lock = (files: string): { path: string; text: string } => ({
      path: "poetry.lock",
      text: `[[package]]\nname = "a"\nversion = "1.0"\nfiles = [{file = "${files}", hash = "sha256:${hash}"}]\n\n[metadata]\nlock-version = "2.1"\ncontent-hash = "x"\n`,
    });

    it("installs into an environment of the restore's own, which later steps find", () => {
      const kept = {
        POETRY_CACHE_DIR: "/temp/r/cache",
        POETRY_VIRTUALENVS_PATH: "/temp/r/virtualenvs",
        POETRY_VIRTUALENVS_IN_PROJECT: "false",
      };
      const restoration = restorationOf("poetry", {
        lock: lock("a-1.0-py3-none-any.whl"),
        arguments: ["-v"],
      });
      assert.deepEqual(restoration, {
        commands: [
          {
            args: ["install", "--no-root", "--no-interaction", "-v"],
            variables: { ...kept, POETRY_VIRTUALENVS_CREATE: "true" },
          },
        ],
        kept,
      });
      const source = `[[tool.poetry.source]]\nname = "fiber"\nurl = "${own}"\n`;
      const files = { "/agent/1/s/pyproject.toml": source };
      assert.equal(restorationOf("poetry", { files }).writesLock, "poetry.lock");
      const built = restorationOf("poetry", { lock: lock("a-1.0.tar.gz") });
      assert.equal(built.restored?.folder, "/temp/r/cache/artifacts");
    });

    for (const [title, text] of [
      ["names no source", "[tool.poetry]\n"],
      [
        "has the feed beside the public index",
        `[[tool.poetry.source]]\nname = "f"\nurl = "${own}"\npriority = "supplemental"\n`,
      ],
      ["has another primary source", '[[tool.poetry.source]]\nname = "x"\nurl = "https://index.example/"\n'],
    ] as const) {
      it(`is not run without a lock file where the project ${title}`, () => {
        assert.throws(
          () => restorationOf("poetry", { files: { "/agent/1/s/pyproject.toml": text } }),
          (error: unknown) =>
            error instanceof Problem &&
            error.message.startsWith("x has no lock file, and no primary source at a feed of fabrikam:") &&
            error.hint.includes(
              `poetry source add --priority=primary fiber ${root}/Fiber/_packaging/fiber/pypi/simple/`,
            ),
        );
      });
    }

    for (const [title, facts, isKept] of [
      ["a variable", { environment: { POETRY_VIRTUALENVS_IN_PROJECT: "true" } }, true],
      ["poetry.toml", { files: { "/agent/1/s/poetry.toml": "[virtualenvs]\nin-project = true\n" } }, true],
      [
        "the user's configuration",
        { files: { "/home/ada/.config/pypoetry/config.toml": "[virtualenvs]\nin-project = true\n" } },
        true,
      ],
      ["the folder", { exists: ["/agent/1/s/.venv"] }, true],
      [
        "a variable against the folder",
        { exists: ["/agent/1/s/.venv"], environment: { POETRY_VIRTUALENVS_IN_PROJECT: "false" } },
        false,
      ],
    ] as const) {
      it(`leaves an environment ${isKept ? "in" : "out of"} the project's folder by ${title}`, () => {
        const { kept = {} } = restorationOf("poetry", { ...facts, lock: lock("a-1.0-py3-none-any.whl") });
        assert.equal(kept["POETRY_VIRTUALENVS_PATH"], isKept ? undefined : "/temp/r/virtualenvs");
        assert.equal(kept["POETRY_VIRTUALENVS_IN_PROJECT"], isKept ? undefined : "false");
      });
    }

    it("is led into no environment that is active", () => {
      assert.ok(named("poetry").withoutVariables(makeJob()).includes("VIRTUAL_ENV"));
    });
  });

  it("pip downloads, into a folder that later steps take first", () => {
    const lock = { path: "requirements.txt", text: `a==1.0 --hash=sha256:${hash}\n` };
    const { commands, kept, restored } = restorationOf("pip", { lock, arguments: ["--pre"] });
    assert.deepEqual(commands, [
      {
        args: [
          ...["download", "--keyring-provider", "subprocess", "--dest", "/temp/r/packages"],
          ...["-r", "/agent/1/s/requirements.txt", "--pre"],
        ],
        variables: { PIP_NO_CACHE_DIR: "1", PIP_FIND_LINKS: "" },
      },
    ]);
    assert.deepEqual(kept, { PIP_FIND_LINKS: "/temp/r/packages" });
    assert.deepEqual(restored?.versions(["a-1.0-py3-none-any.whl", "b-2.0-py3-none-any.whl"]), [
      { protocol: "pypi", name: "b", version: "2.0" },
    ]);
    assert.ok(named("pip").withoutVariables(makeJob()).includes("PIP_NO_INDEX"));
    assert.deepEqual(restorationOf("pip", { lock, environment: { PIP_FIND_LINKS: "/opt/wheels" } }).kept, {
      PIP_FIND_LINKS: "/temp/r/packages /opt/wheels",
    });
  });

  it("pip lists what is not pinned, from its own report, and nothing where all is", () => {
    const list = (text: string): ReturnType<NonNullable<RestoringClient["list"]>> => {
      const lock = { path: "requirements.txt", text };
      return named("pip").list?.({
        ...{ job: makeJob({ jobFolder: "/temp/r/run-1" }), clientFolder: "/temp/r", feed },
        ...{ project: { folder: "", manifest: "requirements.txt", lock: "requirements.txt" } },
        ...{ locked: lockOf(named("pip"), lock), mode: "save", arguments: [] },
        ...{ exists: () => false, read: () => undefined, input: () => undefined },
      });
    };
    assert.equal(list(`a==1.0 --hash=sha256:${hash}\n`), undefined);
    const listing = list("a\n");
    assert.ok(listing !== undefined);
    assert.deepEqual(listing.commands[0]?.args.slice(0, 8), [
      ...[
        "install",
        "--keyring-provider",
        "subprocess",
        "--dry-run",
        "--ignore-installed",
        "--quiet",
        "--report",
      ],
      "/temp/r/run-1/report/installation.json",
    ]);
    const entry = (name: string, url: string, more: object): object => ({
      metadata: { name, version: "1.0" },
      download_info: { url, ...more },
    });
    const report = {
      version: "1",
      install: [
        entry("A", own.replace("simple/", "download/a/1.0/a-1.0-py3-none-any.whl"), {
          archive_info: { hashes: { sha256: hash } },
        }),
        entry("b", "https://git.example/b", { vcs_info: { vcs: "git" } }),
      ],
    };
    const read = listing.fetched?.read(["installation.json"], () => JSON.stringify(report));
    assert.deepEqual(
      [...(read?.entries ?? [])].map(({ name, version, file, hashes }) => [
        name,
        version,
        file,
        hashes.length,
      ]),
      [["a", "1.0", "a-1.0-py3-none-any.whl", 1]],
    );
    assert.deepEqual(
      read?.skipped.map(({ name }) => name),
      ["b"],
    );
  });

  it("pipenv verifies its lock file and then syncs, into an environment of the restore's own", () => {
    const meta = { "pipfile-spec": 6, sources: [{ name: "fiber", url: own }] };
    const lock = { path: "Pipfile.lock", text: JSON.stringify({ _meta: meta, default: {} }) };
    const restoration = restorationOf("pipenv", { lock, arguments: ["-v"] });
    assert.deepEqual(commandsOf(restoration), ["verify", "sync --dev -v"]);
    assert.deepEqual(restoration.kept, {
      WORKON_HOME: "/temp/r/virtualenvs",
      PIPENV_VENV_IN_PROJECT: "0",
    });
    const inProject = { lock, environment: { PIPENV_VENV_IN_PROJECT: "1" } };
    assert.deepEqual(restorationOf("pipenv", inProject).kept, {});
    assert.deepEqual(restorationOf("pipenv", { lock, exists: ["/agent/1/s/.venv"] }).kept, {});
    const open = restorationOf("pipenv");
    assert.deepEqual([commandsOf(open), open.writesLock], [["install --dev"], "Pipfile.lock"]);
  });

  it("PDM checks its lock file as it installs, into the project's own environment", () => {
    const lock = { path: "pdm.lock", text: '[metadata]\nlock_version = "4.5.0"\ncontent_hash = "x"\n' };
    const restoration = restorationOf("pdm", { lock, arguments: ["-v"] });
    assert.deepEqual(commandsOf(restoration), ["install --check --no-self -v"]);
    assert.deepEqual([restoration.kept, restoration.writesLock], [undefined, undefined]);
    const open = restorationOf("pdm");
    assert.deepEqual([commandsOf(open), open.writesLock], [["install --no-self"], "pdm.lock"]);
  });

  it("no variable of an earlier step leads it past the feed", () => {
    const job = makeJob({
      jobFolder: "/agent/_temp/feedpass/restore-1",
      environment: { CARGO_HOME: "/agent/_temp/feedpass/cargo-2/cargo-home" },
    });
    assert.deepEqual(named("cargo").withoutVariables(job), ["CARGO_NET_OFFLINE", "CARGO_HOME"]);
    assert.deepEqual(
      named("cargo").withoutVariables(makeJob({ environment: { CARGO_HOME: "/home/ada/.x" } })),
      ["CARGO_NET_OFFLINE"],
    );
    assert.ok(named("uv").withoutVariables(job).includes("UV_DEFAULT_INDEX"));
  });
});
