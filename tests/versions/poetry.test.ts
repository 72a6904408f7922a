import { requireClient } from "../clients/found-clients";
import type { Addresses, HostileRepository, RepositoryFiles } from "../hardening/hostile-repository";
import { Laboratory } from "../hardening/laboratory";
import { poetryProject, poetrySource } from "../hardening/repositories/poetry";
import { makeWheel } from "../hardening/repositories/python-texts";
import { versionsOf } from "./clients";
import { tryVersion, type Trial } from "./trials";
import { VersionTable } from "./version-table";

/** The first version that the task is for. */
const first = "1.8.5";

const ownSource = (at: Addresses): string => poetrySource("fiber", at.feed("pypi/simple/"));

const withOwn =
  (dependencies: string, more: (at: Addresses) => string = () => ""): ((at: Addresses) => RepositoryFiles) =>
  (at) => ({ "pyproject.toml": poetryProject(dependencies, ownSource(at) + more(at)) });

const trial = (
  id: string,
  column: string,
  repository: Pick<HostileRepository, "files" | "run" | "expect" | "elsewhereAnonymous">,
  from = first,
): Trial => ({ column, from, repository: { id: `poetry-${id}`, title: column, ...repository } });

/** In a project below, which the task does not read. */
const below =
  (dependencies: string, source: (at: Addresses) => string): ((at: Addresses) => RepositoryFiles) =>
  (at) => ({
    ...withOwn('fabrikam-greeting = "*"')(at),
    "below/pyproject.toml": poetryProject(dependencies, source(at)),
  });

const lockBelow = "cd below && poetry lock --no-interaction || true";

const trials: readonly Trial[] = [
  trial("install", "`poetry install`", {
    files: withOwn('fabrikam-greeting = "*"\nupstream-basics = "*"'),
    run: "poetry install --no-root --no-interaction",
    expect: "works",
  }),
  trial("publish", "`poetry publish`", {
    files: withOwn(""),
    run: (at) =>
      `sed -i 's/name = "app"/name = "published-${at.machineProxyPort}"/' pyproject.toml\n${makeWheel(`published_${at.machineProxyPort}`)}\npoetry publish --no-interaction -r $(FEEDPASS_POETRY_1)`,
    expect: "works",
  }),
  trial("open", "Public second source", {
    files: withOwn('fabrikam-greeting = "*"\nopen-greeting = { version = "*", source = "open" }', (at) =>
      poetrySource("open", at.open("pypi/simple/"), 'priority = "explicit"'),
    ),
    run: "poetry lock --no-interaction",
    expect: "works",
    elsewhereAnonymous: true,
  }),
  trial("other", "Another organization's source gets", {
    files: below('contoso-greeting = "*"', (at) => poetrySource("fiber", at.other("pypi/simple/"))),
    run: lockBelow,
    expect: "asked",
    elsewhereAnonymous: true,
  }),
  trial("direct", "by a file's address gets", {
    files: withOwn(
      "",
      (at) =>
        `[tool.poetry.group.more.dependencies]\nbad = { url = "${at.other("pypi/download/bad/1/bad-1-py3-none-any.whl", "fabrikam-labs")}" }\n`,
    ),
    run: "poetry lock --no-interaction || true",
    expect: "asked",
    elsewhereAnonymous: true,
  }),
  trial("elsewhere", "The feed's name elsewhere gets", {
    files: below('evil = "*"', (at) => poetrySource("fiber", at.evil("simple/"))),
    run: lockBelow,
    expect: "asked",
    elsewhereAnonymous: true,
  }),
  trial(
    "http",
    "The feed's address by `http:` gets",
    {
      files: below('evil = "*"', (at) =>
        poetrySource("fiber", at.feed("pypi/simple/").replace("https:", "http:")),
      ),
      run: lockBelow,
      expect: "asked",
    },
    "2.5",
  ),
];

describe("Poetry, version by version", () => {
  const table = new VersionTable(
    "poetry",
    trials.map(({ column }) => column),
  );
  let laboratory: Laboratory;

  before(async function () {
    laboratory = await Laboratory.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(async () => {
    await laboratory.close();
    table.write();
  });

  for (const client of versionsOf("poetry")) {
    it(`Poetry ${client.version}`, async () => {
      await tryVersion(table, client, trials, laboratory, {
        task: "AuthenticatePoetry@1",
        programs: [client.path ?? ""],
        environment: { POETRY_REQUESTS_MAX_RETRIES: "0" },
      });
    });
  }
});
