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

/** Says of lock files that they are of their projects, by Poetry's own reckoning. */
const fillHashes = `- bash: |
    PYTHONPATH=$(dirname $(command -v poetry))/../lib python3 - l* <<'END'
    import pathlib, sys
    from poetry.factory import Factory
    for folder in map(pathlib.Path, sys.argv[1:]):
        content_hash = Factory().create_poetry(folder).locker._content_hash
        lock = folder / "poetry.lock"
        lock.write_text(lock.read_text().replace("HASH", content_hash))
    END
`;

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
    it(`${version}: nothing to files and sources of other organizations on the host, and of another host`, async () => {
      const roots = [...others.map((each) => `${azure}/${each}`), host.address];
      const sources: Record<string, string> = {};
      for (const [index, root] of roots.entries()) {
        const url = `${root}/${wheel}`;
        sources[`l${index}/pyproject.toml`] = project(`bad = { url = "${url}" }`, source("fiber", own));
        sources[`l${index}/poetry.lock`] = locked(url);
        // A source of the same name, in another project.
        const same = source("fiber", `${root}/_packaging/fiber/pypi/simple/`);
        sources[`n${index}/pyproject.toml`] = project('bad = "*"', same);
      }
      const beside = others.map((each) => source(each, `${azure}/${each}/_packaging/fiber/pypi/simple/`));
      const [locks, names] = ["l", "n"].map((letter) => roots.map((_, index) => `${letter}${index}`));
      const outcome = await run(
        version,
        `${lock([".", ...(names ?? [])])}${fillHashes}${inFolders(locks ?? [], "poetry install --no-root --no-interaction")}`,
        {
          ...sources,
          "pyproject.toml": project(
            'fabrikam-greeting = "*"\nbad = "*"',
            source("fiber", own) + beside.join(""),
          ),
        },
      );
      assertFeedWorks(outcome);
      const asked = foreign(outcome);
      for (const each of others) {
        const ofThem = asked.map(({ path }) => path).filter((path) => path.startsWith(`/${each}/`));
        assert.ok(ofThem.filter((path) => path.includes("/simple/")).length > 1, outcome.log);
        assert.ok(
          ofThem.some((path) => path.endsWith(".whl")),
          outcome.log,
        );
      }
      assert.deepEqual(
        asked.filter(({ auth }) => auth !== "none"),
        [],
      );
      const arrivals = host.take();
      assert.ok(arrivals.length > 1);
      assert.ok(arrivals.every(({ text }) => !/^authorization/im.test(text)));
    });
  }

  it("leaves another organization's source the credentials that the user gave its name", async () => {
    const parts = `${azure}/contoso/_packaging/parts/pypi/simple/`;
    const outcome = await run(
      "poetry",
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
});
