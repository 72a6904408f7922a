import assert from "node:assert/strict";
import { pip } from "../../../../../shared/clients/pip/authenticate/client";
import { makeJob, notesOf, planWith, problemOf, type JobChange, type Texts } from "../../planning";
import { shared, withInputs } from "./job-inputs";

const sources = "/agent/1/s";
const requirements = `${sources}/requirements.txt`;
const user = "/home/ada/.config/pip/pip.conf";

describe("pip: malformed files", () => {
  const files: readonly (readonly [string, string, string, string])[] = [
    [
      "an option without a value",
      requirements,
      "x==1\n-i\n",
      ":2:1: not a valid requirements file: expected a value after -i.",
    ],
    [
      "an option without a value among others",
      requirements,
      "-i a --extra-index-url\n",
      ":1:6: not a valid requirements file",
    ],
    ["a line before any section", user, "index-url = x\n", ":1: not valid INI: expected a section"],
    [
      "the machine's file",
      "/etc/xdg/pip/pip.conf",
      "[global]\nx\n",
      ":2: not valid INI: expected `name = value`.",
    ],
    ["a Pipfile", `${sources}/Pipfile`, '[[source]]\nurl = "\n', ":2:"],
    ["a pyproject.toml", `${sources}/pyproject.toml`, "a = 1\na = 2\n", ":2:"],
  ];
  for (const [title, path, text, message] of files) {
    it(`${title} is named by file and line`, () => {
      const problem = problemOf(pip, makeJob({ feeds: "fiber" }), { [path]: text });
      assert.match(problem.code, /-malformed$/);
      assert.ok(problem.message.startsWith(`${path}${message}`), problem.message);
    });
  }

  it("lines that are pip's to judge are left to pip", () => {
    const texts = {
      [requirements]: `-i ${shared("fiber", "me")}\n--no-such-option x\n!!!\n-e .\n--hash\n@\n`,
    };
    assert.equal(planWith(pip, makeJob(), texts).authenticated, 1);
  });

  it("no file, however cut off, gives anything but a plan or a Problem", () => {
    const text = `-r a.txt\n--index-url ${shared("fiber", "me")} \\\n --trusted-host "x"\nx @ https://a.example/x.whl ; y\n`;
    for (let end = 0; end < text.length; end += 1) {
      const cut = { [requirements]: text.slice(0, end) };
      try {
        planWith(pip, makeJob({ feeds: "cord" }), cut);
      } catch (error) {
        assert.match(String(error), /expected a value after/);
      }
    }
  });
});

describe("pip: nothing to authenticate", () => {
  it("says where was looked, and what was found", () => {
    const problem = problemOf(
      pip,
      makeJob({ environment: { PIP_INDEX_URL: "https://bob:hunter2@a.example/s" } }),
      {
        [requirements]: "--extra-index-url https://b.example/s\n",
        "/etc/pip.conf": "",
      },
    );
    assert.equal(problem.code, "nothing-to-authenticate");
    assert.equal(
      problem.message,
      "No index of a feed of fabrikam was found. Looked for requirements files, Pipfile and pyproject.toml in /agent/1/s, pip's configuration files, and in PIP_* variables; read /etc/pip.conf, requirements.txt; https://a.example/s (PIP_INDEX_URL) is not a feed of fabrikam; https://b.example/s (/agent/1/s/requirements.txt:1) is not a feed of fabrikam.",
    );
    assert.match(problem.hint, /input feeds.*workingDirectory/);
  });
});

describe("pip: what contradicts", () => {
  it("two sections with different indexes of which one would have to be written anew", () => {
    const text = `[global]\nindex-url = https://a.example/s\n[install]\nindex-url = ${shared("fiber")}\n`;
    const problem = problemOf(pip, makeJob(), { [user]: text });
    assert.equal(problem.code, "pip-sections-differ");
    assert.ok(problem.message.includes(`${user}:2 and ${user}:4`), problem.message);
  });

  it("nothing where the same stands in both, where neither is ours, or where the feeds replace both", () => {
    const same = `[global]\nindex-url = ${shared("fiber")}\n[install]\nindex-url = ${shared("fiber")}\n`;
    assert.equal(planWith(pip, makeJob(), { [user]: same }).authenticated, 1);
    const neither = "[global]\nindex-url = https://a.example/s\n[install]\nindex-url = https://b.example/s\n";
    const named = { [requirements]: `-i ${shared("fiber", "me")}\n`, [user]: neither };
    assert.equal(planWith(pip, makeJob(), named).authenticated, 1);
    assert.equal(planWith(pip, makeJob({ feeds: "fiber" }), { [user]: neither }).authenticated, 1);
  });

  const warned: readonly (readonly [string, JobChange, Texts, string])[] = [
    [
      "another provider",
      { environment: { PIP_KEYRING_PROVIDER: "disabled" } },
      {},
      "PIP_KEYRING_PROVIDER was disabled and is subprocess now: pip has the token from a program",
    ],
    [
      "no index",
      { environment: { PIP_NO_INDEX: "true" } },
      {},
      "PIP_NO_INDEX is set, so pip asks no index at all",
    ],
    [
      "no user name",
      {},
      { [requirements]: `x\n-i ${shared("fiber")}\n` },
      `${requirements}:2: pip before 26.2 asks the keyring only for an address with a user name. Write ${shared("fiber", "VssSessionToken")}`,
    ],
  ];
  for (const [title, change, texts, text] of warned) {
    it(`warns of ${title}`, () => {
      const notes = notesOf(planWith(pip, makeJob({ feeds: "cord", ...change }), texts));
      assert.deepEqual(
        notes.filter((note) => note.startsWith("warning: ")),
        [`warning: ${text}`],
      );
    });
  }
});

describe("pip: inputs", () => {
  for (const name of ["pythonDownloadServiceConnections", "pythonUploadServiceConnection"]) {
    it(`${name} is refused, and named`, () => {
      const problem = problemOf(pip, withInputs({ [name]: "corp" }, { feeds: "fiber" }));
      assert.equal(problem.code, "connection-unsupported");
      assert.ok(problem.message.startsWith(`Input ${name}: "corp" names service connections`));
    });
  }

  it("artifactFeed names one feed", () => {
    assert.equal(problemOf(pip, withInputs({ artifactFeed: "a,b" })).code, "publishing-feeds-several");
    assert.equal(problemOf(pip, withInputs({ artifactFeed: "https://a.example/" })).code, "feed-foreign");
    assert.equal(problemOf(pip, withInputs({ artifactFeeds: "a/b/c" })).code, "feed-malformed");
  });
});

describe("pip: files that take long to read", () => {
  const long = 200_000;
  const files: readonly (readonly [string, string, string])[] = [
    ["variables that never end", `${sources}/Pipfile`, `[[source]]\nurl = "${"${".repeat(long)}"\n`],
    ["the same for pdm", `${sources}/pyproject.toml`, `[[tool.pdm.source]]\nurl = "${"${".repeat(long)}"\n`],
    ["the same for pip", requirements, `-i ${"${A".repeat(long)}\n`],
    ["options without end", requirements, `${"-i a ".repeat(long)}\n`],
    ["lines that go on", requirements, "x \\\n".repeat(long)],
    [
      "indexes of others by the thousand",
      requirements,
      Array.from(
        { length: 5000 },
        (_, n) => `-i ${shared(`f${n}`, `u${n}`)}\n-i https://a.example/${n}\n`,
      ).join(""),
    ],
    ["one long word", requirements, `x @ ${"a".repeat(long)}\n`],
  ];
  for (const [title, path, text] of files) {
    it(`${title} take as long as their length asks for`, () => {
      const started = performance.now();
      planWith(pip, makeJob({ feeds: "fiber" }), { [path]: text });
      assert.ok(performance.now() - started < 2000);
    });
  }
});
