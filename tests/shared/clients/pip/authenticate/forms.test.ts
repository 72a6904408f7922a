import assert from "node:assert/strict";
import { pip } from "../../../../../shared/clients/pip/authenticate/client";
import { ReadFiles } from "../../../../../shared/core/files";
import {
  afterStep,
  filesOf,
  makeJob,
  notesOf,
  planWith,
  root,
  showEffects,
  token,
  variablesOf,
  type JobChange,
  type Texts,
} from "../../planning";
import { collection, onServer, ownHost, shared, withInputs } from "./job-inputs";

const sources = "/agent/1/s";
const requirements = `${sources}/requirements.txt`;
const user = "/home/ada/.config/pip/pip.conf";

/** What every plan sets beside its addresses. */
const always = new Set(["PYTHONPATH", "PIP_KEYRING_PROVIDER", "PIP_NO_INPUT", "TOX_OVERRIDE"]);

function addressesOf(plan: ReturnType<typeof planWith>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variablesOf(plan)).filter(
      ([name]) => !always.has(name) && !name.startsWith("FEEDPASS_") && !name.startsWith("TWINE_"),
    ),
  );
}

describe("pip: indexes that files of the project name", () => {
  /** [title, file, text, line] */
  const files: readonly (readonly [string, string, string, number])[] = [
    ["-i", requirements, `-i ${shared("fiber", "VssSessionToken")}\nx==1\n`, 1],
    ["--index-url=", requirements, `# x\n--index-url=${shared("fiber", "me")}\n`, 2],
    [
      "--extra-index-url on a line with others",
      requirements,
      `-i https://a.example/ --extra-index-url ${shared("fiber", "me")}\n`,
      1,
    ],
    ["a beginning of the option's name", requirements, `--extra-index ${shared("fiber", "me")}\n`, 1],
    ["a value glued to the option", requirements, `-i${shared("fiber", "me")}\n`, 1],
    ["a value in quotes", requirements, `--index-url "${shared("fiber", "me")}"\n`, 1],
    ["a line that goes on", requirements, `--index-url \\\n  ${shared("fiber", "me")}\n`, 1],
    ["another usual name", `${sources}/requirements/dev.txt`, `-i ${shared("fiber", "me")}\n`, 1],
    ["the organization's own host", requirements, `-i ${ownHost("fiber")}\n`, 1],
    [
      "a Pipfile",
      `${sources}/Pipfile`,
      `[[source]]\nname = "fiber"\nurl = "${shared("fiber")}"\nverify_ssl = true\n`,
      3,
    ],
    [
      "pdm",
      `${sources}/pyproject.toml`,
      `[[tool.pdm.source]]\nname = "fiber"\nurl = "${shared("fiber")}"\n`,
      3,
    ],
  ];
  for (const [title, path, text, line] of files) {
    it(`${title}: its address stays, and is named`, () => {
      const plan = planWith(pip, makeJob(), { [path]: text });
      assert.deepEqual(addressesOf(plan), {});
      assert.equal(plan.authenticated, 1);
      const [first = ""] = notesOf(plan);
      assert.match(first, /^info: Credentials set: https:\/\/[^@]+, feed fiber \(/);
      assert.ok(first.endsWith(`(${path}:${line})`), first);
    });
  }

  it("reads what a file includes, and no file twice", () => {
    const plan = planWith(pip, makeJob(), {
      [requirements]: "-r requirements/base.txt\n-c ../limits.txt\n",
      [`${sources}/requirements/base.txt`]: `-r ../requirements.txt\n--requirement deep/more.txt\n`,
      [`${sources}/requirements/deep/more.txt`]: `-i ${shared("fiber", "me")}\n`,
      "/agent/1/limits.txt": `--extra-index-url ${shared("cord", "me")}\n`,
    });
    assert.equal(plan.authenticated, 2);
  });

  it("names the feeds, each once and with its place", () => {
    const read = new ReadFiles([
      [requirements, `-i ${shared("fiber")}\n--extra-index-url https://a.example/simple\n`],
      [`${sources}/Pipfile`, `[[source]]\nname = "f"\nurl = "${shared("fiber@Local")}"\n`],
    ]);
    const feeds = pip.feeds(makeJob(), read).map(({ name, where }) => [name, where]);
    assert.deepEqual(feeds, [["fiber", `${requirements}:1`]]);
  });

  const filled: readonly (readonly [string, string, string])[] = [
    ["pip: ${CAPITALS}", requirements, "-i https://me@${HOST}/fabrikam/_packaging/fiber/pypi/simple/\n"],
    ["pipenv: $NAME", `${sources}/Pipfile`, '[[source]]\nname = "f"\nurl = "$FEED"\n'],
    [
      "pipenv: ${NAME}",
      `${sources}/Pipfile`,
      '[[source]]\nname = "f"\nurl = "https://${HOST}/fabrikam/_packaging/fiber/pypi/simple"\n',
    ],
    ["pdm: ${NAME}", `${sources}/pyproject.toml`, '[[tool.pdm.source]]\nname = "f"\nurl = "${FEED}"\n'],
  ];
  for (const [title, path, text] of filled) {
    it(`fills in variables as the client does: ${title}`, () => {
      const environment = { HOST: "pkgs.dev.azure.com", FEED: shared("fiber") };
      assert.equal(planWith(pip, makeJob({ environment }), { [path]: text }).authenticated, 1);
    });
  }
});

describe("pip: indexes of its configuration get an address of ours", () => {
  /** [title, job, files, variables] */
  const plans: readonly (readonly [string, JobChange, Texts, Readonly<Record<string, string>>])[] = [
    [
      "a variable",
      { environment: { PIP_INDEX_URL: shared("fiber") } },
      {},
      { PIP_INDEX_URL: ownHost("fiber") },
    ],
    [
      "a list in a variable keeps the others in their places",
      {
        environment: {
          PIP_EXTRA_INDEX_URL: `https://a.example/s\n${shared("fiber", "me")} https://b.example/s`,
        },
      },
      {},
      { PIP_EXTRA_INDEX_URL: `https://a.example/s ${ownHost("fiber")} https://b.example/s` },
    ],
    [
      "the user's file",
      {},
      { [user]: `[global]\nindex-url = ${shared("fiber")}\n` },
      { PIP_INDEX_URL: ownHost("fiber") },
    ],
    [
      "an older place of the user's file",
      {},
      { "/home/ada/.pip/pip.conf": `[install]\nINDEX_URL: ${shared("fiber")}\n` },
      { PIP_INDEX_URL: ownHost("fiber") },
    ],
    [
      "the machine's file, weaker than the user's",
      {},
      {
        "/etc/pip.conf": `[global]\nindex-url = ${shared("cord")}\n`,
        [user]: `[global]\nindex-url = ${shared("fiber")}\n`,
      },
      { PIP_INDEX_URL: ownHost("fiber") },
    ],
    [
      "PIP_CONFIG_FILE, with which the user's file does not count",
      { environment: { PIP_CONFIG_FILE: "my/pip.conf" } },
      {
        [`${sources}/my/pip.conf`]: `[global]\nextra-index-url =\n  ${shared("fiber")}\n  ${shared("cord")}\n`,
        [user]: "not INI\n",
      },
      { PIP_EXTRA_INDEX_URL: `${ownHost("fiber")} ${ownHost("cord")}` },
    ],
    [
      "the file of the environment that is active",
      { environment: { VIRTUAL_ENV: "/venv" } },
      { "/venv/pip.conf": `[global]\nindex-url = ${shared("fiber")}\n` },
      { PIP_INDEX_URL: ownHost("fiber") },
    ],
    [
      "a view, and a project with a space",
      { environment: { PIP_INDEX_URL: `${root}/Fabrikam%20Fiber/_packaging/fiber@Release/pypi/simple` } },
      {},
      {
        PIP_INDEX_URL:
          "https://VssSessionToken@fabrikam.pkgs.visualstudio.com/Fabrikam%20Fiber/_packaging/fiber@Release/pypi/simple/",
      },
    ],
    [
      "pdm's variable",
      { environment: { PDM_PYPI_URL: shared("fiber") } },
      {},
      { PDM_PYPI_URL: ownHost("fiber") },
    ],
    [
      "pipenv's variable, without a slash at its end",
      { environment: { PIPENV_PYPI_MIRROR: shared("fiber") } },
      {},
      { PIPENV_PYPI_MIRROR: ownHost("fiber").slice(0, -1) },
    ],
  ];
  for (const [title, change, texts, expected] of plans) {
    it(title, () => {
      assert.deepEqual(addressesOf(planWith(pip, makeJob(change), texts)), expected);
    });
  }

  it("on a Server, whose host is that of all collections, only a user name is added", () => {
    const written = `${collection}_packaging/fiber/pypi/simple/`;
    const plan = planWith(pip, onServer({ environment: { PIP_INDEX_URL: written } }));
    assert.equal(variablesOf(plan)["PIP_INDEX_URL"], written.replace("://", "://VssSessionToken@"));
  });
});

describe("pip: the input feeds", () => {
  const plans: readonly (readonly [string, JobChange, Texts, Readonly<Record<string, string>>])[] = [
    [
      "the first takes the place of the public index, the others are added",
      { feeds: "fiber, cord" },
      {},
      {
        PIP_INDEX_URL: ownHost("fiber"),
        PIP_EXTRA_INDEX_URL: ownHost("cord"),
        PIPENV_PYPI_MIRROR: ownHost("fiber").slice(0, -1),
        PDM_PYPI_URL: ownHost("fiber"),
      },
    ],
    [
      "none takes it",
      { feeds: "fiber", replacePublicRegistry: false },
      {},
      { PIP_EXTRA_INDEX_URL: ownHost("fiber") },
    ],
    [
      "a variable of the user keeps its place",
      {
        feeds: "fiber",
        environment: {
          PIP_INDEX_URL: "https://mirror.example/s",
          PIP_EXTRA_INDEX_URL: "https://more.example/s",
        },
      },
      {},
      { PIP_EXTRA_INDEX_URL: `https://more.example/s ${ownHost("fiber")}` },
    ],
    [
      "what the machine's file adds is put out of use by naming the feed again",
      { feeds: "fiber" },
      {
        "/etc/pip.conf":
          "[global]\nindex-url = https://mirror.example/s\nextra-index-url = https://more.example/s\n",
      },
      {
        PIP_INDEX_URL: ownHost("fiber"),
        PIP_EXTRA_INDEX_URL: ownHost("fiber"),
        PIPENV_PYPI_MIRROR: ownHost("fiber").slice(0, -1),
        PDM_PYPI_URL: ownHost("fiber"),
      },
    ],
    [
      "own feeds of the machine's file stay",
      { feeds: "fiber" },
      {
        "/etc/pip.conf": `[global]\nindex-url = ${shared("cord")}\nextra-index-url = https://more.example/s ${shared("rope")}\n`,
      },
      {
        PIP_INDEX_URL: ownHost("fiber"),
        PIP_EXTRA_INDEX_URL: `${ownHost("cord")} ${ownHost("rope")}`,
        PIPENV_PYPI_MIRROR: ownHost("fiber").slice(0, -1),
        PDM_PYPI_URL: ownHost("fiber"),
      },
    ],
    [
      "with the public index beside it, what the file adds is written anew",
      { feeds: "fiber", replacePublicRegistry: false },
      { "/etc/pip.conf": "[global]\nextra-index-url = https://more.example/s\n" },
      { PIP_EXTRA_INDEX_URL: `https://more.example/s ${ownHost("fiber")}` },
    ],
  ];
  for (const [title, change, texts, expected] of plans) {
    it(title, () => {
      assert.deepEqual(addressesOf(planWith(pip, makeJob(change), texts)), expected);
    });
  }

  it("a list with somebody's password in it is a secret, and the password is masked", () => {
    const plan = planWith(
      pip,
      makeJob({
        feeds: "fiber, cord",
        environment: { PIP_EXTRA_INDEX_URL: "https://bob:hunter2@a.example/s" },
      }),
    );
    const value = variablesOf(plan)["PIP_EXTRA_INDEX_URL"];
    assert.equal(value, `secret:https://bob:hunter2@a.example/s ${ownHost("cord")}`);
    assert.deepEqual(
      plan.others?.map((credentials) => credentials.token.expose()),
      ["hunter2"],
    );
  });

  it("a second step adds to the first", () => {
    const job = makeJob({ feeds: "fiber" });
    const first = planWith(pip, job);
    const next = afterStep(job, first, {}, { feeds: "cord" });
    const plan = planWith(pip, next.job, next.texts);
    assert.deepEqual(addressesOf(plan), { PIP_EXTRA_INDEX_URL: ownHost("cord") });
    assert.equal(plan.authenticated, 2);
    const again = afterStep(job, first, {}, { feeds: "fiber" });
    assert.deepEqual(addressesOf(planWith(pip, again.job, again.texts)), {});
  });

  it("the whole plan", () => {
    const effects = showEffects(planWith(pip, makeJob({ feeds: "fiber" })));
    assert.deepEqual(
      effects.filter((effect) => !JSON.stringify(effect).includes("feedpass/step-1")),
      [
        ["PIP_INDEX_URL", ownHost("fiber")],
        ["PIPENV_PYPI_MIRROR", ownHost("fiber").slice(0, -1)],
        ["PDM_PYPI_URL", ownHost("fiber")],
        ["FEEDPASS_KEYRING_TOKEN_0123456789ABCDEF", `secret:${token}`],
        ["PIP_KEYRING_PROVIDER", "subprocess"],
        ["PIP_NO_INPUT", "1"],
        ["TOX_OVERRIDE", "testenv.pass_env+=FEEDPASS_KEYRING_TOKEN_*"],
        ["TWINE_REPOSITORY_URL", `${root}/_packaging/fiber/pypi/upload/`],
      ],
    );
  });

  it("adds to the overrides that tox has, once", () => {
    const environment = { TOX_OVERRIDE: "testenv.x=1" };
    const set = variablesOf(planWith(pip, makeJob({ feeds: "fiber", environment })));
    assert.equal(set["TOX_OVERRIDE"], "testenv.x=1;testenv.pass_env+=FEEDPASS_KEYRING_TOKEN_*");
    const again = makeJob({ feeds: "fiber", environment: { TOX_OVERRIDE: set["TOX_OVERRIDE"] } });
    assert.equal(variablesOf(planWith(pip, again))["TOX_OVERRIDE"], undefined);
  });
});

describe("pip: for a restore of the step's own", () => {
  it("nothing is set for tox and twine", () => {
    const set = variablesOf(planWith(pip, makeJob({ feeds: "fiber", purpose: "restore" })));
    assert.equal(set["PIP_INDEX_URL"], ownHost("fiber"));
    assert.deepEqual(
      Object.keys(set).filter((name) => /^T/.test(name)),
      [],
    );
  });
});

describe("pip: publishing", () => {
  const upload = (feed: string): string => `${root}/_packaging/${feed}/pypi/upload/`;
  const published = (job: ReturnType<typeof makeJob>, texts: Texts = {}): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(variablesOf(planWith(pip, job, texts))).filter(([name]) =>
        /^(?:TWINE|HATCH|FLIT|PDM_PUB|PYPIRC)/.test(name),
      ),
    );
  const named = { [requirements]: `-i ${shared("fiber", "me")}\n` };

  it("twine is told the address of the project's one feed, and no secret", () => {
    assert.deepEqual(published(makeJob(), named), { TWINE_REPOSITORY_URL: upload("fiber") });
    assert.deepEqual(published(makeJob({ feeds: "cord@Local,fiber" }), named), {
      TWINE_REPOSITORY_URL: upload("cord"),
    });
  });

  it("none, of several", () => {
    assert.deepEqual(
      published(makeJob(), {
        [requirements]: `-i ${shared("fiber", "me")}\n--extra-index-url ${shared("cord", "me")}\n`,
      }),
      {},
    );
  });

  it("what the user has set up for twine stays", () => {
    assert.deepEqual(published(makeJob({ environment: { TWINE_REPOSITORY: "x" } }), named), {});
    assert.deepEqual(published(makeJob(), { ...named, "/home/ada/.pypirc": "[distutils]\n" }), {});
  });

  it("other clients get the token where that is asked for, all of one client together", () => {
    const job = withInputs(
      { publishCredentials: "true" },
      { environment: { FLIT_USERNAME: "x", TWINE_REPOSITORY: "y", HATCH_INDEX_CA_CERT: "z" } },
    );
    assert.deepEqual(published(job, named), {
      HATCH_INDEX_REPO: upload("fiber"),
      HATCH_INDEX_USER: "VssSessionToken",
      HATCH_INDEX_AUTH: `secret:${token}`,
      PDM_PUBLISH_REPO: upload("fiber"),
      PDM_PUBLISH_USERNAME: "VssSessionToken",
      PDM_PUBLISH_PASSWORD: `secret:${token}`,
    });
  });

  it("artifactFeed, as TwineAuthenticate@1 has it, is published to and not restored from", () => {
    const plan = planWith(pip, withInputs({ artifactFeed: "Web/fiber" }));
    assert.deepEqual(addressesOf(plan), { PYPIRC_PATH: "/agent/_temp/feedpass/step-1/.pypirc" });
    assert.equal(plan.authenticated, 1);
    assert.equal(
      filesOf(plan)["/agent/_temp/feedpass/step-1/.pypirc"],
      `[distutils]\nindex-servers =\n    fiber\n\n[fiber]\nrepository = ${root}/Web/_packaging/fiber/pypi/upload/\nusername = VssSessionToken\n`,
    );
  });

  it("artifactFeeds and onlyAddExtraIndex are those of PipAuthenticate@1", () => {
    const both = withInputs({ artifactFeeds: "fiber,cord", onlyAddExtraIndex: "" });
    assert.deepEqual(
      addressesOf(planWith(pip, both)),
      addressesOf(planWith(pip, makeJob({ feeds: "fiber,cord" }))),
    );
    const extra = withInputs({ artifactFeeds: "fiber", onlyAddExtraIndex: "True" });
    assert.deepEqual(addressesOf(planWith(pip, extra)), { PIP_EXTRA_INDEX_URL: ownHost("fiber") });
  });
});
