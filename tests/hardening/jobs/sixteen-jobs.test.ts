import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { requireClient } from "../../clients/found-clients";
import { figures } from "../figures";
import { TokenPlaces } from "../leaks/token-places";
import {
  cargoProject,
  everyProject,
  lockedProject,
  mavenProject,
  taskStep,
  uvProject,
  pipProject,
  poetryProject,
} from "../projects";
import { TokenSearch } from "../token-forms";
import { Workplace, writeFiles, type Finished } from "../workplace";

const jobs = 16;
const rounds = 3;

/** What a home has that clients and people put there, and no task may touch. */
const homeFiles = {
  ".cargo/config.toml": "[term]\nquiet = false\n",
  ".cargo/credentials.toml": '[registries.mine]\ntoken = "mine"\n',
  ".config/uv/uv.toml": "no-cache = false\n",
  ".m2/settings.xml":
    "<settings><servers><server><id>mine</id><password>mine</password></server></servers></settings>\n",
  ".config/pip/pip.conf": "[global]\ntimeout = 60\n",
  ".config/pypoetry/config.toml": "[installer]\nparallel = false\n",
  ".config/pypoetry/auth.toml": '[http-basic.mine]\nusername = "me"\npassword = "mine"\n',
  ".pypirc": "[mine]\nrepository = https://mine.example/\npassword = mine\n",
  ".netrc": "machine mine.example login me password mine\n",
};

describe("hardening: sixteen jobs at a time on one home", () => {
  let workplace: Workplace;
  let home: string;
  const workers = Array.from({ length: jobs }, (_, index) => `job-${index + 1}`);

  before(async function () {
    workplace = await Workplace.open(
      { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") },
      workers.map((name) => ({ name, role: "collaborator" })),
    );
    home = join(workplace.folder, "home");
    writeFiles(home, homeFiles);
    mkdirSync(join(workplace.folder, "bin"));
    for (const name of ["uv", "cargo"]) {
      const path = join(workplace.folder, "bin", name);
      writeFileSync(path, "#!/bin/sh\nexit 0\n");
      chmodSync(path, 0o755);
    }
  });

  after(() => workplace.close());

  /** Each of the tasks in turn. */
  function jobOf(index: number): {
    readonly step: string;
    readonly sources: Readonly<Record<string, string>>;
  } {
    const restore = { feed: "Fabrikam Fiber/fiber", reportPath: "report.json" };
    const kinds = [
      { step: taskStep("AuthenticateUv@1"), sources: uvProject(workplace) },
      { step: taskStep("AuthenticateCargo@1"), sources: cargoProject(workplace) },
      { step: taskStep("AuthenticateMaven@1"), sources: mavenProject(workplace) },
      { step: taskStep("AuthenticatePip@1"), sources: pipProject(workplace) },
      { step: taskStep("AuthenticatePoetry@1"), sources: poetryProject(workplace) },
      { step: taskStep("AuthenticateFeeds@1"), sources: everyProject(workplace) },
      { step: taskStep("RestoreUpstream@1", restore), sources: lockedProject() },
      { step: taskStep("RestoreUpstream@1", { ...restore, mode: "save" }), sources: lockedProject() },
    ];
    return kinds[index % kinds.length] ?? assert.fail();
  }

  const run = (
    identity: string,
    step: string,
    sources: Readonly<Record<string, string>>,
  ): Promise<Finished> =>
    workplace.run({
      steps: `steps:\n${step}`,
      sources,
      identity,
      home,
      programs: [join(workplace.folder, "bin", "uv")],
    });

  /** Where a job shows a token that is not its own, or its own in a file. */
  function leaksOf({ jobs: records, folder, log }: Finished, identity: string): readonly string[] {
    return ["build", ...workers].flatMap((worker) => {
      const places = new TokenPlaces(new TokenSearch(workplace.token(worker)));
      places.lookAtText("console", log);
      if (worker !== identity)
        for (const [name, { value }] of records.flatMap(({ variables }) => [...variables]))
          places.lookAtText(`variable ${name}`, value);
      places.lookBelow(join(folder, "work", "1"), "after the job");
      return places.found.map((place) => `${worker}'s token in ${identity}'s ${place}`);
    });
  }

  it(`all succeed in ${rounds} rounds, each with its own token alone, and the home stays as it is`, async function () {
    this.timeout(300_000);
    const before = listing(home);
    const problems: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const finished = await Promise.all(
        workers.map(async (identity, index) => {
          const { step, sources } = jobOf(index + round);
          return { identity, record: await run(identity, step, sources) };
        }),
      );
      for (const { identity, record } of finished) {
        const failed =
          record.result === "Succeeded" ? [] : [`${identity} ended as ${record.result}:\n${record.log}`];
        const found = [...failed, ...leaksOf(record, identity)];
        figures.parallelJobs.count(1, found.length > 0 ? 1 : 0);
        problems.push(...found);
      }
    }
    assert.deepEqual(problems, []);
    assert.deepEqual(listing(home), before);
  });

  it("finds a token of another job in a file and in a variable, and a home that changed", async () => {
    const before = listing(home);
    const script = `printf %s "$TOKEN" > x; echo "##vso[task.setvariable variable=X]$TOKEN"; touch -d @0 ~/.netrc; chmod 600 ~/.netrc`;
    const step = `- bash: ${JSON.stringify(script)}\n  env:\n    TOKEN: ${JSON.stringify(workplace.token("job-2"))}\n`;
    const leaks = leaksOf(await run("job-1", step, {}), "job-1");
    assert.deepEqual(leaks, [
      "job-2's token in job-1's variable X: as it is",
      "job-2's token in job-1's after the job: s/x: as it is",
    ]);
    assert.notDeepEqual(listing(home), before);
    figures.planted.count(3);
  });
});

/** Everything below a folder: kind, mode, time of change, and content or target. */
function listing(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const about = lstatSync(path);
      const content = about.isSymbolicLink()
        ? readlinkSync(path)
        : about.isFile()
          ? createHash("sha256").update(readFileSync(path)).digest("hex")
          : "";
      return `${name} ${about.mode.toString(8)} ${about.mtimeMs} ${content}`;
    });
}
