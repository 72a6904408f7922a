import assert from "node:assert/strict";
import { poetry } from "../../../../../shared/clients/poetry/authenticate/client";
import { jobOrganization } from "../../../../../shared/core/organization";
import { jobCredentials } from "../../../../../shared/core/credentials";
import { ReadFiles } from "../../../../../shared/core/files";
import { jobIdentity } from "../../../../../shared/core/identity";
import {
  afterStep,
  linksOf,
  makeJob,
  notesOf,
  planWith,
  root,
  token,
  variablesOf,
  type Texts,
} from "../../planning";
import { authenticatedBy, configurationOf, entriesOf } from "./entries-view";

const fiber = `${root}/_packaging/fiber/pypi/simple/`;
const project = "/agent/1/s/pyproject.toml";
const secret = `secret:${token}`;

function source(name: string, url = fiber, more = ""): string {
  return `[[tool.poetry.source]]\nname = "${name}"\nurl = "${url}"\n${more}\n`;
}

/** [title, text of pyproject.toml, line, address], in the shapes that projects have. */
const forms: readonly (readonly [string, string, number, string])[] = [
  ["a source", source("fiber"), 3, fiber],
  ["with dots, digits and capitals in its name", source("My.Feed-2_b"), 3, fiber],
  ["without a slash at the end", source("fiber", fiber.slice(0, -1)), 3, fiber.slice(0, -1)],
  [
    "default = true, of Poetry before 1.5",
    source("fiber", fiber, "default = true\nsecondary = false"),
    3,
    fiber,
  ],
  ["secondary = true", source("fiber", fiber, "secondary = true"), 3, fiber],
  ...["default", "primary", "secondary", "supplemental", "explicit"].map(
    (priority) =>
      [`priority ${priority}`, source("fiber", fiber, `priority = "${priority}"`), 3, fiber] as const,
  ),
  [
    "behind the public index, which is named without address",
    `[[tool.poetry.source]]\nname = "PyPI"\npriority = "primary"\n\n${source("fiber", fiber, 'priority = "supplemental"')}`,
    7,
    fiber,
  ],
  ["an inline list", `[tool.poetry]\nsource = [{ name = 'fiber', url = '${fiber}' }]\n`, 2, fiber],
  ["CR LF and a byte order mark", `\ufeff${source("fiber").replaceAll("\n", "\r\n")}`, 3, fiber],
  [
    "a feed's view",
    source("fiber", fiber.replace("/fiber/", "/fiber@Release/")),
    3,
    fiber.replace("/fiber/", "/fiber@Release/"),
  ],
  [
    "the organization in other case",
    source("fiber", fiber.replace("fabrikam", "Fabrikam")),
    3,
    fiber.replace("fabrikam", "Fabrikam"),
  ],
  [
    "the host with its port",
    source("fiber", fiber.replace(".com", ".com:443")),
    3,
    fiber.replace(".com", ".com:443"),
  ],
];

describe("poetry: forms of a source", () => {
  for (const [title, text, line, address] of forms) {
    it(title, () => {
      const plan = planWith(poetry, makeJob(), { [project]: text });
      assert.ok(authenticatedBy(plan).includes(address));
      assert.equal(plan.authenticated, 1);
      assert.ok(notesOf(plan)[0]?.endsWith(`(${project}:${line})`), notesOf(plan)[0]);
      assert.equal(poetry.feeds(makeJob(), readFiles(text)).length, 1);
    });
  }

  it("decoys stand first, then the address, then the organization, then the host", () => {
    const plan = planWith(poetry, makeJob(), { [project]: source("fiber") });
    assert.deepEqual(entriesOf(plan), [
      ["https://pkgs.dev.azure.com/fabrikam~", ""],
      [fiber, secret],
      ["https://pkgs.dev.azure.com/fabrikam/", secret],
      ["https://pkgs.dev.azure.com/", ""],
      [`${root}/_packaging/fiber/pypi/upload/`, ""],
    ]);
    const names = Object.keys(configurationOf(plan).repositories ?? {});
    assert.ok(
      names.every((name) => /^feedpass-[a-p]+-[a-p]+$|^feedpass1-[a-p]+$/.test(name)),
      names.join(" "),
    );
    assert.equal(new Set(names).size, 5);
  });

  it("the host of the organization's own needs no decoy", () => {
    const legacy = "https://fabrikam.pkgs.visualstudio.com/Web/_packaging/fiber/pypi/simple/";
    const plan = planWith(poetry, makeJob(), { [project]: source("fiber", legacy) });
    const there = entriesOf(plan).filter(([address]) => address.includes("visualstudio"));
    assert.deepEqual(there, [
      [legacy, secret],
      ["https://fabrikam.pkgs.visualstudio.com/", secret],
    ]);
  });

  it("a collection below another path is kept from those beside it", () => {
    const organization = jobOrganization({
      collectionUri: "https://tfs.example/tfs/Main/",
      serverType: "OnPremises",
      collectionId: undefined,
    });
    const job = {
      ...makeJob(),
      organization,
      identities: [jobIdentity(organization, jobCredentials(token))] as const,
    };
    const plan = planWith(poetry, job, {
      [project]: source("fiber", "https://tfs.example/tfs/Main/_packaging/fiber/pypi/simple/"),
    });
    assert.deepEqual(
      entriesOf(plan)
        .map(([address, password]) => `${address} ${password === "" ? "-" : "x"}`)
        .slice(0, 4),
      [
        "https://tfs.example/tfs/Main~ -",
        "https://tfs.example/tfs/Main/_packaging/fiber/pypi/simple/ x",
        "https://tfs.example/tfs/Main/ x",
        "https://tfs.example/ -",
      ],
    );
  });

  it("the next pyproject.toml above counts, with the poetry.toml beside it", () => {
    const texts = {
      "/agent/1/s/pyproject.toml": source("fiber"),
      "/agent/1/s/poetry.toml": '[certificates.fiber]\ncert = "/ca.pem"\n',
      "/agent/1/pyproject.toml": source("other", `${root}/_packaging/other/pypi/simple/`),
    };
    const plan = planWith(poetry, makeJob({ workingDirectory: "/agent/1/s/src" }), texts);
    assert.equal(plan.authenticated, 1);
    assert.deepEqual(Object.values(configurationOf(plan).certificates ?? {})[0], { cert: "/ca.pem" });
  });

  it("sources of several folders may share a name", () => {
    const other = `${root}/_packaging/other/pypi/simple/`;
    const plan = planWith(poetry, makeJob({ otherFolders: ["/agent/1/s/b"] }), {
      [project]: source("feed"),
      "/agent/1/s/b/pyproject.toml": source("feed", other),
    });
    assert.equal(plan.authenticated, 2);
    assert.ok(authenticatedBy(plan).includes(other));
  });
});

/** As projects lay them out: which sources are theirs, and how many are ours. */
const layouts: readonly (readonly [string, Texts, number, readonly string[]])[] = [
  [
    "a source in poetry.toml too, under its name, for publishing",
    {
      [project]: source("azure", fiber, "secondary = true"),
      "/agent/1/s/poetry.toml": `[repositories]\n[repositories.azure]\nurl = "${fiber}"\n`,
    },
    2,
    [fiber],
  ],
  [
    "a source before the project's own table, with a local mirror that is asked second",
    {
      [project]: `${source("pypi-local", "https://mirror.example/simple", "secondary = true")}${source("fiber", fiber, 'priority = "explicit"')}[tool.poetry]\nname = "app"\n`,
    },
    1,
    [fiber],
  ],
  [
    "PEP 621, with packages that name their source in Poetry's table",
    {
      [project]: `[project]\nname = "app"\ndependencies = ["greeting"]\n\n[tool.poetry.dependencies]\ngreeting = { source = "fiber" }\n\n${source("fiber", fiber, 'priority = "explicit"')}`,
    },
    1,
    [fiber],
  ],
  [
    "two feeds of one organization, and the public index behind them",
    {
      [project]: `${source("fiber")}${source("tools", `${root}/Web/_packaging/tools/pypi/simple/`)}[[tool.poetry.source]]\nname = "PyPI"\npriority = "supplemental"\n`,
    },
    2,
    [fiber, `${root}/Web/_packaging/tools/pypi/simple/`],
  ],
  [
    "an address with a placeholder, which Poetry does not fill in, beside a right one",
    {
      [project]: source("a", "https://pkgs.dev.azure.com/${ORG}/_packaging/fiber/pypi/simple/") + source("b"),
    },
    1,
    [fiber],
  ],
  [
    "a monorepo, whose root is no project: each folder has its own",
    {
      "/agent/1/s/api/pyproject.toml": source("fiber"),
      "/agent/1/s/web/pyproject.toml": source("feed", `${root}/_packaging/web/pypi/simple`),
    },
    2,
    [fiber, `${root}/_packaging/web/pypi/simple`],
  ],
];

describe("poetry: sources as projects lay them out", () => {
  for (const [title, texts, count, addresses] of layouts) {
    it(title, () => {
      const job = makeJob({ otherFolders: ["/agent/1/s/api", "/agent/1/s/web"] });
      const plan = planWith(poetry, job, texts);
      assert.equal(plan.authenticated, count);
      for (const address of addresses) assert.ok(authenticatedBy(plan).includes(address), address);
    });
  }
});

describe("poetry: the job's configuration", () => {
  it("repeats the user's, behind its own, and links what is beside it", () => {
    const folder = "/home/ada/.config/pypoetry";
    const plan = planWith(poetry, makeJob(), {
      [project]: source("fiber"),
      [`${folder}/config.toml`]:
        '[virtualenvs]\nin-project = true\n\n[repositories.corp]\nurl = "https://corp.example/upload"\n',
    });
    const written = configurationOf(plan);
    assert.deepEqual((written as { virtualenvs?: unknown }).virtualenvs, { "in-project": true });
    assert.equal(Object.keys(written.repositories ?? {}).at(-1), "corp");
    assert.equal(linksOf(plan)["/agent/_temp/feedpass/step-1/poetry/auth.toml"], `${folder}/auth.toml`);
    assert.equal(variablesOf(plan)["POETRY_CONFIG_DIR"], "/agent/_temp/feedpass/step-1/poetry");
  });

  const places: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ["XDG_CONFIG_HOME", "/xdg/pypoetry", { XDG_CONFIG_HOME: "/xdg" }],
    ["POETRY_CONFIG_DIR", "/own", { POETRY_CONFIG_DIR: "/own" }],
    ["macOS", "/home/ada/Library/Application Support/pypoetry", {}],
    ["macOS, as Poetry 1 had it", "/home/ada/Library/Preferences/pypoetry", {}],
  ];
  for (const [title, folder, environment] of places) {
    it(`the user's is found by ${title}`, () => {
      const plan = planWith(poetry, makeJob({ environment }), {
        [project]: source("fiber"),
        [`${folder}/config.toml`]: "[installer]\nparallel = false\n",
      });
      assert.deepEqual((configurationOf(plan) as { installer?: unknown }).installer, { parallel: false });
    });
  }

  it("is of variables where the job has such already, which hide what files say", () => {
    const environment = { POETRY_REPOSITORIES_CORP_URL: "https://corp.example/upload" };
    const plan = planWith(poetry, makeJob({ environment }), { [project]: source("fiber") });
    assert.deepEqual(configurationOf(plan), {});
    const set = variablesOf(plan);
    assert.equal(set["POETRY_CONFIG_DIR"], undefined);
    const label = Object.entries(set).find(([, value]) => value === fiber)?.[0] ?? "";
    assert.match(label, /^POETRY_REPOSITORIES_FEEDPASS_[A-Z]+_[A-Z]+_URL$/);
    assert.equal(set[label.replace("REPOSITORIES", "HTTP_BASIC").replace("URL", "PASSWORD")], secret);
    assert.ok(notesOf(plan).some((note) => note.startsWith("warning: POETRY_REPOSITORIES_CORP_URL is set")));
  });

  it("a second step adds to the first's, and its publishing names go on", () => {
    const job = makeJob();
    const texts = { [project]: source("fiber") };
    const first = planWith(poetry, job, texts);
    const next = afterStep(job, first, texts, { feeds: "other" });
    const second = planWith(poetry, next.job, next.texts);
    const addresses = entriesOf(second).map(([address]) => address);
    assert.ok(addresses.includes(`${root}/_packaging/other/pypi/simple/`));
    assert.equal(addresses.filter((address) => address === fiber).length, 2, "the first step's own stays");
    const set = variablesOf(second);
    assert.equal(uploadAddress(set, 1), `${root}/_packaging/fiber/pypi/upload/`);
    assert.equal(uploadAddress(set, 2), `${root}/_packaging/other/pypi/upload/`);
  });
});

describe("poetry: publishing", () => {
  it("has a name with an address that no file changes, and a token for publishing alone", () => {
    const plan = planWith(poetry, makeJob({ feeds: "Web/releases" }), { [project]: source("fiber") });
    const set = variablesOf(plan);
    const label = labelOf(set, 1);
    assert.equal(uploadAddress(set, 1), `${root}/Web/_packaging/releases/pypi/upload/`);
    assert.equal(set[`POETRY_PYPI_TOKEN_${label}`], secret);
    assert.equal(uploadAddress(set, 2), `${root}/_packaging/fiber/pypi/upload/`);
    assert.equal(set[`POETRY_HTTP_BASIC_${label}_PASSWORD`], undefined);
    assert.ok(
      notesOf(plan).includes("info: To publish to feed Web/releases: poetry publish -r $(FEEDPASS_POETRY_1)"),
    );
  });

  it("holds the token in no variable whose name is known, since pip fills in ${NAME} from requirements files", () => {
    const job = makeJob({ feeds: "Web/releases" });
    const [one, other] = [job, { ...job, nonce: "fedcba9876543210" }].map((each) =>
      Object.entries(variablesOf(planWith(poetry, each, { [project]: source("fiber") })))
        .filter(([, value]) => value === secret)
        .map(([name]) => name),
    );
    assert.ok(one !== undefined && one.length > 2);
    assert.deepEqual(
      one.filter((name) => other?.includes(name)),
      [],
    );
  });

  it("goes to the feed that a repository of poetry.toml names, where no source does", () => {
    const plan = planWith(poetry, makeJob(), {
      [project]: "[tool.poetry]\nname = 'a'\n",
      "/agent/1/s/poetry.toml": `[repositories.up]\nurl = "${root}/_packaging/fiber/pypi/upload/"\n`,
    });
    assert.equal(uploadAddress(variablesOf(plan), 1), `${root}/_packaging/fiber/pypi/upload/`);
    assert.equal(variablesOf(plan)["POETRY_PYPI_TOKEN_UP"], undefined);
    assert.match(notesOf(plan)[0] ?? "", /The repository up \(\/agent\/1\/s\/poetry\.toml:2\) is at a feed/);
  });
});

/** How variables spell the name of a repository to publish to. */
function labelOf(set: ReturnType<typeof variablesOf>, number: number): string {
  return (set[`FEEDPASS_POETRY_${number}`] ?? "").toUpperCase().replace("-", "_");
}

function uploadAddress(set: ReturnType<typeof variablesOf>, number: number): string | undefined {
  return set[`POETRY_REPOSITORIES_${labelOf(set, number)}_URL`];
}

function readFiles(text: string): Parameters<typeof poetry.feeds>[1] {
  const files = new ReadFiles();
  files.set(project, text);
  return files;
}
