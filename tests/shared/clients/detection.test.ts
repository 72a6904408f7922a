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
};

/** The projects as `client manifest lock`, as the shell has them looked for. */
function detect(...paths: readonly string[]): readonly string[] {
  const sorted = [...paths].sort((one, other) => (one < other ? -1 : 1));
  return clients.flatMap((client) =>
    client
      .detect(sorted, (path) => texts[path])
      .map(({ folder, manifest, lock }) => {
        assert.equal(folder, manifest.includes("/") ? manifest.slice(0, manifest.lastIndexOf("/")) : "");
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
    ["requirements without hashes", ["plain/requirements.txt"], []],
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
    assert.deepEqual(asked, ["b/requirements.txt", "pom.xml"]);
  });
});
