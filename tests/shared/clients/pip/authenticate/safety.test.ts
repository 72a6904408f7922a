import assert from "node:assert/strict";
import { pip } from "../../../../../shared/clients/pip/authenticate/client";
import {
  makeJob,
  notesOf,
  planWith,
  problemOf,
  root,
  token,
  variablesOf,
  withSecond,
  type JobChange,
  type Texts,
} from "../../planning";
import { collection, onServer, ownHost, shared, withInputs } from "./job-inputs";

const sources = "/agent/1/s";
const requirements = `${sources}/requirements.txt`;
const pipfile = `${sources}/Pipfile`;
const other = "https://pkgs.dev.azure.com/contoso/Open/_packaging/open/pypi/simple/";
const fiber = shared("fiber", "VssSessionToken");
const source = (url: string, more = ""): string => `[[source]]\nname = "s"\nurl = "${url}"\n${more}`;

describe("pip: addresses that are not the job's", () => {
  const foreign: readonly (readonly [string, string])[] = [
    ["another organization", other],
    ["another scheme", shared("fiber").replace("https:", "http:")],
    ["another port", shared("fiber").replace(".com/", ".com:8443/")],
    ["a host that begins like it", shared("fiber").replace(".com/", ".com.evil.example/")],
    [
      "the host as a user name",
      "https://pkgs.dev.azure.com@evil.example/fabrikam/_packaging/fiber/pypi/simple/",
    ],
    ["an organization that begins like it", shared("fiber").replace("fabrikam", "fabrikam2")],
    ["a way out of the organization", `${root}/../contoso/_packaging/fiber/pypi/simple/`],
    ["a backslash", shared("fiber").replace("/_packaging", "\\_packaging")],
    ["no feed", `${root}/simple/`],
  ];
  for (const [title, address] of foreign) {
    for (const [where, texts, environment] of [
      ["a requirements file", { [requirements]: `-i ${address}\n` }, {}],
      ["a Pipfile", { [pipfile]: `[[source]]\nurl = '${address}'\n` }, {}],
      ["a variable", {}, { PIP_INDEX_URL: address }],
    ] as const) {
      it(`${title}, in ${where}, is not authenticated`, () => {
        const problem = problemOf(pip, makeJob({ environment }), texts);
        assert.equal(problem.code, "nothing-to-authenticate");
      });
    }
  }

  it("what has a password of its own keeps it, and the token does not go there", () => {
    const address = fiber.replace("VssSessionToken@", "bob:hunter2@");
    const problem = problemOf(pip, makeJob({ environment: { PIP_INDEX_URL: address } }));
    assert.match(problem.message, /with a password of its own in its address/);
    assert.doesNotMatch(problem.message, /hunter2|bob/);
    const set = variablesOf(
      planWith(pip, makeJob({ feeds: "cord", environment: { PIP_INDEX_URL: address } })),
    );
    assert.equal(set["PIP_INDEX_URL"], undefined);
    assert.equal(set["PIP_EXTRA_INDEX_URL"], ownHost("cord"));
  });

  it("a token in the place of the user name is shown nowhere, and gives way to ours", () => {
    const plan = planWith(pip, makeJob({ environment: { PIP_INDEX_URL: shared("fiber", "pat0123456789") } }));
    assert.equal(variablesOf(plan)["PIP_INDEX_URL"], ownHost("fiber"));
    assert.doesNotMatch(notesOf(plan).join("\n"), /pat0123456789/);
  });

  it("only one variable and no file has the token", () => {
    const plan = planWith(pip, withInputs({ artifactFeed: "cord" }, { feeds: "fiber" }));
    const shown = plan.effects.filter((effect) => JSON.stringify(effect).includes(token));
    assert.deepEqual(shown, []);
    const secrets = Object.entries(variablesOf(plan)).filter(([, value]) => value.includes(token));
    assert.deepEqual(
      secrets.map(([name]) => name),
      ["FEEDPASS_KEYRING_TOKEN_0123456789ABCDEF"],
    );
  });
});

describe("pip: one host of several organizations", () => {
  /** [title, job, files, what the message names first] */
  const refused: readonly (readonly [string, JobChange, Texts, string])[] = [
    ["two lines", {}, { [requirements]: `-i ${fiber}\n--extra-index-url ${other}\n` }, `${requirements}:2`],
    [
      "the same user name",
      {},
      { [requirements]: `-i ${fiber}\n--extra-index-url ${other.replace("://", "://VssSessionToken@")}\n` },
      `${requirements}:2`,
    ],
    [
      "an own line without a user name",
      {},
      { [requirements]: `-i ${shared("fiber")}\n--extra-index-url ${other}\n` },
      `${requirements}:2`,
    ],
    [
      "two files",
      {},
      {
        [requirements]: `-r requirements/dev.txt\n-i ${fiber}\n`,
        [`${sources}/requirements/dev.txt`]: `\n-i ${other}\n`,
      },
      `${sources}/requirements/dev.txt:2`,
    ],
    [
      "a variable",
      { environment: { PIP_EXTRA_INDEX_URL: other } },
      { [requirements]: `-i ${fiber}\n` },
      "PIP_EXTRA_INDEX_URL",
    ],
    [
      "the machine's file",
      {},
      { "/etc/pip.conf": `[global]\nextra-index-url = ${other}\n`, [requirements]: `-i ${fiber}\n` },
      "/etc/pip.conf:2",
    ],
    [
      "a package by address",
      {},
      { [requirements]: `-i ${fiber}\nx @ https://pkgs.dev.azure.com/contoso/x.whl\n` },
      `${requirements}:2`,
    ],
    [
      "another scheme, which the clients do not look at",
      {},
      { [requirements]: `-i ${fiber}\n--extra-index-url ${other.replace("https:", "http:")}\n` },
      `${requirements}:2`,
    ],
    [
      "the machine's links",
      { environment: { PIP_FIND_LINKS: other } },
      { [requirements]: `-i ${fiber}\n` },
      "PIP_FIND_LINKS",
    ],
    ["find-links", {}, { [requirements]: `-i ${fiber}\n-f ${other}\n` }, `${requirements}:2`],
    [
      "requirements by address",
      {},
      { [requirements]: `-i ${fiber}\n-r ${other}x.txt\n` },
      `${requirements}:2`,
    ],
    ["a Pipfile", {}, { [pipfile]: source(shared("fiber")) + source(other) }, `${pipfile}:6`],
    [
      "a Pipfile's package by address",
      {},
      { [pipfile]: `${source(shared("fiber"))}[packages]\nx = { file = "${other}x.whl" }\n` },
      `${pipfile}:5`,
    ],
    [
      "a dependency of the project",
      {},
      {
        [requirements]: `-i ${fiber}\n`,
        [`${sources}/pyproject.toml`]: `[project]\ndependencies = [\n  "x @ ${other}x.whl",\n]\n`,
      },
      `${sources}/pyproject.toml:3`,
    ],
    [
      "pdm",
      {},
      {
        [`${sources}/pyproject.toml`]: `[[tool.pdm.source]]\nname = "a"\nurl = "${shared("fiber")}"\n[[tool.pdm.source]]\nname = "b"\nurl = "${other}"\n`,
      },
      `${sources}/pyproject.toml:6`,
    ],
  ];
  for (const [title, change, texts, where] of refused) {
    it(`is refused where the token would be offered: ${title}`, () => {
      const problem = problemOf(pip, makeJob(change), texts);
      assert.equal(problem.code, "shared-host", problem.message);
      assert.match(problem.message, /^https?:\/\/pkgs\.dev\.azure\.com\/contoso\//);
      assert.ok(problem.message.includes(`(${where})`), problem.message);
      assert.match(
        problem.hint,
        /as fabrikam\.pkgs\.visualstudio\.com, without the organization in the path/,
      );
    });
  }

  it("is refused where two identities of the job would be given each other's token", () => {
    const line = (organization: string, user: string): string =>
      `--extra-index-url https://${user}pkgs.dev.azure.com/${organization}/_packaging/fiber/pypi/simple/\n`;
    const me = "VssSessionToken@";
    for (const text of [
      line("fabrikam", me) + line("contoso", me),
      line("contoso", "") + line("fabrikam", ""),
      line("fabrikam", me) + line("contoso", ""),
    ]) {
      const problem = problemOf(pip, withSecond(), { [requirements]: text });
      assert.equal(problem.code, "shared-host", text);
      assert.match(
        problem.message,
        /is for the connection contoso.*for the job's token|is for the job's token.*for the connection/,
      );
    }
    const apart = { [requirements]: line("fabrikam", me) + line("contoso", "other@") };
    assert.equal(planWith(pip, withSecond(), apart).authenticated, 2);
    const environment = {
      PIP_EXTRA_INDEX_URL: `${shared("fiber")} ${shared("fiber").replace("fabrikam", "contoso")}`,
    };
    assert.equal(
      variablesOf(planWith(pip, withSecond({ environment })))["PIP_EXTRA_INDEX_URL"],
      `${ownHost("fiber")} ${ownHost("fiber").replace("fabrikam", "contoso")}`,
    );
  });

  const allowed: readonly (readonly [string, JobChange, Texts])[] = [
    [
      "variables, which name the organization's own host",
      { environment: { PIP_INDEX_URL: shared("fiber"), PIP_EXTRA_INDEX_URL: other } },
      {},
    ],
    [
      "feeds",
      { feeds: "fiber", environment: { PIP_EXTRA_INDEX_URL: other } },
      { [requirements]: `--extra-index-url ${other}\n` },
    ],
    [
      "the own host in the file",
      {},
      { [requirements]: `-i ${ownHost("fiber")}\n--extra-index-url ${other}\n` },
    ],
    [
      "a user name of its own",
      {},
      { [requirements]: `-i ${fiber}\n--extra-index-url ${other.replace("://", "://public@")}\n` },
    ],
    [
      "credentials of its own",
      {},
      { [requirements]: `-i ${fiber}\n--extra-index-url ${other.replace("://", "://VssSessionToken:x@")}\n` },
    ],
    [
      "what the feeds put out of use",
      { feeds: "fiber" },
      { "/etc/pip.conf": `[global]\nextra-index-url = ${other}\n`, [requirements]: `-i ${fiber}\n` },
    ],
    [
      "files of clients that do not read each other's",
      {},
      { [requirements]: `-i ${fiber}\n`, [pipfile]: source(other) },
    ],
    ["another host", {}, { [requirements]: `-i ${fiber}\n--extra-index-url https://a.example/simple\n` }],
  ];
  for (const [title, change, texts] of allowed) {
    it(`works with ${title}`, () => {
      assert.ok(planWith(pip, makeJob(change), texts).authenticated > 0);
    });
  }

  it("is refused on a Server for variables and feeds too", () => {
    const beside = "https://tfs.fabrikam.example/tfs/Other/_packaging/open/pypi/simple/";
    for (const change of [
      { feeds: "fiber" },
      { environment: { PIP_INDEX_URL: `${collection}_packaging/fiber/pypi/simple/` } },
    ]) {
      const job = onServer({
        ...change,
        environment: { ...("environment" in change ? change.environment : {}), PIP_EXTRA_INDEX_URL: beside },
      });
      const problem = problemOf(pip, job);
      assert.equal(problem.code, "shared-host");
      assert.match(problem.message, /another collection/);
      assert.match(problem.hint, /in a job of its own/);
    }
  });
});

describe("pip: certificates that nobody checks", () => {
  const refused: readonly (readonly [string, Texts, RegExp])[] = [
    [
      "--trusted-host",
      { [requirements]: `-i ${fiber}\n--trusted-host pkgs.dev.azure.com\n` },
      /requirements\.txt:2: with --trusted-host pkgs/,
    ],
    [
      "with a port",
      { [requirements]: `-i ${fiber}\n--trusted-host=PKGS.dev.azure.com:443\n` },
      /requirements\.txt:2/,
    ],
    [
      "a Pipfile",
      { [pipfile]: source(shared("fiber"), "verify_ssl = false\n") },
      /Pipfile:3: with verify_ssl = false/,
    ],
  ];
  for (const [title, texts, message] of refused) {
    it(`are refused where the project says so: ${title}`, () => {
      const problem = problemOf(pip, makeJob(), texts);
      assert.equal(problem.code, "certificate-unchecked");
      assert.match(problem.message, message);
    });
  }

  it("are warned of where the user says so", () => {
    const job = makeJob({
      feeds: "fiber",
      environment: { PIP_TRUSTED_HOST: "a.example fabrikam.pkgs.visualstudio.com" },
    });
    const warnings = notesOf(planWith(pip, job)).filter((note) => note.startsWith("warning: "));
    assert.deepEqual(warnings, [
      "warning: PIP_TRUSTED_HOST: with trusted-host fabrikam.pkgs.visualstudio.com pip does not check who answers as that host.",
    ]);
  });

  it("are nothing to us at other hosts", () => {
    const texts = { [requirements]: `-i ${ownHost("fiber")}\n--trusted-host pkgs.dev.azure.com\n` };
    assert.equal(planWith(pip, makeJob(), texts).authenticated, 1);
    const elsewhere = {
      [requirements]: `-i ${fiber}\n`,
      [pipfile]: source("https://a.example/simple", "verify_ssl = false\n"),
    };
    assert.equal(planWith(pip, makeJob(), elsewhere).authenticated, 1);
  });
});
