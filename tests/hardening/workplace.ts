import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AgentRun, PipelineRecord } from "../../sandbox/agent/agent-run";
import { runPipeline } from "../../sandbox/agent/run-pipeline";
import { startFeed, type Role, type RunningFeed } from "../../sandbox/feed/start-feed";
import type { OrganizationDefinition } from "../../sandbox/feed/world/definition";
import type { Clients } from "../clients/found-clients";
import { fixtureWorld, project } from "../e2e/fixture-world";

/** One job on an agent of its own. */
export interface WorkplaceJob {
  /** The pipeline file. */
  readonly steps: string;
  readonly sources: Readonly<Record<string, string>>;
  /** Whose token the job has: a name that the workplace was opened with. */
  readonly identity?: string;
  /** Absolute paths of programs on PATH, beside those of every system. */
  readonly programs?: readonly string[];
  /** What the agent has in its environment besides; a function is given the job's folder. */
  readonly environment?:
    Readonly<Record<string, string>> | ((folder: string) => Readonly<Record<string, string>>);
  readonly variables?: AgentRun["variables"];
  /** The home of the agent's user; its own and empty by default. */
  readonly home?: string;
  /** The folder of an earlier job, whose agent this job runs on. */
  readonly folder?: string;
  /** Where the job finds the feed's server, when something stands between: `http://127.0.0.1:<port>/`. */
  readonly serverUrl?: string;
  /** A program in the place of node. */
  readonly node?: string;
  readonly handler?: "Node20_1" | "Node24";
  readonly signal?: AbortSignal;
  /** Told each text of the masked console, and the job's folder. */
  readonly onOutput?: (text: string, folder: string) => void;
  /** Told before the job starts. */
  readonly onFolder?: (folder: string) => void;
}

/** What came of it. `folder` holds `sources`, `work` and, where it is the job's own, `home`. */
export interface Finished extends PipelineRecord {
  readonly folder: string;
}

/** Somebody whose token jobs have; without a role the feed knows the token and allows nothing. */
export interface Worker {
  readonly name: string;
  readonly role?: Role;
}

/** The feed `fiber` of a collection of the Server, and agents that reach it by plain http. */
export class Workplace {
  readonly feed: RunningFeed;
  readonly folder: string;
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #nodes: Pick<Clients, "node20" | "node24">;
  #count = 0;

  private constructor(
    feed: RunningFeed,
    folder: string,
    tokens: ReadonlyMap<string, string>,
    nodes: Pick<Clients, "node20" | "node24">,
  ) {
    this.feed = feed;
    this.folder = folder;
    this.#tokens = tokens;
    this.#nodes = nodes;
  }

  /** Beside the workers there are `build`, who may do all, and `unknown`, whose token no feed knows. */
  static async open(
    nodes: Pick<Clients, "node20" | "node24">,
    workers: readonly Worker[] = [],
  ): Promise<Workplace> {
    const folder = mkdtempSync(join(tmpdir(), "feedpass-work-"));
    const names = ["build", "unknown", ...workers.map(({ name }) => name)];
    const tokens = new Map(names.map((name) => [name, jobToken()]));
    const job = tokens.get("build") ?? "";
    const world = fixtureWorld(join(folder, "upstreams"), { job, contoso: jobToken() });
    const feed = await startFeed({
      organizations: world
        .filter(({ kind }) => kind === "server")
        .map((organization) => withWorkers(organization, workers, tokens)),
      idleStopSeconds: 600,
    });
    return new Workplace(feed, folder, tokens, nodes);
  }

  async close(): Promise<void> {
    await this.feed.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  token(identity = "build"): string {
    const token = this.#tokens.get(identity);
    if (token === undefined) throw new Error(`nobody is called ${identity}`);
    return token;
  }

  /** An address of the feed: `pypi/simple/`, `Cargo/index/`, `maven/v1`. */
  address(path: string, feed = "fiber"): string {
    return `${this.feed.serverUrl}DefaultCollection/Fabrikam%20Fiber/_packaging/${feed}/${path}`;
  }

  async run(job: WorkplaceJob): Promise<Finished> {
    this.#count += 1;
    const folder = job.folder ?? join(this.folder, `job-${this.#count}`);
    const home = job.home ?? join(folder, "home");
    writeFiles(join(folder, "sources"), job.sources);
    mkdirSync(home, { recursive: true });
    const pipelineFile = join(folder, "azure-pipelines.yml");
    writeFileSync(pipelineFile, job.steps);
    job.onFolder?.(folder);
    const { environment = {}, onOutput } = job;
    const more = typeof environment === "function" ? environment(folder) : environment;
    const record = await runPipeline({
      pipelineFile,
      sources: join(folder, "sources"),
      extensions: [join(__dirname, "..", "..", "feedpass.vsix")],
      workFolder: join(folder, "work"),
      nodes: { node20_1: this.#nodes.node20.path, node24: job.node ?? this.#nodes.node24.path },
      node24Handler: job.handler === "Node20_1" ? "off" : "on",
      environment: { ...machine(job.programs ?? [], home), ...more },
      server: this.#server(job),
      ...(job.variables === undefined ? {} : { variables: job.variables }),
      ...(job.signal === undefined ? {} : { signal: job.signal }),
      ...(onOutput === undefined
        ? {}
        : {
            output: {
              write: (text: string) => {
                onOutput(text, folder);
              },
            },
          }),
    });
    return { ...record, folder };
  }

  #server({ identity, serverUrl = this.feed.serverUrl }: WorkplaceJob): AgentRun["server"] {
    return {
      collectionUri: `${serverUrl}DefaultCollection/`,
      serverType: "OnPremises",
      accessToken: this.token(identity),
      project,
      projectId: this.feed.ids.project("DefaultCollection", project) ?? "",
      collectionId: this.feed.ids.organization("DefaultCollection") ?? "",
    };
  }
}

function withWorkers(
  organization: OrganizationDefinition,
  workers: readonly Worker[],
  tokens: ReadonlyMap<string, string>,
): OrganizationDefinition {
  if (organization.name !== "DefaultCollection") return organization;
  const identities = workers.map(({ name }) => ({
    name,
    displayName: `${name} of Fabrikam Fiber`,
    token: tokens.get(name) ?? "",
  }));
  const roles = Object.fromEntries(
    workers.flatMap(({ name, role }) => (role === undefined ? [] : [[name, role] as const])),
  );
  return {
    ...organization,
    identities: [...organization.identities, ...identities],
    feeds: organization.feeds.map((feed) =>
      feed.name === "fiber" ? { ...feed, roles: { ...feed.roles, ...roles } } : feed,
    ),
  };
}

/** Clients give up at once, so that a feed that fails does not keep a test. */
function machine(programs: readonly string[], home: string): Readonly<Record<string, string>> {
  return {
    PATH: [...programs.map((program) => dirname(program)), dirname(python()), "/usr/bin", "/bin"].join(":"),
    HOME: home,
    LANG: "C.UTF-8",
    UV_PYTHON: python(),
    UV_PYTHON_DOWNLOADS: "never",
    UV_HTTP_RETRIES: "0",
    CARGO_NET_RETRY: "0",
    MAVEN_OPTS: `-Duser.home=${home} -XX:+UseSerialGC -XX:TieredStopAtLevel=1`,
  };
}

/** A token of the form and length that Azure Pipelines gives. */
function jobToken(): string {
  return [36, 560, 256].map((length) => randomBytes(length).toString("base64url")).join(".");
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

let pythonFound: string | undefined;

/** The real interpreter behind `python3`, since a shim would look for its versions in the home. */
function python(): string {
  pythonFound ??= execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  return pythonFound;
}
