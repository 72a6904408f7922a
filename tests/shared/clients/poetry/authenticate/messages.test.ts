import assert from "node:assert/strict";
import { poetry } from "../../../../../shared/clients/poetry/authenticate/client";
import { makeJob, notesOf, planWith, problemOf, root, type Texts } from "../../planning";

const fiber = `${root}/_packaging/fiber/pypi/simple/`;
const project = "/agent/1/s/pyproject.toml";
const sourceOf = (lines: string): string => `[[tool.poetry.source]]\n${lines}\n`;
const named = sourceOf(`name = "fiber"\nurl = "${fiber}"`);

const malformed: readonly (readonly [string, Texts, string, RegExp])[] = [
  [
    "TOML that ends too early",
    { [project]: '[tool.poetry]\nname = "a' },
    "toml-malformed",
    /:2:\d+: not valid TOML/,
  ],
  [
    "a malformed poetry.toml",
    { [project]: named, "/agent/1/s/poetry.toml": "a = \n" },
    "toml-malformed",
    /poetry\.toml:1:/,
  ],
  [
    "a malformed config.toml",
    { [project]: named, "/home/ada/.config/pypoetry/config.toml": "[" },
    "toml-malformed",
    /config\.toml:1:/,
  ],
  [
    "a source without a name",
    { [project]: sourceOf(`url = "${fiber}"`) },
    "source-unnamed",
    /pyproject\.toml:2: a \[\[tool\.poetry\.source\]\] has no name/,
  ],
  [
    "a source without an address",
    { [project]: sourceOf('name = "fiber"') },
    "source-without-address",
    /pyproject\.toml:2: the source fiber has no url/,
  ],
  [
    "two sources of one name",
    { [project]: named + sourceOf(`name = "Fiber"\nurl = "${fiber}x"`) },
    "source-name-twice",
    /name Fiber \(.*:3 and .*:6\)/,
  ],
  [
    "an address for the public index",
    { [project]: sourceOf(`name = "PyPI"\nurl = "${fiber}"`) },
    "source-public-index",
    /:3: the source PyPI has a url/,
  ],
];

describe("poetry: messages", () => {
  for (const [title, texts, code, message] of malformed) {
    it(title, () => {
      const problem = problemOf(poetry, makeJob(), texts);
      assert.equal(problem.code, code);
      assert.match(problem.message, message);
      assert.notEqual(problem.hint, "");
    });
  }

  it("nothing to authenticate: where was looked, and what was found", () => {
    const problem = problemOf(poetry, makeJob(), {
      [project]: sourceOf('name = "corp"\nurl = "https://corp.example/simple/"'),
    });
    assert.equal(
      problem.message,
      `No source at a feed of fabrikam was found. Looked for [[tool.poetry.source]] in the next pyproject.toml of /agent/1/s and the folders above, and for [repositories] in poetry.toml, Poetry's config.toml and POETRY_REPOSITORIES_* variables; read pyproject.toml; https://corp.example/simple/ (${project}:3) is not a feed of fabrikam.`,
    );
  });

  it("feeds for a project without a primary source: how it gets one", () => {
    const text = "[tool.poetry]\nname = 'a'\n";
    const notes = notesOf(planWith(poetry, makeJob({ feeds: "fiber" }), { [project]: text }));
    assert.ok(
      notes.includes(
        `warning: pyproject.toml has no primary source, so Poetry goes on to ask the public index: it takes sources from that file alone. To have packages come through feed fiber, run once, and commit: poetry source add --priority=primary fiber ${fiber}`,
      ),
      notes.join("\n"),
    );
  });

  const silent: readonly (readonly [string, Parameters<typeof makeJob>[0], string])[] = [
    [
      "replacePublicRegistry is false",
      { feeds: "fiber", replacePublicRegistry: false },
      "[tool.poetry]\nname = 'a'\n",
    ],
    ["a source is primary", { feeds: "fiber" }, named],
    ["it is not a Poetry project", { feeds: "fiber" }, "[project]\nname = 'a'\n"],
    ["it is for a restore", { feeds: "fiber", purpose: "restore" }, "[tool.poetry]\nname = 'a'\n"],
  ];
  for (const [title, change, text] of silent) {
    it(`and nothing of it where ${title}`, () => {
      const notes = notesOf(planWith(poetry, makeJob(change), { [project]: text }));
      assert.deepEqual(
        notes.filter((note) => note.startsWith("warning")),
        [],
      );
    });
  }
});
