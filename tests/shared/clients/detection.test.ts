import assert from "node:assert/strict";
import { clients } from "../../../shared/clients/clients";

const texts: Readonly<Record<string, string>> = {
  "uv-only/pyproject.toml": '[project]\nname = "x"\n[tool.uv]\n',
  "uv-index/pyproject.toml": '[[tool.uv.index]]\nurl = "x"\n',
  "uv-sources/pyproject.toml": "  [ tool . uv . sources ]\n",
  "poetry/pyproject.toml": "[tool.poetry]\n[tool.uvicorn]\n# [tool.uv]\n",
  "hashed/requirements.txt": "a==1 \\\n    --hash=sha256:00\n",
  "hashed/requirements-dev.txt": "a==1 --hash sha256:00\n",
  "plain/requirements.txt": "a\nb==1 # no---hash\n",
  "plain/dev-requirements.txt": "-r requirements.txt\nc\n",
  "plain/constraints.txt": "a==1\n",
  "plain/pins.txt": "a==1\n",
  "lib/requirements.txt": "-c requirements/pins.txt\na\n",
  "lib/requirements/pins.txt": "a==1\n",
  "lib/requirements/prod.txt": "-r base.txt\n--requirement=../../plain/requirements.txt\n",
  "lib/requirements/base.txt": "a\n",
  "round/requirements-a.txt": "-r requirements-b.txt\na\n",
  "round/requirements-b.txt": "-r requirements-a.txt\nb\n",
  "odd/requirements-notes.txt": "Please read this.\n",
  "odd/requirements-new.txt": "{{ name }}\n",
  "odd/requirements.txt": "a b c\n",
  "empty/requirements.txt": "# nothing\n",
  "pep621/pyproject.toml": '[project]\nname = "x"\ndependencies = ["a"]\n',
  "pep621/requirements-dev.txt": "a\n",
  "groups/pyproject.toml": '[project]\nname = "x"\n[dependency-groups]\ndev = ["a"]\n',
  "tools/pyproject.toml": "[tool.ruff]\nline-length = 100\n[tool.black]\n",
  "nothing/pyproject.toml": '[project]\nname = "x"\ndependencies = []\n',
  "poetry2/pyproject.toml": '[project]\nname = "x"\ndependencies = ["a"]\n[tool.poetry]\n',
  "poetry1/pyproject.toml": '[tool.poetry]\nname = "x"\n[tool.poetry.group.dev.dependencies]\na = "*"\n',
  "backend/pyproject.toml":
    '[project]\nname = "x"\ndependencies = ["a"]\n[build-system]\nbuild-backend = "poetry.core.masonry.api"\n',
  "uvs/pyproject.toml":
    '[project]\ndependencies = ["a"]\n[tool.uv]\n[build-system]\nbuild-backend = "pdm.backend"\n',
  "pdm/pyproject.toml": '[project]\nname = "x"\ndependencies = ["a"]\n[tool.pdm.scripts]\nx = "y"\n',
  "pdm1/pyproject.toml": '[project]\nname = "x"\n[tool.pdm.dev-dependencies]\ntest = ["a"]\n',
  "pdmtools/pyproject.toml": '[project]\nname = "x"\n[tool.pdm.version]\nsource = "scm"\n',
};

/** The projects as `client manifest lock`, as the shell has them looked for; pip's are the requirements files of uv's. */
function detect(...paths: readonly string[]): readonly string[] {
  const all = detectAll(paths);
  const ofUv = all.filter((line) => /^uv .*\.txt$/.test(line)).map((line) => line.replace(/^uv/, "pip"));
  assert.deepEqual(
    all.filter((line) => line.startsWith("pip ")),
    ofUv,
  );
  return all.filter((line) => !line.startsWith("pip "));
}

function detectAll(paths: readonly string[]): readonly string[] {
  const sorted = [...paths].sort((one, other) => (one < other ? -1 : 1));
  return clients.flatMap((client) =>
    client
      .detect(sorted, (path) => texts[path])
      .map(({ folder, manifest, lock }) => {
        const own = manifest.includes("/") ? manifest.slice(0, manifest.lastIndexOf("/")) : "";
        assert.equal(folder, own.replace(/(?:^|\/)requirements$/, ""));
        return [client.name, manifest, ...(lock === undefined ? [] : [lock])].join(" ");
      }),
  );
}

describe("projects", () => {
  it("come in the order of the list of clients, each by path", () => {
    assert.deepEqual(
      detect(
        "b/pom.xml",
        "a/pom.xml",
        "z/Cargo.toml",
        "Cargo.toml",
        "z/Cargo.lock",
        "b/uv.lock",
        "b/pyproject.toml",
        "a/uv.lock",
        "a/pyproject.toml",
      ),
      [
        "uv a/pyproject.toml a/uv.lock",
        "uv b/pyproject.toml b/uv.lock",
        "cargo Cargo.toml",
        "cargo z/Cargo.toml z/Cargo.lock",
        "maven a/pom.xml",
        "maven b/pom.xml",
      ],
    );
  });

  for (const [title, paths, expected] of [
    ["nothing", [], []],
    ["other files", ["README.md", "x/uv.lock.bak", "Cargo.lock", "my-pom.xml"], []],
    ["a uv project", ["pyproject.toml", "uv.lock"], ["uv pyproject.toml uv.lock"]],
    [
      "members of a uv workspace",
      ["pyproject.toml", "uv.lock", "uv-only/pyproject.toml"],
      ["uv pyproject.toml uv.lock"],
    ],
    ["[tool.uv] without a lock", ["uv-only/pyproject.toml"], ["uv uv-only/pyproject.toml"]],
    ["[[tool.uv.index]]", ["uv-index/pyproject.toml"], ["uv uv-index/pyproject.toml"]],
    ["[ tool . uv . sources ]", ["uv-sources/pyproject.toml"], ["uv uv-sources/pyproject.toml"]],
    ["another tool's project", ["poetry/pyproject.toml"], []],
    ["uv.lock without its project", ["x/uv.lock"], []],
    [
      "requirements with hashes",
      ["hashed/requirements.txt", "hashed/requirements-dev.txt"],
      [
        "uv hashed/requirements-dev.txt hashed/requirements-dev.txt",
        "uv hashed/requirements.txt hashed/requirements.txt",
      ],
    ],
    [
      "requirements without hashes, with constraints",
      ["plain/requirements.txt", "plain/constraints.txt", "plain/pins.txt"],
      ["uv plain/requirements.txt plain/requirements.txt"],
    ],
    [
      "requirements that others include",
      ["plain/requirements.txt", "plain/dev-requirements.txt"],
      ["uv plain/dev-requirements.txt plain/dev-requirements.txt"],
    ],
    [
      "requirements in a folder of their own, and what they include elsewhere",
      [
        "lib/requirements.txt",
        "lib/requirements/base.txt",
        "lib/requirements/pins.txt",
        "lib/requirements/prod.txt",
        "plain/requirements.txt",
      ],
      [
        "uv lib/requirements.txt lib/requirements.txt",
        "uv lib/requirements/prod.txt lib/requirements/prod.txt",
      ],
    ],
    [
      "requirements that include each other",
      ["round/requirements-a.txt", "round/requirements-b.txt"],
      ["uv round/requirements-a.txt round/requirements-a.txt"],
    ],
    [
      "notes, a template, and requirements.txt that is malformed",
      ["odd/requirements-notes.txt", "odd/requirements-new.txt", "odd/requirements.txt"],
      ["uv odd/requirements.txt odd/requirements.txt"],
    ],
    ["requirements without any", ["empty/requirements.txt"], []],
    [
      "a pyproject.toml with dependencies, and requirements beside it",
      ["pep621/pyproject.toml", "pep621/requirements-dev.txt"],
      ["uv pep621/pyproject.toml", "uv pep621/pyproject.toml pep621/requirements-dev.txt"],
    ],
    ["a pyproject.toml with groups", ["groups/pyproject.toml"], ["uv groups/pyproject.toml"]],
    ["a pyproject.toml with settings of tools", ["tools/pyproject.toml"], []],
    ["a pyproject.toml that needs nothing", ["nothing/pyproject.toml"], []],
    [
      "a pyproject.toml that Poetry locks",
      ["poetry2/pyproject.toml", "poetry2/poetry.lock"],
      ["poetry poetry2/pyproject.toml poetry2/poetry.lock"],
    ],
    [
      "what Poetry and uv can restore without a lock file",
      ["poetry2/pyproject.toml", "backend/pyproject.toml"],
      [
        "uv backend/pyproject.toml",
        "uv poetry2/pyproject.toml",
        "poetry backend/pyproject.toml",
        "poetry poetry2/pyproject.toml",
      ],
    ],
    ["dependencies that only Poetry reads", ["poetry1/pyproject.toml"], ["poetry poetry1/pyproject.toml"]],
    [
      "two lock files",
      ["poetry2/pyproject.toml", "poetry2/poetry.lock", "poetry2/uv.lock"],
      ["uv poetry2/pyproject.toml poetry2/uv.lock", "poetry poetry2/pyproject.toml poetry2/poetry.lock"],
    ],
    ["[tool.uv] with a backend of PDM's", ["uvs/pyproject.toml"], ["uv uvs/pyproject.toml"]],
    [
      "a project that PDM locks",
      ["pdm/pyproject.toml", "pdm/pdm.lock"],
      ["pdm pdm/pyproject.toml pdm/pdm.lock"],
    ],
    [
      "settings of PDM's beside dependencies",
      ["pdm/pyproject.toml"],
      ["uv pdm/pyproject.toml", "pdm pdm/pyproject.toml"],
    ],
    ["dependencies that only PDM reads", ["pdm1/pyproject.toml"], ["pdm pdm1/pyproject.toml"]],
    ["settings of a backend alone", ["pdmtools/pyproject.toml"], []],
    [
      "members of a uv workspace that name Poetry",
      [
        "pyproject.toml",
        "uv.lock",
        "poetry2/pyproject.toml",
        "poetry1/pyproject.toml",
        "poetry1/poetry.lock",
      ],
      ["uv pyproject.toml uv.lock", "poetry poetry1/pyproject.toml poetry1/poetry.lock"],
    ],
    [
      "Pipfiles",
      ["Pipfile", "a/Pipfile", "a/Pipfile.lock", "b/Pipfile.lock", "c/Pipfile.bak"],
      ["pipenv Pipfile", "pipenv a/Pipfile a/Pipfile.lock"],
    ],
    [
      "requirements beside another tool's project",
      ["hashed/requirements.txt", "hashed/pyproject.toml"],
      ["uv hashed/pyproject.toml hashed/requirements.txt"],
    ],
    [
      "requirements beside uv.lock",
      ["hashed/requirements.txt", "hashed/uv.lock", "hashed/pyproject.toml"],
      ["uv hashed/pyproject.toml hashed/uv.lock"],
    ],
    [
      "pylock.toml beside requirements",
      ["hashed/pylock.toml", "hashed/requirements.txt"],
      ["uv hashed/pylock.toml hashed/pylock.toml"],
    ],
    [
      "members of a Cargo workspace",
      ["Cargo.toml", "Cargo.lock", "a/Cargo.toml", "a/b/Cargo.toml"],
      ["cargo Cargo.toml Cargo.lock"],
    ],
    [
      "a Cargo project below another",
      ["Cargo.toml", "fuzz/Cargo.toml", "fuzz/Cargo.lock"],
      ["cargo Cargo.toml", "cargo fuzz/Cargo.toml fuzz/Cargo.lock"],
    ],
    ["two Cargo projects", ["a/Cargo.toml", "b/Cargo.toml"], ["cargo a/Cargo.toml", "cargo b/Cargo.toml"]],
    [
      "modules of a Maven build",
      ["app/pom.xml", "app/a/pom.xml", "app/a/b/pom.xml", "x/pom.xml"],
      ["maven app/pom.xml", "maven x/pom.xml"],
    ],
  ] as const) {
    it(`are ${expected.length} for ${title}`, () => {
      assert.deepEqual(detect(...paths), expected);
    });
  }

  it("asks only for the files whose text decides", () => {
    const asked: string[] = [];
    const paths = ["Cargo.toml", "a/pyproject.toml", "b/requirements.txt", "pom.xml", "pyproject.toml"];
    for (const client of clients) {
      client.detect([...paths, "requirements.txt", "uv.lock"], (path) => {
        asked.push(path);
        return undefined;
      });
    }
    assert.deepEqual([...new Set(asked)], ["b/requirements.txt", "pom.xml"]);
  });
});
