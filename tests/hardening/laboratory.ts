import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { randomBytes } from "node:crypto";
import type { PipelineRecord } from "../../sandbox/agent/agent-run";
import { runPipeline } from "../../sandbox/agent/run-pipeline";
import { startFeed, type RunningFeed } from "../../sandbox/feed/start-feed";
import { createTestAuthority, type TestAuthority } from "../../sandbox/feed/tls/test-authority";
import type { UpstreamRegistry } from "../../sandbox/feed/upstream/upstream-registry";
import type { Clients, Maven } from "../clients/found-clients";
import { fixtureWorld, project } from "../e2e/fixture-world";
import { addressesOf, type Addresses, type Face, type RepositoryFiles } from "./hostile-repository";
import { Internet, type Arrival } from "./internet";

/** One job on a machine of its own. */
export interface Experiment {
  readonly face: Face;
  readonly files: (at: Addresses) => RepositoryFiles;
  /** The pipeline file. */
  readonly pipeline: (at: Addresses) => string;
  /** Absolute paths of the programs on PATH, beside those of every system. */
  readonly programs: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables of the machine that are not there. */
  readonly without?: readonly string[];
  readonly variables?: (at: Addresses) => Readonly<Record<string, string>>;
  /** A folder whose content is Maven's local repository at the start. */
  readonly mavenRepository?: string;
}

export interface Observation extends PipelineRecord {
  readonly arrivals: readonly Arrival[];
  readonly repositoryTunnels: readonly string[];
  /** Holds `sources`, `work` and `home`. */
  readonly folder: string;
}

/** Feeds of two organizations and two collections, and the machines, each with its own view of the world. */
export class Laboratory {
  readonly token: string;
  readonly folder: string;
  readonly feed: RunningFeed;
  readonly #nodes: Pick<Clients, "node20" | "node24">;
  readonly #trusted: TestAuthority;
  readonly #untrusted: TestAuthority;
  readonly #trustStore: string | undefined;
  #count = 0;

  private constructor(
    token: string,
    folder: string,
    feed: RunningFeed,
    nodes: Pick<Clients, "node20" | "node24">,
    authorities: { readonly trusted: TestAuthority; readonly untrusted: TestAuthority },
    trustStore: string | undefined,
  ) {
    this.token = token;
    this.folder = folder;
    this.feed = feed;
    this.#nodes = nodes;
    this.#trusted = authorities.trusted;
    this.#untrusted = authorities.untrusted;
    this.#trustStore = trustStore;
  }

  static async open(
    nodes: Pick<Clients, "node20" | "node24">,
    maven?: UpstreamRegistry,
  ): Promise<Laboratory> {
    const folder = mkdtempSync(join(tmpdir(), "feedpass-lab-"));
    const token = jobToken();
    const feed = await startFeed({
      organizations: fixtureWorld(join(folder, "upstreams"), { job: token, contoso: jobToken() }, maven),
      services: { folder: join(folder, "authority") },
      idleStopSeconds: 900,
    });
    if (feed.authority === undefined) throw new Error("the feed has no Services face");
    const untrusted = await createTestAuthority(join(folder, "untrusted"));
    const store = await feed.authority.javaTrustStore();
    return new Laboratory(token, folder, feed, nodes, { trusted: feed.authority, untrusted }, store?.file);
  }

  async close(): Promise<void> {
    await this.feed.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a job on a machine with an empty home, and writes down all that it asks of anyone. */
  async observe(experiment: Experiment): Promise<Observation> {
    this.#count += 1;
    const folder = join(this.folder, `job-${this.#count}`);
    const internet = await Internet.open(this.feed, this.#trusted, this.#untrusted);
    const store = await this.#untrusted.javaTrustStore();
    const at = addressesOf(internet, experiment.face, {
      untrustedAuthority: readFileSync(this.#untrusted.caFile, "utf8"),
      untrustedStore: store === undefined ? "" : readFileSync(store.file, "base64"),
    });
    try {
      writeFiles(join(folder, "sources"), experiment.files(at));
      mkdirSync(join(folder, "home"), { recursive: true });
      if (experiment.mavenRepository !== undefined)
        cpSync(experiment.mavenRepository, join(folder, "home", ".m2", "repository"), { recursive: true });
      writeFileSync(join(folder, "azure-pipelines.yml"), experiment.pipeline(at));
      const record = await this.#run(experiment, folder, internet, at);
      return {
        ...record,
        arrivals: internet.arrivals,
        repositoryTunnels: internet.repositoryTunnels,
        folder,
      };
    } finally {
      await internet.close();
    }
  }

  #run(experiment: Experiment, folder: string, internet: Internet, at: Addresses): Promise<PipelineRecord> {
    const services = experiment.face === "services";
    const organization = services ? "fabrikam" : "DefaultCollection";
    return runPipeline({
      pipelineFile: join(folder, "azure-pipelines.yml"),
      sources: join(folder, "sources"),
      extensions: [join(__dirname, "..", "..", "feedpass.vsix")],
      workFolder: join(folder, "work"),
      nodes: { node20_1: this.#nodes.node20.path, node24: this.#nodes.node24.path },
      environment: { ...this.#machine(experiment, folder, internet), ...experiment.environment },
      server: {
        collectionUri: services
          ? "https://dev.azure.com/fabrikam/"
          : `${internet.address("server")}/DefaultCollection/`,
        serverType: services ? "Hosted" : "OnPremises",
        accessToken: this.token,
        project,
        projectId: this.feed.ids.project(organization, project) ?? "",
        collectionId: this.feed.ids.organization(organization) ?? "",
      },
      ...(experiment.variables === undefined ? {} : { variables: experiment.variables(at) }),
      ...(services ? { proxy: { url: internet.address("proxy") } } : {}),
    });
  }

  /** A machine behind a proxy, whose administrator made the clients trust its CA, and told them to give up soon. */
  #machine(experiment: Experiment, folder: string, internet: Internet): Readonly<Record<string, string>> {
    const home = join(folder, "home");
    const services = experiment.face === "services";
    const proxy = internet.address("proxy");
    const store =
      this.#trustStore === undefined || !services
        ? []
        : [`-Djavax.net.ssl.trustStore=${this.#trustStore}`, "-Djavax.net.ssl.trustStorePassword=changeit"];
    const proxied = {
      HTTPS_PROXY: proxy,
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      NO_PROXY: "127.0.0.1,localhost",
      SSL_CERT_FILE: this.#trusted.caFile,
      PIP_CERT: this.#trusted.caFile,
      REQUESTS_CA_BUNDLE: this.#trusted.caFile,
      CARGO_HTTP_CAINFO: this.#trusted.caFile,
    };
    const all = {
      PATH: [
        ...experiment.programs.map((program) => dirname(program)),
        dirname(python()),
        "/usr/bin",
        "/bin",
      ].join(":"),
      HOME: home,
      LANG: "C.UTF-8",
      UV_PYTHON: python(),
      UV_PYTHON_DOWNLOADS: "never",
      UV_HTTP_RETRIES: "0",
      CARGO_NET_RETRY: "0",
      MAVEN_OPTS: [`-Duser.home=${home}`, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", ...store].join(" "),
      ...(services ? proxied : {}),
    };
    const { without = [] } = experiment;
    return Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
  }
}

/** A token of the form and length that Azure Pipelines gives. */
function jobToken(): string {
  return [36, 560, 256].map((length) => randomBytes(length).toString("base64url")).join(".");
}

function writeFiles(folder: string, files: RepositoryFiles): void {
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

const execute = promisify(execFile);

/**
 * A local repository with all that `mvn deploy` of a pom needs, fetched once for a Maven version. What says where the
 * files came from is taken out, so that Maven asks no one for them again.
 */
export async function warmMavenRepository(
  laboratory: Laboratory,
  maven: Maven,
  javaHome: string,
): Promise<string> {
  const folder = join(laboratory.folder, `maven-${maven.version}`);
  const repository = join(folder, "repository");
  const mirror = `${laboratory.feed.serverUrl}DefaultCollection/Fabrikam%20Fiber/_packaging/fiber/maven/v1`;
  writeFiles(folder, {
    "pom.xml":
      "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>warm</artifactId><version>1</version><packaging>pom</packaging></project>",
    "settings.xml": `<settings><servers><server><id>m</id><username>u</username><password>${laboratory.token}</password><configuration><httpConfiguration><all><usePreemptive>true</usePreemptive></all></httpConfiguration></configuration></server></servers><mirrors><mirror><id>m</id><url>${mirror}</url><mirrorOf>*</mirrorOf></mirror></mirrors></settings>`,
  });
  const to = `-DaltDeploymentRepository=w::default::file://${folder}/out`;
  const eager = "-Daether.connector.http.preemptiveAuth=true";
  await execute(
    maven.path,
    ["-B", "-q", "-ntp", "-s", "settings.xml", `-Dmaven.repo.local=${repository}`, to, eager, "deploy"],
    {
      cwd: folder,
      env: {
        PATH: process.env["PATH"],
        HOME: folder,
        JAVA_HOME: javaHome,
        MAVEN_OPTS: `-Duser.home=${folder}`,
      },
    },
  );
  for (const path of readdirSync(repository, { recursive: true, encoding: "utf8" }))
    if (
      /(?:_remote\.repositories|\.lastUpdated|resolver-status\.properties|maven-metadata-[^/]*)$/.test(path)
    )
      rmSync(join(repository, path));
  rmSync(join(repository, "g"), { recursive: true });
  return repository;
}
