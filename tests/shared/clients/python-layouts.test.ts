import assert from "node:assert/strict";
import { clients } from "../../../shared/clients/clients";
import { ReadFiles } from "../../../shared/core/files";
import { oneClientEach } from "../../../shared/shell/restore/shared-projects";
import { feed, isOwn, sha256 } from "./reading";

const own = `${feed}/pypi/simple/`;
const hash = `sha256:${sha256("a")}`;

/** What RestoreUpstream makes of a repository on a machine with all programs: texts by path. */
function readRepository(texts: Readonly<Record<string, string>>): {
  readonly projects: readonly string[];
  readonly entries: readonly string[];
  readonly skipped: readonly string[];
  readonly bypasses: readonly string[];
} {
  const paths = Object.keys(texts).sort();
  const read = (path: string): string | undefined => texts[path];
  const all = clients.flatMap((client) =>
    client.detect(paths, read).map((project) => ({ ...project, client })),
  );
  const { projects, unread } = oneClientEach(all, clients, { isThere: () => true, read });
  const locks = paths.flatMap((path) => {
    const reader = clients.flatMap(({ lockReaders }) => lockReaders).find((each) => each.recognizes(path));
    return reader === undefined || unread.has(path) ? [] : [reader.read(path, texts[path] ?? "", isOwn)];
  });
  const files = new ReadFiles(Object.entries(texts));
  const configured = paths.flatMap((path) =>
    clients.flatMap((client) =>
      client.isConfiguration(path) ? client.findBypasses(path, files, isOwn) : [],
    ),
  );
  return {
    projects: projects.map(({ client, manifest, lock }) =>
      [client.name, manifest, ...(lock === undefined ? [] : [lock])].join(" "),
    ),
    entries: locks.flatMap(({ entries }) =>
      Array.from(entries, ({ name, version, file = "by hash" }) => `${name} ${version} ${file}`),
    ),
    skipped: locks.flatMap(({ skipped }) => skipped.map(({ name }) => name)),
    bypasses: [
      ...new Set(
        [...locks.flatMap((lock) => lock.bypasses), ...configured].map(
          ({ where, host }) => `${where} ${host}`,
        ),
      ),
    ],
  };
}

function poetryPackage(name: string, files: readonly string[], source = ""): string {
  const list = files.map((file) => `    {file = "${file}", hash = "${hash}"},\n`).join("");
  const from = source === "" ? "" : `\n[package.source]\n${source}\n`;
  return `[[package]]\nname = "${name}"\nversion = "1.0"\ndescription = "Says \\"[[package]]\\" in it"\noptional = false\npython-versions = ">=3.8"\ngroups = ["main", "dev"]\nmarkers = "python_version < \\"3.11\\""\nfiles = [\n${list}]\n\n[package.extras]\ntest = ["pytest (>=6)"]\n${from}\n`;
}

const poetryEnd =
  '[extras]\nx = ["a"]\n\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.9"\ncontent-hash = "0"\n';
const ofFeed = `type = "legacy"\nurl = "${own.slice(0, -1)}"\nreference = "fiber"`;
const poetrySource = `\n[[tool.poetry.source]]\nname = "fiber"\nurl = "${own}"\npriority = "primary"\n`;

function pdmPackage(name: string, rest: string): string {
  return `[[package]]\nname = "${name}"\nversion = "1.0"\nrequires_python = ">=3.8"\nsummary = "开发中"\ngroups = ["default", "dev"]\nmarker = "python_version < \\"3.11\\""\ndependencies = [\n    "left-out>=1; sys_platform == \\"win32\\"",\n]\n${rest}\n`;
}

function pipfileLock(packages: object, sources: readonly object[]): string {
  const meta = { hash: { sha256: "0" }, "pipfile-spec": 6, requires: { python_version: "3.9" }, sources };
  return JSON.stringify({ _meta: meta, default: packages, develop: {} }, null, 4);
}

/** Layouts as repositories have them, written anew. */
describe("repositories of Python's clients", () => {
  it("Poetry: services of a monorepo, each with a lock file, that take in a library by its path", () => {
    const service = (name: string): Readonly<Record<string, string>> => ({
      [`services/${name}/pyproject.toml`]: `[tool.poetry]\nname = "${name}"\n[tool.poetry.dependencies]\npython = "^3.9"\nlib = { path = "../../lib", develop = true }\n${poetrySource}`,
      [`services/${name}/poetry.lock`]:
        poetryPackage(name, [`${name}-1.0-py3-none-any.whl`], ofFeed) +
        poetryPackage("lib", [], 'type = "directory"\nurl = "../../lib"') +
        poetryEnd,
    });
    const found = readRepository({
      ...service("billing"),
      ...service("web"),
      "lib/pyproject.toml":
        '[tool.poetry]\nname = "lib"\n[build-system]\nbuild-backend = "poetry.core.masonry.api"\n',
    });
    assert.deepEqual(found, {
      projects: [
        "poetry services/billing/pyproject.toml services/billing/poetry.lock",
        "poetry services/web/pyproject.toml services/web/poetry.lock",
      ],
      entries: ["billing 1.0 billing-1.0-py3-none-any.whl", "web 1.0 web-1.0-py3-none-any.whl"],
      skipped: ["lib", "lib"],
      bypasses: [],
    });
  });

  it("Poetry: a feed beside the public index, packages of PyTorch's index, and one of Git", () => {
    const found = readRepository({
      "pyproject.toml": `[project]\nname = "x"\ndependencies = ["torch"]\n[tool.poetry.dependencies]\ntorch = { source = "torch" }\ntool = { git = "https://git.example/tool.git", tag = "1" }\n\n[[tool.poetry.source]]\nname = "torch"\nurl = "https://wheels.example/cpu"\npriority = "explicit"\n${poetrySource.replace("primary", "supplemental")}`,
      "poetry.lock":
        poetryPackage("plain", ["plain-1.0.tar.gz"]) +
        poetryPackage("ours", ["ours-1.0-py3-none-any.whl"], ofFeed) +
        poetryPackage(
          "torch",
          ["torch-1.0+cpu-cp39-cp39-win_amd64.whl"],
          'type = "legacy"\nurl = "https://wheels.example/cpu"\nreference = "torch"',
        ) +
        poetryPackage(
          "tool",
          [],
          'type = "git"\nurl = "https://git.example/tool.git"\nreference = "1"\nresolved_reference = "0"',
        ) +
        poetryEnd,
    });
    assert.deepEqual(found.projects, ["poetry pyproject.toml poetry.lock"]);
    assert.deepEqual(found.entries, [
      "plain 1.0 plain-1.0.tar.gz",
      "ours 1.0 ours-1.0-py3-none-any.whl",
      "torch 1.0 torch-1.0+cpu-cp39-cp39-win_amd64.whl",
    ]);
    assert.deepEqual(found.bypasses, [
      "poetry.lock:2 the public index",
      "poetry.lock:37 wheels.example",
      "poetry.lock:57 git.example",
      "pyproject.toml:10 wheels.example",
      "pyproject.toml:6 git.example",
    ]);
  });

  it("Poetry: a lock file beside the requirements that it was exported to, and a uv.lock of a trial", () => {
    const found = readRepository({
      "pyproject.toml": `[project]\nname = "x"\ndependencies = ["a"]\n[tool.poetry]\npackage-mode = false\n${poetrySource}`,
      "poetry.lock": poetryPackage("a", ["a-1.0-py3-none-any.whl"], ofFeed) + poetryEnd,
      "uv.lock": 'version = 1\nrequires-python = ">=3.9"\n',
      "requirements.txt": `a==1.0 ; python_version >= "3.9" \\\n    --hash=${hash}\n`,
    });
    assert.deepEqual(found.projects, ["poetry pyproject.toml poetry.lock"]);
    assert.deepEqual(found.entries, ["a 1.0 a-1.0-py3-none-any.whl", "a 1.0 by hash"]);
  });

  it("pipenv: sources by variables, categories, the project itself and names that are hashes", () => {
    const found = readRepository({
      Pipfile: `[[source]]\n"name" = "pypi"\n"url" = "https://index.example/simple"\n\n[[source]]\nname = "sre"\nurl = "$SRE_FEED"\n\n[packages]\n"e1839a8" = {path = ".", editable = true}\nclick = "*"\nours = {index = "sre", version = "*"}\n\n[docs]\nsphinx = "*"\n\n[pipenv]\nallow_prereleases = true\n`,
      "Pipfile.lock": pipfileLock(
        {
          click: { hashes: [hash], index: "pypi", markers: "python_version >= '3.7'", version: "==1.0" },
          e1839a8: { editable: true, path: "." },
          ours: { hashes: [hash], index: "sre", version: "==1.0" },
        },
        [
          { name: "pypi", url: "https://index.example/simple", verify_ssl: true },
          { name: "sre", url: "$SRE_FEED", verify_ssl: true },
        ],
      ),
      "setup.py": "",
    });
    assert.deepEqual(found, {
      projects: ["pipenv Pipfile Pipfile.lock"],
      entries: ["click 1.0 by hash", "ours 1.0 by hash"],
      skipped: ["e1839a8"],
      bypasses: [
        "Pipfile.lock:24 index.example",
        "Pipfile.lock:36 (a host that is not written in the file)",
        "Pipfile:3 index.example",
        "Pipfile:7 (a host that is not written in the file)",
      ],
    });
  });

  it("pipenv: an application beside a library of Poetry's, and a Pipfile without a lock file", () => {
    const found = readRepository({
      Pipfile: `[[source]]\nname = "fiber"\nurl = "${own}"\n`,
      "Pipfile.lock": pipfileLock({ a: { hashes: [hash], version: "==1.0" } }, [{ name: "fiber", url: own }]),
      "pyproject.toml":
        '[tool.poetry]\nname = "x"\n[build-system]\nbuild-backend = "poetry.core.masonry.api"\n',
      "job/Pipfile": "[packages]\nx = '*'\n",
    });
    assert.deepEqual(found.projects, ["pipenv Pipfile Pipfile.lock", "pipenv job/Pipfile"]);
    assert.deepEqual(found.bypasses, []);
  });

  it("PDM: lock files of its versions, with targets, extras of their own, and a library by its path", () => {
    const found = readRepository({
      "pyproject.toml":
        '[project]\nname = "x"\ndependencies = ["a[b]"]\n[tool.pdm]\ndistribution = true\n[tool.pdm.dev-dependencies]\ndev = ["-e file:///${PROJECT_ROOT}/libs/c#egg=c"]\n[build-system]\nbuild-backend = "pdm.backend"\n',
      "pdm.lock": `[metadata]\ngroups = ["default", "dev"]\nstrategy = ["cross_platform", "inherit_metadata"]\nlock_version = "4.4.1"\ncontent_hash = "sha256:0"\n\n[[metadata.targets]]\nrequires_python = "==3.10.*"\nplatform = "manylinux_2_17_x86_64"\n\n${pdmPackage("A.a", `files = [\n    {file = "a_a-1.0-py3-none-any.whl", hash = "${hash}"},\n]\n`)}${pdmPackage("A.a", `extras = ["b"]\nfiles = [\n    {file = "a_a-1.0-py3-none-any.whl", hash = "${hash}"},\n]\n`)}${pdmPackage("c", 'editable = true\npath = "./libs/c"\n')}`,
    });
    assert.deepEqual(found.projects, ["pdm pyproject.toml pdm.lock"]);
    assert.deepEqual(found.entries, ["a-a 1.0 a_a-1.0-py3-none-any.whl", "a-a 1.0 a_a-1.0-py3-none-any.whl"]);
    assert.deepEqual([found.skipped, found.bypasses], [["c"], []]);
  });

  it("PDM: addresses in the lock file, and an index of the name of the public one", () => {
    const found = readRepository({
      "app/pyproject.toml":
        '[project]\nname = "x"\ndependencies = ["a"]\n\n[[tool.pdm.source]]\nname = "pypi"\nurl = "https://index.example/simple"\nverify_ssl = true\n',
      "app/pdm.lock": `[metadata]\nstrategy = ["static_urls"]\nlock_version = "4.5.0"\ncontent_hash = "sha256:0"\n\n${pdmPackage("a", `files = [\n    {url = "https://files.example/x/a-1.0.tar.gz", hash = "${hash}"},\n]\n`)}`,
    });
    assert.deepEqual(found.bypasses, ["app/pdm.lock:7 files.example", "app/pyproject.toml:7 index.example"]);
    assert.deepEqual(found.entries, ["a 1.0 a-1.0.tar.gz"]);
  });
});
