import { requireClient } from "../clients/found-clients";
import type { HostileRepository } from "../hardening/hostile-repository";
import { Laboratory } from "../hardening/laboratory";
import { makeWheel } from "../hardening/repositories/python-texts";
import { versionsOf } from "./clients";
import { tryVersion, type Trial } from "./trials";
import { VersionTable } from "./version-table";

/** The first that asks a program for an address with a user name. */
const first = "23.1";

/** The first that asks for one without, too. */
const nameless = "26.2";

const feeds = [{ task: "AuthenticatePip@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }];
const ownHost = "https://VssSessionToken@fabrikam.pkgs.visualstudio.com/Fabrikam%20Fiber/_packaging/fiber";

const download = (words: string): string => `$PIP -m pip download -q --no-cache-dir -d out ${words}`;

/** A job of the input `feeds`, unless its requirements file names the feed. */
function trial(
  id: string,
  column: string,
  from: string,
  repository: Pick<HostileRepository, "run" | "expect"> &
    Partial<Pick<HostileRepository, "files" | "tasks" | "elsewhereAnonymous">>,
): Trial {
  const files = (): Readonly<Record<string, string>> => ({ "readme.md": "" });
  return { column, from, repository: { id: `pip-${id}`, title: column, tasks: feeds, files, ...repository } };
}

const trials: readonly Trial[] = [
  trial("feeds", "Restores by `feeds`", first, {
    run: download("fabrikam-greeting upstream-basics"),
    expect: "works",
  }),
  trial("line", "by a line with a user name", first, {
    tasks: [{ task: "AuthenticatePip@1" }],
    files: (at) => ({
      "requirements.txt": `--index-url ${at.feed("pypi/simple/").replace("://", "://VssSessionToken@")}\nfabrikam-greeting\n`,
    }),
    run: download("-r requirements.txt"),
    expect: "works",
  }),
  trial("nameless", "by a line without one", nameless, {
    tasks: [{ task: "AuthenticatePip@1" }],
    files: (at) => ({ "requirements.txt": `--index-url ${at.feed("pypi/simple/")}\nfabrikam-greeting\n` }),
    run: download("-r requirements.txt"),
    expect: "works",
  }),
  trial("open", "Public second index", first, {
    tasks: [{ task: "AuthenticatePip@1" }],
    files: (at) => ({
      "requirements.txt": `--index-url ${ownHost}/pypi/simple/\n--extra-index-url ${at.open("pypi/simple/")}\nfabrikam-greeting\nopen-greeting\n`,
    }),
    run: download("-r requirements.txt"),
    expect: "works",
    elsewhereAnonymous: true,
  }),
  trial("metadata", "Another organization, by a package's metadata, gets", "20.3.4", {
    run: (at) =>
      `${makeWheel("trap", `bad @ ${at.other("pypi/download/bad/1/bad-1-py3-none-any.whl")}`)}\n${download("dist/trap-1.0.0-py3-none-any.whl fabrikam-greeting")} || ${download("dist/trap-1.0.0-py3-none-any.whl")}`,
    expect: "asked",
    elsewhereAnonymous: true,
  }),
  trial("other", "by an option gets", "20.3.4", {
    run: (at) => download(`fabrikam-greeting contoso-greeting --extra-index-url ${at.other("pypi/simple/")}`),
    expect: "asked",
    elsewhereAnonymous: true,
  }),
  trial("elsewhere", "Another host gets", "20.3.4", {
    run: (at) => download(`fabrikam-greeting evil --extra-index-url ${at.evil("simple/")}`),
    expect: "asked",
    elsewhereAnonymous: true,
  }),
];

describe("pip, version by version", () => {
  const table = new VersionTable(
    "pip",
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

  for (const client of versionsOf("pip")) {
    it(`pip ${client.version}`, async () => {
      const environment = { PIP: client.path ?? "" };
      await tryVersion(table, client, trials, laboratory, {
        task: "AuthenticatePip@1",
        programs: [],
        environment,
      });
    });
  }
});
