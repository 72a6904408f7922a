import assert from "node:assert/strict";
import { requireClient, type Program } from "../clients/found-clients";
import { RecordingHost } from "./recording-host";
import { Sandbox, type Job, type Outcome } from "./sandbox";

const versions = ["poetry18", "poetry"] as const;
const azure = "https://pkgs.dev.azure.com";
const own = `${azure}/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/`;
const wheel = "_packaging/parts/pypi/download/bad/1/bad-1-py3-none-any.whl";

/** Organizations that are not the job's, and begin as its own does: with all of its name, or none. */
const others = ["fabrikam-labs", "contoso"];

function source(name: string, url: string): string {
  return `[[tool.poetry.source]]\nname = "${name}"\nurl = "${url}"\n\n`;
}

function project(dependency: string, sources: string): string {
  return `[tool.poetry]\nname = "app"\nversion = "1.0.0"\ndescription = ""\nauthors = ["Ada <ada@fabrikam.example>"]\n\n[tool.poetry.dependencies]\npython = ">=3.9"\n${dependency}\n\n${sources}`;
}

/** What may fail, in folders: what it asked for is what counts. */
function inFolders(folders: readonly string[], command: string): string {
  return `- bash: |\n    export POETRY_VIRTUALENVS_CREATE=false\n    for folder in ${folders.join(" ")}; do (cd $folder && ${command}) & done; wait\n`;
}

function lock(folders: readonly string[]): string {
  return inFolders(folders, "poetry lock --no-interaction");
}

/** Says of a lock file that it is of its project, by Poetry's own reckoning, and installs it. */
const installLocked = [
  `hash=$(PYTHONPATH=$(dirname $(command -v poetry))/../lib python3 -c 'from poetry.factory import Factory; print(Factory().create_poetry().locker._content_hash)')`,
  'sed -i "s/HASH/$hash/" poetry.lock && poetry install --no-root --no-interaction',
].join(" && ");

/** A lock file of the older form, which both generations install from, with one package at an address. */
function locked(url: string): string {
  return `[[package]]\nname = "bad"\nversion = "1"\ndescription = ""\noptional = false\npython-versions = "*"\nfiles = [{ file = "bad-1-py3-none-any.whl", hash = "sha256:${"0".repeat(64)}" }]\n\n[package.source]\ntype = "url"\nurl = "${url}"\n\n[metadata]\nlock-version = "2.0"\npython-versions = ">=3.9"\ncontent-hash = "HASH"\n`;
}

describe("authenticate-poetry: what the real Poetry gives to others", () => {
  let sandbox: Sandbox;
  let host: RecordingHost;
  let programs: Readonly<Record<(typeof versions)[number], Program>>;

  before(async function () {
    programs = { poetry18: requireClient(this, "poetry18"), poetry: requireClient(this, "poetry") };
    host = await RecordingHost.open();
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(async () => {
    await sandbox.close();
    await host.close();
  });

  const run = (
    version: (typeof versions)[number],
    steps: string,
    sources: Job["sources"],
    more: Partial<Job> = {},
  ): Promise<Outcome> =>
    sandbox.run({
      steps: `steps:\n- task: AuthenticatePoetry@1\n${steps}`,
      ...{ sources, handler: "Node24", programs: [programs[version].path], ...more },
      // For the sources that are not ours: requests does not read SSL_CERT_FILE.
      environment: { REQUESTS_CA_BUNDLE: sandbox.feed.caFile ?? "" },
    });

  const foreign = ({ requests }: Outcome): readonly { readonly path: string; readonly auth: string }[] =>
    requests
      .filter(({ host: name, path }) => name === "pkgs.dev.azure.com" && !path.startsWith("/fabrikam/"))
      .map(({ path, auth }) => ({ path, auth }));

  const assertFeedWorks = ({ requests, log }: Outcome): void => {
    const toFeed = requests.filter(({ path, feed }) => feed === "fiber" && path.startsWith("/fabrikam/"));
    assert.ok(toFeed.length > 0, log);
    assert.ok(
      toFeed.every(({ auth }) => auth === "Basic"),
      log,
    );
  };

  for (const version of versions) {
    it(`${version}: nothing to files of other organizations on the host, and of another host`, async () => {
      const urls = [...others.map((each) => `${azure}/${each}`), host.address].map(
        (root) => `${root}/${wheel}`,
      );
      const sources: Record<string, string> = {};
      for (const [index, url] of urls.entries()) {
        const text = project(`bad = { url = "${url}" }`, source("fiber", own));
        sources[`l${index}/pyproject.toml`] = text;
        sources[`l${index}/poetry.lock`] = locked(url);
      }
      const folders = urls.map((_, index) => `l${index}`);
      const outcome = await run(version, lock(["."]) + inFolders(folders, installLocked), {
        ...sources,
        "pyproject.toml": project('fabrikam-greeting = "*"', source("fiber", own)),
      });
      assertFeedWorks(outcome);
      const asked = foreign(outcome);
      for (const each of others)
        assert.ok(
          asked.some(({ path }) => path.startsWith(`/${each}/`)),
          outcome.log,
        );
      assert.deepEqual(
        asked.filter(({ auth }) => auth !== "none"),
        [],
      );
      const arrivals = host.take();
      assert.ok(arrivals.length > 0);
      assert.ok(arrivals.every(({ text }) => !/^authorization/im.test(text)));
    });

    it(`${version}: nothing to a source of the same name elsewhere, in another project and in this one`, async () => {
      const elsewhere = [
        `${host.address}/simple/`,
        ...others.map((each) => `${azure}/${each}/_packaging/fiber/pypi/simple/`),
      ];
      const nested = Object.fromEntries(
        elsewhere.map((url, index) => [
          `n${index}/pyproject.toml`,
          project('bad = "*"', source("fiber", url)),
        ]),
      );
      const beside = others
        .map((each) => source(each, `${azure}/${each}/_packaging/fiber/pypi/simple/`))
        .join("");
      const outcome = await run(version, lock([".", ...elsewhere.map((_, index) => `n${index}`)]), {
        ...nested,
        "pyproject.toml": project('fabrikam-greeting = "*"\nbad = "*"', source("fiber", own) + beside),
      });
      assertFeedWorks(outcome);
      const asked = foreign(outcome);
      for (const each of others)
        assert.ok(asked.filter(({ path }) => path.startsWith(`/${each}/`)).length > 1, outcome.log);
      assert.deepEqual(
        asked.filter(({ auth }) => auth !== "none"),
        [],
      );
      const arrivals = host.take();
      assert.ok(arrivals.length > 0);
      assert.ok(arrivals.every(({ text }) => !/^authorization/im.test(text)));
    });

    it(`${version}: leaves another organization's source the credentials that the user gave its name`, async () => {
      const parts = `${azure}/contoso/_packaging/parts/pypi/simple/`;
      const outcome = await run(
        version,
        "- script: poetry install --no-root --no-interaction\n",
        {
          "pyproject.toml": project(
            'fabrikam-greeting = "*"\ncontoso-greeting = "*"',
            source("fiber", own) + source("parts", parts),
          ),
        },
        {
          variables: {
            POETRY_HTTP_BASIC_PARTS_USERNAME: "someone",
            POETRY_HTTP_BASIC_PARTS_PASSWORD: sandbox.tokens.contoso,
          },
        },
      );
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assertFeedWorks(outcome);
      assert.ok(!outcome.requests.some(({ identity }) => identity === "unknown token"));
      assert.ok(foreign(outcome).every(({ auth }) => auth === "Basic"));
    });
  }
});
