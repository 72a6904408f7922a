import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { skipWithout, requireClient } from "../clients/found-clients";
import type { HostileRepository } from "../hardening/hostile-repository";
import { Laboratory } from "../hardening/laboratory";
import { index, makeWheel, ownIndex, pyproject, script } from "../hardening/repositories/python-texts";
import { tryRepository } from "../hardening/try-repositories";
import { versionsOf } from "./clients";
import { tryVersion, type Trial } from "./trials";
import { VersionTable } from "./version-table";

/** The first version that the task is for: before it, uv looks for a user name by the host alone. */
const first = "0.8.0";

const both = ["fabrikam-greeting", "upstream-basics"];

const works = (
  id: string,
  column: string,
  repository: Pick<HostileRepository, "files" | "run" | "tasks" | "elsewhereAnonymous">,
  from = first,
): Trial => ({
  column,
  from,
  repository: { id: `uv-${id}`, title: column, expect: "works", ...repository },
});

const asks = (
  id: string,
  column: string,
  repository: Pick<HostileRepository, "files" | "run" | "elsewhereAnonymous">,
): Trial => ({
  column,
  from: first,
  repository: { id: `uv-${id}`, title: column, expect: "asked", ...repository },
});

const trials: readonly Trial[] = [
  works("restore", "Restores", {
    files: (at) => ({ "pyproject.toml": pyproject(both, ownIndex(at)) }),
    run: "uv sync && uv cache clean -q && uv sync --frozen --reinstall",
  }),
  works("feeds", "Restores by `feeds`", {
    tasks: [{ task: "AuthenticateUv@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }],
    files: () => ({ "readme.md": "" }),
    run: `uv venv -q .venv\nuv pip install --python .venv ${both.join(" ")}`,
  }),
  works("user-name", "Feed with a user name", {
    files: (at) => ({ "pyproject.toml": pyproject(both, ownIndex(at).replace("://", "://someone@")) }),
    run: "uv sync",
  }),
  works(
    "publish",
    "`uv publish`",
    {
      files: (at) => ({ "pyproject.toml": pyproject([], ownIndex(at)) }),
      run: (at) => `${makeWheel(`published${at.proxyPort}`)}\nuv publish dist/*.whl`,
    },
    "0.8.14",
  ),
  works("publish-variables", "`uv publish` by its own variables", {
    files: (at) => ({ "pyproject.toml": pyproject([], ownIndex(at)) }),
    run: (at) =>
      `${makeWheel(`given${at.proxyPort}`)}\nUV_PUBLISH_USERNAME=build UV_PUBLISH_PASSWORD="$(System.AccessToken)" uv publish dist/*.whl`,
  }),
  works("open", "Public second index", {
    files: (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting", "open-greeting"],
        index("open", at.open("pypi/simple/")) + ownIndex(at),
      ),
    }),
    run: "uv sync",
    elsewhereAnonymous: true,
  }),
  asks("named", "Another organization's index gets", {
    files: (at) => ({
      "pyproject.toml": pyproject(
        ["fabrikam-greeting", "contoso-greeting"],
        `${index("parts", at.other("pypi/simple/"))}${ownIndex(at)}`,
      ),
    }),
    run: "uv lock",
    elsewhereAnonymous: true,
  }),
  asks("script", "One that only a script names gets", {
    files: (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)),
      "tool.py": script(
        `dependencies = ["contoso-greeting"]\n${index("parts", at.other("pypi/simple/").replace("://", "://VssSessionToken@"))}`,
      ),
    }),
    run: "uv sync && uv run tool.py",
  }),
  asks("same-name", "An index of the feed's name elsewhere gets", {
    files: (at) => ({
      "pyproject.toml": pyproject(["fabrikam-greeting"], ownIndex(at)),
      "tool.py": script(`dependencies = ["evil"]\n${index("fiber", at.evil("simple/"))}`),
    }),
    run: "uv sync && uv run tool.py",
  }),
];

describe("uv, version by version", () => {
  const table = new VersionTable(
    "uv",
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

  for (const client of versionsOf("uv")) {
    it(`uv ${client.version}`, async () => {
      const setting = { task: "AuthenticateUv@1", programs: [client.path ?? ""] };
      await tryVersion(table, client, trials, laboratory, setting);
    });
  }

  /** tox hands `UV_*` on to its environments, and XDG_CONFIG_DIRS, which leads to the job's file, only when told. */
  for (const [title, variables, isGiven] of [
    ["gets no feed by itself", {}, false],
    [
      "does with XDG_CONFIG_DIRS in its pass_env",
      { TOX_OVERRIDE: "testenv.pass_env+=XDG_CONFIG_DIRS" },
      true,
    ],
  ] as const) {
    it(`tox-uv ${title}`, async function () {
      const [tox] = versionsOf("tox");
      const uv = versionsOf("uv").at(-1);
      if (tox?.path === undefined || uv?.path === undefined)
        return skipWithout(this, "tox or uv", "npm run test:versions fetches them");
      const setting = { task: "AuthenticateUv@1", programs: [uv.path] };
      const verdict = await tryRepository(laboratory, setting, {
        id: "uv-tox",
        title,
        expect: "works",
        files: (at) => ({
          "pyproject.toml": pyproject([], ownIndex(at)),
          "tox.ini":
            "[tox]\nskipsdist = true\n[testenv]\nskip_install = true\ndeps = fabrikam-greeting\ncommands = python -c 'import fabrikam_greeting'\n",
        }),
        variables: () => variables,
        run: `${tox.path} -m tox -e py`,
      });
      assert.equal(verdict.works, isGiven, verdict.log);
      assert.deepEqual(verdict.leaks, []);
    });
  }

  /** How many names of the other index are tried, each of which uv may hold in another order. */
  const manyNames = 200;

  for (const { version, path } of versionsOf("uv").filter(({ version: each }) =>
    /^0\.(?:8\.0|10|13)\b/.test(each),
  )) {
    it(`uv ${version}: ${manyNames} names of another organization's index`, async function () {
      if (path === undefined) return skipWithout(this, `uv ${version}`, "npm run test:versions fetches it");
      const names = Array.from({ length: manyNames }, () => `n${randomBytes(6).toString("hex")}`);
      const setting = { task: "AuthenticateUv@1", programs: [path], environment: { UV_NO_CACHE: "1" } };
      for (const [kind, organization] of [
        ["open", ""],
        ["labs", "DefaultCollection-labs"],
        ["closed", "OtherCollection"],
      ] as const) {
        const verdict = await tryRepository(laboratory, setting, {
          id: `uv-names-${kind}`,
          title: kind,
          face: "server",
          expect: "works",
          files: (at) => {
            const url = kind === "open" ? at.open("pypi/simple/") : at.other("pypi/simple/", organization);
            const wanted = kind === "open" ? ["fabrikam-greeting", "open-greeting"] : ["fabrikam-greeting"];
            return {
              "pyproject.toml": pyproject(wanted, index("NAME", url) + ownIndex(at)),
              "names.txt": names.join("\n"),
            };
          },
          run: `cp pyproject.toml pattern.txt
while read -r name || [ -n "$name" ]; do
  sed "s/NAME/$name/" pattern.txt > pyproject.toml
  rm -f uv.lock
  uv lock -q || echo "FAILED $name"
done < names.txt`,
        });
        assert.deepEqual(verdict.leaks, [], kind);
        assert.deepEqual(verdict.authorizedElsewhere, [], kind);
        assert.ok(verdict.elsewhere >= manyNames, `${kind}: asked ${verdict.elsewhere} times`);
        if (kind === "open") assert.doesNotMatch(verdict.log, /^FAILED n/m);
      }
    });
  }
});
