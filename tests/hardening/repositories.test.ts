import assert from "node:assert/strict";
import { join } from "node:path";
import { discoverUpstreams } from "../../sandbox/feed/upstream/discover-upstreams";
import type { UpstreamRegistry } from "../../sandbox/feed/upstream/upstream-registry";
import { requireClient, type Maven } from "../clients/found-clients";
import { failureOf } from "./failure-of";
import { figures } from "./figures";
import type { HostileRepository } from "./hostile-repository";
import { cannotBePrevented, failsToday } from "./known-failures";
import { Laboratory, warmMavenRepository } from "./laboratory";
import { cargoRepositories } from "./repositories/cargo";
import { mavenRepositories, mavenRepositoriesForOld } from "./repositories/maven";
import { pipRepositories } from "./repositories/pip";
import { poetryRepositories } from "./repositories/poetry";
import { restoreRepositories } from "./repositories/restore";
import { uvRepositories } from "./repositories/uv";
import { tryRepositories, type Setting, type Verdict } from "./try-repositories";

/** Long enough for a machine that does much else; a quiet one needs a minute for the slowest group. */
const mostMilliseconds = 1_800_000;

interface Group {
  /** To complete the sentence "hostile repositories, with …". */
  readonly title: string;
  readonly repositories: readonly HostileRepository[];
  /** Asks for the clients, and so skips the group where one is missing. */
  readonly setting: (context: Mocha.Context) => Setting;
  /** The Maven whose plugins are to be there. */
  readonly maven?: (context: Mocha.Context) => Maven;
}

function describeGroup({ title, repositories, setting, maven }: Group): void {
  describe(`hostile repositories, with ${title}`, () => {
    let verdicts: ReadonlyMap<string, Verdict> = new Map();

    before(async function () {
      this.timeout(mostMilliseconds);
      const nodes = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
      verdicts = await runGroup(nodes, setting(this), repositories, maven?.(this));
    });

    for (const repository of repositories) {
      it(`${repository.id}: ${repository.title}`, () => {
        const verdict = verdicts.get(repository.id);
        assert.ok(verdict !== undefined);
        const failure = failureOf(repository, verdict);
        figures.repositories.count(1, failure === undefined ? 0 : 1);
        const known = failsToday.get(repository.id) ?? cannotBePrevented.get(repository.id);
        if (known === undefined) assert.equal(failure, undefined, verdict.log);
        else if (known.sometimes !== true)
          assert.ok(failure !== undefined, `${repository.id} is well now: take it out of known-failures.ts`);
      });
    }
  });
}

async function runGroup(
  nodes: Parameters<typeof Laboratory.open>[0],
  setting: Setting,
  repositories: readonly HostileRepository[],
  maven: Maven | undefined,
): Promise<ReadonlyMap<string, Verdict>> {
  const laboratory = await Laboratory.open(nodes, maven === undefined ? undefined : await mavenUpstream());
  try {
    const javaHome = setting.environment?.["JAVA_HOME"] ?? "";
    const mavenRepository =
      maven === undefined ? {} : { mavenRepository: await warmMavenRepository(laboratory, maven, javaHome) };
    return await tryRepositories(laboratory, { ...setting, ...mavenRepository }, repositories);
  } finally {
    await laboratory.close();
  }
}

async function mavenUpstream(): Promise<UpstreamRegistry> {
  const { maven } = (await discoverUpstreams()).registries;
  assert.ok(maven !== undefined, "mvn did not name the registry that it is set up for");
  return maven;
}

function mavenSetting(context: Mocha.Context, version: "maven38" | "maven39"): Setting {
  const java = requireClient(context, "java");
  return {
    task: "AuthenticateMaven@1",
    programs: [requireClient(context, version).path, join(java.home, "bin", "java")],
    environment: { JAVA_HOME: java.home },
  };
}

describeGroup({
  title: "the real uv",
  repositories: uvRepositories,
  setting: (context) => ({ task: "AuthenticateUv@1", programs: [requireClient(context, "uv").path] }),
});

describeGroup({
  title: "the real pip, old and new, twine, pipenv and pdm",
  repositories: pipRepositories,
  setting: (context) => {
    const pips = [requireClient(context, "pip23").path, requireClient(context, "pip").path];
    const [twine, pipenv, pdm] = (["keyring", "pipenv", "pdm"] as const).map(
      (name) => requireClient(context, name).path,
    );
    const environment = { PIPS: pips.join(" "), TWINE: twine ?? "", PIPENV: pipenv ?? "", PDM: pdm ?? "" };
    return { task: "AuthenticatePip@1", programs: [], environment };
  },
});

describeGroup({
  title: "the real Poetry, old and new",
  repositories: poetryRepositories,
  setting: (context) => {
    const poetries = [requireClient(context, "poetry18").path, requireClient(context, "poetry").path];
    const environment = {
      POETRIES: poetries.join(" "),
      POETRY_VIRTUALENVS_CREATE: "false",
      POETRY_REQUESTS_MAX_RETRIES: "0",
    };
    return { task: "AuthenticatePoetry@1", programs: [], environment };
  },
});

describeGroup({
  title: "the real Cargo",
  repositories: cargoRepositories,
  setting: (context) => ({ task: "AuthenticateCargo@1", programs: [requireClient(context, "cargo").path] }),
});

describeGroup({
  title: "the real Maven 3.9",
  repositories: mavenRepositories,
  setting: (context) => mavenSetting(context, "maven39"),
  maven: (context) => requireClient(context, "maven39"),
});

describeGroup({
  title: "the real Maven 3.8",
  repositories: mavenRepositoriesForOld.map((repository) => ({ ...repository, id: `${repository.id}-3.8` })),
  setting: (context) => mavenSetting(context, "maven38"),
  maven: (context) => requireClient(context, "maven38"),
});

describeGroup({
  title: "all clients in RestoreUpstream",
  repositories: restoreRepositories,
  setting: (context) => {
    const { programs, environment = {} } = mavenSetting(context, "maven39");
    const others = [requireClient(context, "uv").path, requireClient(context, "cargo").path];
    return { task: "RestoreUpstream@1", programs: [...others, ...programs], environment };
  },
  maven: (context) => requireClient(context, "maven39"),
});
