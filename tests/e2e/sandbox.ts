import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AgentRun, PipelineRecord } from "../../sandbox/agent/agent-run";
import { runPipeline } from "../../sandbox/agent/run-pipeline";
import { startFeed, type RequestRecord, type RunningFeed } from "../../sandbox/feed/start-feed";
import type { UpstreamRegistry } from "../../sandbox/feed/upstream/upstream-registry";
import type { Clients } from "../clients/found-clients";
import { fixtureWorld, project, type Tokens } from "./fixture-world";

/** The two handlers that every task has, by the name a test title shows. */
export const handlers = [
  ["Node 20", "Node20_1"],
  ["Node 24", "Node24"],
] as const;

export type Handler = (typeof handlers)[number][1];

export type Face = "services" | "server";

/** One pipeline to run: its steps as YAML, the repository as texts by path, and the machine it runs on. */
export interface Job {
  readonly steps: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly handler: Handler;
  readonly face?: Face;
  /** Of a Server: the origin that the agent was configured with, where it is not the feed's own. */
  readonly configuredOrigin?: string;
  /** Programs that the machine has on PATH, beside those of every system. */
  readonly programs: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly variables?: AgentRun["variables"];
  readonly token?: string;
  /** Files of the machine user's home. */
  readonly home?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Names of containers that its steps may name, each with what the machine is set up with and a home of its own. */
  readonly containers?: readonly string[];
}

/** What came of it. `folder` holds `sources`, `work` and `home`; `containers` those of the containers. */
export interface Outcome extends PipelineRecord {
  readonly requests: readonly RequestRecord[];
  readonly folder: string;
  readonly containers: string;
}

/** A feed, and machines that reach it: for one suite. */
export class Sandbox {
  readonly feed: RunningFeed;
  readonly tokens: Tokens;
  readonly #folder: string;
  readonly #clients: Pick<Clients, "node20" | "node24">;
  readonly #trustStore: { readonly file: string; readonly password: string } | undefined;
  #count = 0;

  private constructor(
    feed: RunningFeed,
    tokens: Tokens,
    folder: string,
    clients: Pick<Clients, "node20" | "node24">,
    trustStore: { readonly file: string; readonly password: string } | undefined,
  ) {
    this.feed = feed;
    this.tokens = tokens;
    this.#folder = folder;
    this.#clients = clients;
    this.#trustStore = trustStore;
  }

  static async open(clients: Pick<Clients, "node20" | "node24">, maven?: UpstreamRegistry): Promise<Sandbox> {
    const folder = mkdtempSync(join(tmpdir(), "feedpass-e2e-"));
    const tokens = { job: jobToken(), contoso: jobToken() };
    const feed = await startFeed({
      organizations: fixtureWorld(join(folder, "upstreams"), tokens, maven),
      services: { folder: join(folder, "authority") },
      idleStopSeconds: 900,
    });
    return new Sandbox(feed, tokens, folder, clients, await feed.authority?.javaTrustStore());
  }

  async close(): Promise<void> {
    await this.feed.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The address of a feed as the job's clients reach it. */
  address(face: Face, path: string): string {
    const root =
      face === "services"
        ? "https://pkgs.dev.azure.com/fabrikam/"
        : `${this.feed.serverUrl}DefaultCollection/`;
    return `${root}${path}`;
  }

  /** A settings.xml as the administrator of a machine behind the proxy would write it. */
  mavenProxySettings(): string {
    const proxy = new URL(this.feed.proxyUrl ?? "");
    return `<settings><proxies><proxy><id>machine</id><active>true</active><protocol>https</protocol><host>${proxy.hostname}</host><port>${proxy.port}</port></proxy></proxies></settings>`;
  }

  /** Runs the job on a machine with an empty home and empty caches, and checks that no token is left anywhere. */
  async run(job: Job): Promise<Outcome> {
    this.#count += 1;
    const folder = join(this.#folder, `run-${this.#count}`);
    writeFiles(join(folder, "sources"), job.sources);
    writeFiles(join(folder, "home"), job.home ?? {});
    const containers = join(this.#folder, `containers-${this.#count}`);
    const environment = { ...this.#machine(job, join(folder, "home")), ...job.environment };
    const pipelineFile = join(folder, "azure-pipelines.yml");
    writeFileSync(pipelineFile, resourcesOf(job, environment) + job.steps);
    this.feed.clearRequests();
    const record = await runPipeline({
      pipelineFile,
      sources: join(folder, "sources"),
      extensions: [join(__dirname, "..", "..", "feedpass.vsix")],
      workFolder: join(folder, "work"),
      nodes: { node20_1: this.#clients.node20.path, node24: this.#clients.node24.path },
      node24Handler: job.handler === "Node24" ? "on" : "off",
      ...{ environment, containersFolder: containers },
      server: this.#server(job),
      ...(job.variables === undefined ? {} : { variables: job.variables }),
      ...(job.face === "server" || this.feed.proxyUrl === undefined
        ? {}
        : { proxy: { url: this.feed.proxyUrl } }),
      ...(job.signal === undefined ? {} : { signal: job.signal }),
    });
    return { ...record, requests: this.feed.requests(), folder, containers };
  }

  #server(job: Job): AgentRun["server"] {
    const services = job.face !== "server";
    const organization = services ? "fabrikam" : "DefaultCollection";
    return {
      collectionUri: services
        ? "https://dev.azure.com/fabrikam/"
        : `${this.feed.serverUrl}DefaultCollection/`,
      ...(job.configuredOrigin === undefined ? {} : { configuredOrigin: job.configuredOrigin }),
      serverType: services ? "Hosted" : "OnPremises",
      accessToken: job.token ?? this.tokens.job,
      project,
      projectId: this.feed.ids.project(organization, project) ?? "",
      collectionId: this.feed.ids.organization(organization) ?? "",
    };
  }

  /** The environment of an agent on a machine behind a proxy, whose administrator made the clients trust its CA. */
  #machine(job: Job, home: string): Readonly<Record<string, string>> {
    const authority = this.feed.caFile ?? "";
    const programs = [
      ...job.programs.map((program) => dirname(program)),
      dirname(python().path),
      "/usr/bin",
      "/bin",
    ];
    const services = job.face !== "server";
    const store = services ? this.#trustStore : undefined;
    // Java takes the home from the account and not from HOME, so Maven would use the repository of whoever runs the tests.
    const options = [
      `-Duser.home=${home}`,
      ...(store === undefined
        ? []
        : [
            `-Djavax.net.ssl.trustStore=${store.file}`,
            `-Djavax.net.ssl.trustStorePassword=${store.password}`,
          ]),
    ];
    const proxied = {
      HTTPS_PROXY: this.feed.proxyUrl ?? "",
      SSL_CERT_FILE: authority,
      CARGO_HTTP_CAINFO: authority,
    };
    return {
      PATH: programs.join(":"),
      HOME: home,
      LANG: "C.UTF-8",
      UV_PYTHON: python().path,
      UV_PYTHON_DOWNLOADS: "never",
      MAVEN_OPTS: options.join(" "),
      ...(services ? proxied : {}),
    };
  }
}

function resourcesOf({ containers = [] }: Job, environment: Readonly<Record<string, string>>): string {
  const isOfHost = (name: string): boolean => name === "PATH" || name === "HOME";
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !isOfHost(name)));
  const list = containers.map((container) => ({ container, image: "debian", env }));
  return list.length === 0 ? "" : `resources: ${JSON.stringify({ containers: list })}\n`;
}

/** A token of the form and length that Azure Pipelines gives. */
function jobToken(): string {
  return [36, 560, 256].map((length) => randomBytes(length).toString("base64url")).join(".");
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

let pythonFound: { readonly path: string } | undefined;

/** The real interpreter behind `python3`, since a shim would look for its versions in the home. */
function python(): { readonly path: string } {
  pythonFound ??= {
    path: execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim(),
  };
  return pythonFound;
}
