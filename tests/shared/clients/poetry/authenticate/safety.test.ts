import assert from "node:assert/strict";
import { poetry } from "../../../../../shared/clients/poetry/authenticate/client";
import {
  makeJob,
  notesOf,
  planWith,
  problemOf,
  root,
  variablesOf,
  type JobChange,
  type Texts,
} from "../../planning";
import { authenticatedBy, configurationOf } from "./entries-view";

const fiber = `${root}/_packaging/fiber/pypi/simple/`;
const other = `${root}/_packaging/other/pypi/simple/`;
const project = "/agent/1/s/pyproject.toml";
const local = "/agent/1/s/poetry.toml";
const users = "/home/ada/.config/pypoetry";

function source(name: string, url = fiber): string {
  return `[[tool.poetry.source]]\nname = "${name}"\nurl = "${url}"\n`;
}

/** Addresses that look like the feed's. */
const foreign = [
  "https://pkgs.dev.azure.com/fabrikam-labs/_packaging/fiber/pypi/simple/",
  "https://pkgs.dev.azure.com/fabrikam%2F..%2Fcontoso/_packaging/fiber/pypi/simple/",
  "https://pkgs.dev.azure.com:8443/fabrikam/_packaging/fiber/pypi/simple/",
  "https://pkgs.dev.azure.com.evil.example/fabrikam/_packaging/fiber/pypi/simple/",
  "https://pkgs.dev.azure.com@evil.example/fabrikam/_packaging/fiber/pypi/simple/",
  "https://evil.example/pkgs.dev.azure.com/fabrikam/_packaging/fiber/pypi/simple/",
  "https://pkgs.dev.azure.com/fabrikam/../contoso/_packaging/fiber/pypi/simple/",
];

describe("poetry: what gets nothing", () => {
  for (const address of foreign) {
    it(address, () => {
      const plan = planWith(poetry, makeJob(), {
        [project]: source("fiber", address) + source("own", other),
      });
      assert.equal(plan.authenticated, 1);
      assert.ok(
        authenticatedBy(plan).every((each) => each.startsWith("https://pkgs.dev.azure.com/fabrikam/")),
      );
      assert.ok(notesOf(plan).some((note) => note.startsWith("info: Skipped: ")));
      const names = Object.keys(variablesOf(plan)).join(" ");
      assert.ok(!/_FIBER_|_OWN_/.test(names), "no variable has a name of the project's");
    });
  }

  const given: readonly (readonly [string, JobChange, Texts, RegExp])[] = [
    [
      "a variable",
      { environment: { POETRY_HTTP_BASIC_MY_FEED_PASSWORD: "x" } },
      {},
      /POETRY_HTTP_BASIC_MY_FEED_PASSWORD/,
    ],
    ["poetry.toml", {}, { [local]: '[http-basic.my-feed]\nusername = "a"\n' }, /poetry\.toml/],
    [
      "auth.toml",
      {},
      { [`${users}/auth.toml`]: '[http-basic.my-feed]\nusername = "a"\npassword = "b"\n' },
      /auth\.toml/,
    ],
  ];
  for (const [title, change, texts, by] of given) {
    it(`a source that ${title} gives credentials by its name`, () => {
      const all = { ...texts, [project]: source("my-feed") + source("other", other) };
      const plan = planWith(poetry, makeJob(change), all);
      assert.ok(!authenticatedBy(plan).includes(fiber));
      assert.ok(authenticatedBy(plan).includes(other));
      const note = notesOf(plan).find((each) => each.includes("given credentials by"));
      assert.match(note ?? "", by);
      const alone = problemOf(poetry, makeJob(change), { ...texts, [project]: source("my-feed") });
      assert.equal(alone.code, "nothing-to-authenticate");
      assert.match(alone.message, by);
    });
  }

  it("a source with a user name or a password in its address", () => {
    for (const [userinfo, reason] of [
      ["someone@", /written with a user name/],
      ["someone:pat@", /given credentials in its address/],
    ] as const) {
      const problem = problemOf(poetry, makeJob(), {
        [project]: source("fiber", fiber.replace("://", `://${userinfo}`)),
      });
      assert.match(problem.message, reason);
      assert.doesNotMatch(problem.message, /someone|pat@/);
    }
  });

  it("a source that is asked in clear on the same host ends it", () => {
    const clear = fiber.replace("https:", "http:");
    const problem = problemOf(poetry, makeJob(), { [project]: source("fiber") + source("clear", clear) });
    assert.equal(problem.code, "source-unencrypted");
    assert.match(problem.message, /pyproject\.toml:6\).*pyproject\.toml:3\)/);
  });

  const clearFile = "http://pkgs.dev.azure.com/fabrikam/a-1-py3-none-any.whl";
  for (const [title, text] of [
    ["Poetry's table", `[tool.poetry.dependencies]\na = { url = "${clearFile}" }\n`],
    ["a list in it", `[tool.poetry.dependencies]\na = [{ url = "${clearFile}" }]\n`],
    ["a group", `[tool.poetry.group.dev.dependencies]\na = { url = "${clearFile}" }\n`],
    ["the project's list", `[project]\ndependencies = ["a @ ${clearFile}"]\n`],
    ["an optional one", `[project.optional-dependencies]\nb = ["a @ ${clearFile}"]\n`],
    ["a dependency group", `[dependency-groups]\nb = ["a @ ${clearFile}"]\n`],
  ] as const) {
    it(`a file that is asked in clear on the feed's host ends it: ${title}`, () => {
      for (const [job, texts] of [
        [makeJob(), source("fiber") + text],
        [makeJob({ feeds: "fiber" }), text],
      ] as const) {
        const problem = problemOf(poetry, job, { [project]: texts });
        assert.equal(problem.code, "source-unencrypted");
        assert.match(problem.message, /a-1-py3-none-any\.whl \(.*pyproject\.toml:\d+\)/);
      }
    });
  }

  it("a file in clear elsewhere is nothing to us", () => {
    const text = '[tool.poetry.dependencies]\na = { url = "http://a.example/a-1-py3-none-any.whl" }\n';
    assert.equal(planWith(poetry, makeJob(), { [project]: source("fiber") + text }).authenticated, 1);
  });
});

describe("poetry: authorities", () => {
  const first = (change: JobChange, texts: Texts = {}): unknown =>
    Object.values(
      configurationOf(planWith(poetry, makeJob(change), { ...texts, [project]: source("fiber") }))
        .certificates ?? {},
    )[0];

  it("what the user says for the source's name counts: variable, poetry.toml, config.toml, then the machine", () => {
    const machine = { SSL_CERT_FILE: "/machine.pem", AGENT_CAINFO: "/agent.pem" };
    const texts = {
      [local]: '[certificates.fiber]\ncert = "/project.pem"\nclient-cert = "/client.pem"\n',
      [`${users}/config.toml`]: '[certificates.fiber]\ncert = "/user.pem"\n',
    };
    const named = { ...machine, POETRY_CERTIFICATES_FIBER_CERT: "/named.pem" };
    assert.deepEqual(first({ environment: named }, texts), {
      cert: "/named.pem",
      "client-cert": "/client.pem",
    });
    assert.deepEqual(first({ environment: machine }, texts), {
      cert: "/project.pem",
      "client-cert": "/client.pem",
    });
    const [, config] = Object.entries(texts)[1] ?? [];
    assert.deepEqual(first({ environment: machine }, { [`${users}/config.toml`]: config ?? "" }), {
      cert: "/user.pem",
    });
    assert.deepEqual(first({ environment: machine }), { cert: "/machine.pem" });
    assert.deepEqual(first({ environment: { AGENT_CAINFO: "/agent.pem" } }), { cert: "/agent.pem" });
    assert.equal(first({}), undefined);
    assert.equal(first({ environment: { ...machine, REQUESTS_CA_BUNDLE: "/requests.pem" } }), undefined);
    assert.equal(first({ environment: machine, besideContainers: true }), undefined);
  });

  it("the project may not have the certificate unchecked; the user may, with a warning", () => {
    const unchecked = "[certificates.fiber]\ncert = false\n";
    const texts = { [project]: source("fiber") };
    assert.equal(
      problemOf(poetry, makeJob(), { ...texts, [local]: unchecked }).code,
      "certificate-unchecked",
    );
    const plan = planWith(poetry, makeJob(), { ...texts, [`${users}/config.toml`]: unchecked });
    assert.ok(notesOf(plan).some((note) => /^warning: .*config\.toml: .*does not check/.test(note)));
  });
});
