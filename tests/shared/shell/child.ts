import { basename, dirname, join } from "node:path";
import type { AuthenticatingClient } from "../../../shared/core/client";
import { credentialsOf } from "../../../shared/core/credentials";
import { nothingCode } from "../../../shared/core/found-feeds";
import type { Identity } from "../../../shared/core/identity";
import { projectFolders, type Job } from "../../../shared/core/job";
import { info, type Effect } from "../../../shared/core/plan";
import { Problem } from "../../../shared/core/problem";
import { Secret } from "../../../shared/core/secret";
import { applyPlan, applyPlans } from "../../../shared/shell/apply";
import { readFiles } from "../../../shared/shell/read-files";
import { readJob } from "../../../shared/shell/read-job";
import { runFeeds } from "../../../shared/shell/run-feeds";
import { runTask } from "../../../shared/shell/run-task";
import { undoTask } from "../../../shared/shell/undo";
import { makeJob } from "../clients/planning";

/** What a test has this process do: each needs a process of its own, since the shell takes the environment over. */
export type Action =
  | {
      readonly action: "apply";
      readonly jobFolder: string;
      /** The folder that the journal names; by default the plan's own. */
      readonly stepFolder?: string;
      readonly effects: readonly Effect[];
      readonly environment?: Readonly<Record<string, string>>;
      /** What the job says of its platform. */
      readonly windows?: boolean;
      /** Passwords of a second identity, and of the plan's other credentials. */
      readonly secondPassword?: string;
      readonly otherPassword?: string;
      readonly purpose?: Job["purpose"];
    }
  | {
      readonly action: "apply-several";
      readonly stepFolder: string;
      readonly plans: readonly { readonly jobFolder: string; readonly effects: readonly Effect[] }[];
    }
  | { readonly action: "undo" }
  | { readonly action: "read-job"; readonly programs: readonly string[] }
  /** Each round is asked for once the one before has been read. */
  | { readonly action: "read-files"; readonly rounds: readonly (readonly string[])[] }
  | { readonly action: "run"; readonly outcome: "note" | "problem" | "defect" }
  /**
   * Each client's projects are the folders with a file of its name; its plan is decided by their texts. `dog+ant` is a
   * client dog that is authenticated as ant is, `elk@ant` a client elk of the projects that ant has.
   */
  | { readonly action: "run-feeds"; readonly clients: readonly string[] };

/** How a secret is written in an effect's value. */
const secretPrefix = "secret:";

function reviveSecret(effect: Effect): Effect {
  if (effect.kind !== "set-variable" || !String(effect.value).startsWith(secretPrefix)) return effect;
  const token = new Secret(String(effect.value).slice(secretPrefix.length));
  return { ...effect, value: token.map((text) => `Derived ${text}`) };
}

function roundsAdapter(rounds: readonly (readonly string[])[]): AuthenticatingClient {
  return {
    name: "test",
    programs: [],
    feeds: () => [],
    sources: (_job, read) => rounds.slice(0, read.size + 1).flat(),
    plan: () => ({ effects: [], notes: [], authenticated: 1 }),
  };
}

function outcomeAdapter(outcome: "note" | "problem" | "defect"): AuthenticatingClient {
  return {
    name: "test",
    programs: [],
    feeds: () => [],
    sources: () => [],
    plan: () => {
      if (outcome === "problem") throw new Problem("code", "found this\n##vso[task.x]", "do that");
      if (outcome === "defect") throw new TypeError("a defect");
      return {
        effects: [{ kind: "set-variable", name: "A", value: "1" }],
        notes: [info("first\n##vso[task.x]"), { level: "warning", text: "second" }],
        authenticated: 1,
      };
    },
  };
}

/** What a project's file says decides: a feed of ours, none, or something that fails. */
function toyClients(names: readonly string[]): Parameters<typeof runFeeds>[0] {
  const own = new Map(names.filter((name) => !/[+@]/.test(name)).map((name) => [name, toyClient(name)]));
  return names.flatMap((name) => {
    const [sharing = "", shared] = name.split("@");
    if (shared !== undefined) return [{ ...toyClient(sharing), detect: toyClient(shared).detect }];
    const [kin = "", owner = kin] = name.split("+");
    const known = own.get(owner);
    if (known === undefined || owner === kin) return known ?? [];
    return [{ ...toyClient(kin), authentication: known.authentication }];
  });
}

function toyClient(name: string): Parameters<typeof runFeeds>[0][number] {
  const filesOf = (job: Job): readonly string[] => projectFolders(job).map((folder) => join(folder, name));
  const authentication: AuthenticatingClient = {
    name,
    programs: [],
    feeds: () => [],
    sources: (job) => filesOf(job),
    plan: (job, read) => {
      const texts = filesOf(job).flatMap((path) => read.get(path) ?? []);
      if (texts.includes("malformed")) throw new Problem("toml-malformed", `${name} is malformed`, "Fix it.");
      if (texts.includes("defect")) throw new TypeError("a defect");
      const own = texts.filter((text) => text.startsWith("feed"));
      if (own.length === 0) throw new Problem(nothingCode, `${name} names no feed.`, "Name one.");
      const variable = `${name.toUpperCase()}_PLACE`;
      return {
        effects: [
          { kind: "write-file", path: join(job.jobFolder, "a"), text: own.join() },
          { kind: "set-variable", name: variable, value: job.jobFolder },
        ],
        notes: own.map((text) => info(`Authenticated: ${text}`)),
        authenticated: own.length,
      };
    },
  };
  return {
    name,
    authentication,
    looksFor: [`the file ${name}`],
    outputFolders: [".venv"],
    detect: (paths, read) =>
      paths
        .filter((path) => basename(path) === name && read(path) !== "other")
        .map((path) => ({ client: name, folder: path === name ? "" : dirname(path), manifest: path })),
  };
}

function secondIdentity(password: string | undefined): readonly Identity[] {
  if (password === undefined) return [];
  return [{ title: "a second", covers: () => false, credentials: credentialsOf("second", password) }];
}

function show(value: unknown): void {
  const plain = JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Map) return Object.fromEntries(part) as unknown;
    return part instanceof Secret ? part.expose() : part;
  });
  process.stdout.write(`${plain}\n`);
}

async function main(task: Action): Promise<void> {
  process.umask(0);
  switch (task.action) {
    case "apply": {
      const { identities, ...job } = makeJob({
        jobFolder: task.jobFolder,
        environment: task.environment ?? {},
        windows: task.windows ?? false,
        ...(task.purpose === undefined ? {} : { purpose: task.purpose }),
      });
      const others = task.otherPassword === undefined ? [] : [credentialsOf("other", task.otherPassword)];
      applyPlan(
        { effects: task.effects.map(reviveSecret), notes: [], authenticated: 1, others },
        { ...job, identities: [...identities, ...secondIdentity(task.secondPassword)] },
        task.stepFolder,
      );
      return;
    }
    case "apply-several":
      applyPlans(
        task.plans.map(({ jobFolder, effects }) => ({
          plan: { effects, notes: [], authenticated: 1 },
          job: makeJob({ jobFolder }),
        })),
        task.stepFolder,
      );
      return;
    case "undo":
      undoTask();
      return;
    case "read-job": {
      const job = await readJob({ ...roundsAdapter([]), programs: task.programs });
      show({
        ...job,
        credentials: {
          username: job.identities[0].credentials.username,
          token: job.identities[0].credentials.token.expose(),
        },
        proxy: job.proxy === undefined ? undefined : { ...job.proxy, password: job.proxy.password?.expose() },
      });
      return;
    }
    case "read-files":
      show(readFiles(roundsAdapter(task.rounds), makeJob()));
      return;
    case "run":
      await runTask(outcomeAdapter(task.outcome));
      return;
    case "run-feeds":
      await runFeeds(toyClients(task.clients));
      return;
    default:
      task satisfies never;
  }
}

main(JSON.parse(process.argv[2] ?? "") as Action).catch((error: unknown) => {
  process.exitCode = 1;
  process.stderr.write(error instanceof Problem ? `${error.code}: ${error.message}\n` : `${String(error)}\n`);
});
