import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { runPipeline, type PipelineRecord } from "../../sandbox/agent/run-pipeline";
import { pythonWheel } from "../../sandbox/feed/protocols/pypi/python-wheel";
import { pypiSeed } from "../../sandbox/feed/protocols/pypi/seed";
import type { PypiUpstream } from "../../sandbox/feed/protocols/pypi/upstream/pypi-upstream";
import { rustCrate } from "../../sandbox/feed/protocols/cargo/rust-crate";
import type { CargoUpstream } from "../../sandbox/feed/protocols/cargo/upstream/cargo-upstream";
import { writeZip } from "../../sandbox/feed/archives/zip-archive";
import { startFeed, type RequestRecord, type Role, type RunningFeed } from "../../sandbox/feed/start-feed";
import { UpstreamDown, type UpstreamRegistry } from "../../sandbox/feed/upstream/upstream-registry";
import type { FeedDefinition, OrganizationDefinition } from "../../sandbox/feed/world/definition";
import type { Clients } from "../clients/found-clients";

/** What the world of a test is. */
export interface WorldOptions {
  readonly visibility?: "private" | "public";
  readonly role?: Role;
  /** What a Reader gets for what only an upstream source has; 403 when absent. */
  readonly unsavedStatus?: 401 | 403 | 404;
  /** Upstream packages `up-1` … `up-n`, of both protocols. */
  readonly packages?: number;
  /** Names of Python packages that the feed has an own version 0.1 of, which blocks those of upstream. */
  readonly blocked?: readonly string[];
  readonly upstreamIsDown?: boolean;
  readonly maven?: UpstreamRegistry;
  /** The role in a second feed of the project, `second`, with the same upstream sources; absent: there is none. */
  readonly secondRole?: Role;
  /** How the service answers, where that is not the usual. */
  readonly service?: Pick<FeedDefinition, "firstAnswer" | "savesWhen"> &
    Pick<OrganizationDefinition, "release">;
  /** A wheel of the project `uv`, by its file name, whose program does what this shell script says. */
  readonly uvWheel?: { readonly file: string; readonly version: string; readonly script: string };
}

/** What one run has beyond the pipeline, the sources and the programs. */
export interface RunOptions {
  readonly handler?: "Node20_1" | "Node24";
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onOutput?: (text: string) => void;
}

export interface RestoreOutcome extends PipelineRecord {
  readonly requests: readonly RequestRecord[];
  readonly sources: string;
  readonly folder: string;
}

export const identity = "Fabrikam Fiber Build Service (fabrikam)";

/** A feed with upstream sources on the Server face, and agents that reach it. */
export class Machine {
  readonly feed: RunningFeed;
  readonly token: string;
  readonly #folder: string;
  readonly #clients: Pick<Clients, "node20" | "node24">;
  #runs = 0;

  private constructor(
    feed: RunningFeed,
    token: string,
    folder: string,
    clients: Pick<Clients, "node20" | "node24">,
  ) {
    this.feed = feed;
    this.token = token;
    this.#folder = folder;
    this.#clients = clients;
  }

  static async open(
    clients: Pick<Clients, "node20" | "node24">,
    options: WorldOptions = {},
  ): Promise<Machine> {
    const token = randomBytes(60).toString("base64url");
    const visibility = options.visibility ?? "private";
    const { release, ...ways } = options.service ?? {};
    const feed = await startFeed({
      organizations: [
        {
          name: "DefaultCollection",
          kind: "server",
          ...(release && { release }),
          projects: [{ name: "Fiber", visibility }],
          identities: [{ name: "build", displayName: identity, token }],
          feeds: feedsOf(options, visibility).map((feed) => ({ ...feed, ...ways })),
        },
      ],
      idleStopSeconds: 600,
    });
    return new Machine(feed, token, mkdtempSync(join(tmpdir(), "feedpass-restore-")), clients);
  }

  async close(): Promise<void> {
    await this.feed.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** An address of a feed: `pypi/simple/`, `Cargo/index/`, `maven/v1`. */
  address(path: string, feed = "fiber"): string {
    return `${this.feed.serverUrl}DefaultCollection/Fiber/_packaging/${feed}/${path}`;
  }

  /** Files that a feed has from upstream, by package name, sorted. */
  saved(feed = "fiber"): readonly string[] {
    const files = this.feed.saved("DefaultCollection", feed).filter(({ upstream }) => upstream !== undefined);
    return files.map(({ protocol, name, version }) => `${protocol} ${name} ${version}`).sort();
  }

  async run(
    pipeline: string,
    sources: Readonly<Record<string, string>>,
    programs: readonly string[],
    more: RunOptions = {},
  ): Promise<RestoreOutcome> {
    this.#runs += 1;
    const folder = join(this.#folder, `run-${this.#runs}`);
    for (const [path, text] of Object.entries({ ...sources, "../azure-pipelines.yml": pipeline })) {
      mkdirSync(dirname(join(folder, "sources", path)), { recursive: true });
      writeFileSync(join(folder, "sources", path), text);
    }
    mkdirSync(join(folder, "home"));
    this.feed.clearRequests();
    const record = await runPipeline({
      pipelineFile: join(folder, "azure-pipelines.yml"),
      sources: join(folder, "sources"),
      extensions: [join(__dirname, "..", "..", "feedpass.vsix")],
      workFolder: join(folder, "work"),
      containersFolder: join(this.#folder, `containers-${this.#runs}`),
      nodes: { node20_1: this.#clients.node20.path, node24: this.#clients.node24.path },
      node24Handler: more.handler === "Node20_1" ? "off" : "on",
      ...(more.signal === undefined ? {} : { signal: more.signal }),
      ...(more.onOutput === undefined ? {} : { output: { write: more.onOutput } }),
      environment: { ...machineEnvironment(programs, join(folder, "home")), ...more.environment },
      server: {
        collectionUri: `${this.feed.serverUrl}DefaultCollection/`,
        serverType: "OnPremises",
        accessToken: this.token,
        project: "Fiber",
        projectId: this.feed.ids.project("DefaultCollection", "Fiber") ?? "",
        collectionId: this.feed.ids.organization("DefaultCollection") ?? "",
      },
    });
    return { ...record, requests: this.feed.requests(), folder, sources: join(folder, "work", "1", "s") };
  }
}

function machineEnvironment(programs: readonly string[], home: string): Readonly<Record<string, string>> {
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  return {
    PATH: [...programs.map((program) => dirname(program)), "/usr/bin", "/bin"].join(":"),
    HOME: home,
    LANG: "C.UTF-8",
    UV_PYTHON: python,
    UV_PYTHON_DOWNLOADS: "never",
    MAVEN_OPTS: `-Duser.home=${home}`,
  };
}

function feedsOf(options: WorldOptions, visibility: "private" | "public"): readonly FeedDefinition[] {
  const first = fiber(options, visibility);
  const { secondRole } = options;
  return secondRole === undefined
    ? [first]
    : [first, { ...first, name: "second", roles: { build: secondRole }, packages: [] }];
}

function fiber(options: WorldOptions, visibility: "private" | "public"): FeedDefinition {
  const count = options.packages ?? 3;
  const upstreams = [
    { name: "Python upstream", registry: pythonUpstream(count, options) },
    { name: "Rust upstream", registry: rustUpstream(count, options.upstreamIsDown === true) },
    ...(options.maven === undefined ? [] : [{ name: "Maven upstream", registry: options.maven }]),
  ];
  const packages = (options.blocked ?? []).map((name) => {
    const module = name.replaceAll("-", "_");
    const wheel = pythonWheel({ name, version: "0.1", modules: { [module]: "" } });
    return pypiSeed({ name, version: "0.1", ...wheel });
  });
  return {
    name: "fiber",
    project: "Fiber",
    visibility,
    roles: { build: options.role ?? "collaborator" },
    ...(options.unsavedStatus === undefined ? {} : { unsavedStatus: options.unsavedStatus }),
    upstreams,
    packages,
  };
}

/** The wheel of an upstream Python package, `up-2` version 1.0.2. */
export function wheel(number: number): {
  readonly file: string;
  readonly content: Buffer;
  readonly version: string;
  readonly sha256: string;
} {
  const version = `1.0.${number}`;
  const made = pythonWheel({
    name: `up-${number}`,
    version,
    modules: { [`up_${number}`]: `NUMBER = ${number}\n` },
  });
  return { ...made, version, sha256: createHash("sha256").update(made.content).digest("hex") };
}

function crate(number: number): ReturnType<typeof rustCrate> {
  return rustCrate({
    name: `up-${number}`,
    version: `1.0.${number}`,
    source: `pub const NUMBER: u32 = ${number};\n`,
  });
}

function numberOf(name: string, count: number): number | undefined {
  const number = Number(/^up-(\d+)$/.exec(name)?.[1] ?? "0");
  return number >= 1 && number <= count ? number : undefined;
}

function pythonUpstream(count: number, options: WorldOptions): PypiUpstream {
  const isDown = options.upstreamIsDown === true;
  const uv =
    options.uvWheel === undefined ? undefined : { ...options.uvWheel, content: uvWheel(options.uvWheel) };
  return {
    kind: "pypi",
    location: "https://python.example/simple/",
    files: (name) => {
      if (isDown) throw new UpstreamDown("down");
      if (name === "uv" && uv !== undefined) {
        const sha256 = createHash("sha256").update(uv.content).digest("hex");
        return Promise.resolve([{ filename: uv.file, version: uv.version, sha256 }]);
      }
      const number = numberOf(name, count);
      if (number === undefined) return Promise.resolve(undefined);
      const { file, version, sha256 } = wheel(number);
      const yanked = number === 3 ? { yanked: "broken" } : {};
      return Promise.resolve([{ filename: file, version, sha256, ...yanked }]);
    },
    open: (name) => {
      if (isDown) throw new UpstreamDown("down");
      const content =
        name === "uv" && uv !== undefined ? uv.content : wheel(numberOf(name, count) ?? 0).content;
      return Promise.resolve(Readable.from([content]));
    },
  };
}

function uvWheel({ version, script }: NonNullable<WorldOptions["uvWheel"]>): Buffer {
  const stem = `uv-${version}`;
  return writeZip([
    {
      path: `${stem}.dist-info/METADATA`,
      content: Buffer.from(`Metadata-Version: 2.1\nName: uv\nVersion: ${version}\n`),
    },
    { path: `../../${stem}.data/scripts/uv`, content: Buffer.from("#!/bin/sh\nexit 9\n") },
    { path: `${stem}.data/scripts/uv`, content: Buffer.from(script) },
  ]);
}

function rustUpstream(count: number, isDown: boolean): CargoUpstream {
  return {
    kind: "cargo",
    location: "sparse+https://crates.example/",
    index: (name) => {
      if (isDown) throw new UpstreamDown("down");
      const number = numberOf(name, count);
      return Promise.resolve(number === undefined ? undefined : [JSON.stringify(crate(number).indexEntry)]);
    },
    open: (name) => {
      if (isDown) throw new UpstreamDown("down");
      return Promise.resolve(Readable.from([crate(numberOf(name, count) ?? 0).content]));
    },
  };
}

/**
 * pyproject.toml and uv.lock of a project that needs `up-1` … `up-n`; the lock pins the public registry's addresses.
 * @param feeds The address of a feed for each number that is locked to one: up to `_packaging/name/`.
 */
export function publicUvProject(
  numbers: readonly number[],
  feeds: ReadonlyMap<number, string> = new Map(),
): Readonly<Record<string, string>> {
  const packages = numbers.map((number) => {
    const { file, version, sha256, content } = wheel(number);
    const feed = feeds.get(number);
    const registry = feed === undefined ? "https://python.example/simple" : `${feed}pypi/simple/`;
    const folder =
      feed === undefined
        ? "https://files.python.example/packages"
        : `${feed}pypi/download/up-${number}/${version}`;
    return `[[package]]\nname = "up-${number}"\nversion = "${version}"\nsource = { registry = "${registry}" }\nwheels = [\n    { url = "${folder}/${file}", hash = "sha256:${sha256}", size = ${content.length} },\n]\n`;
  });
  const names = numbers.map((number) => `    { name = "up-${number}" },\n`).join("");
  const requires = numbers
    .map((number) => `    { name = "up-${number}", specifier = "==1.0.${number}" },\n`)
    .join("");
  return {
    "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = [${numbers
      .map((number) => `"up-${number}==1.0.${number}"`)
      .join(", ")}]\n\n[tool.uv]\npackage = false\n`,
    "uv.lock": `version = 1\nrevision = 3\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nversion = "1.0.0"\nsource = { virtual = "." }\ndependencies = [\n${names}]\n\n[package.metadata]\nrequires-dist = [\n${requires}]\n\n${packages.join("\n")}`,
  };
}

/**
 * A Cargo project that needs `up-1` … `up-n` of the public registry, with its lock file.
 * @param second The registry `second`, which the last one of them is locked to.
 */
export function cargoProject(numbers: readonly number[], second?: string): Readonly<Record<string, string>> {
  const isSecond = (number: number): boolean => second !== undefined && number === numbers.at(-1);
  const dependencies = numbers
    .map((number) =>
      isSecond(number)
        ? `up-${number} = { version = "=1.0.${number}", registry = "second" }\n`
        : `up-${number} = "=1.0.${number}"\n`,
    )
    .join("");
  const locked = numbers.map((number) => {
    const sum = (crate(number).indexEntry as { cksum: string }).cksum;
    const source = isSecond(number)
      ? `sparse+${second ?? ""}`
      : "registry+https://github.com/rust-lang/crates.io-index";
    return `[[package]]\nname = "up-${number}"\nversion = "1.0.${number}"\nsource = "${source}"\nchecksum = "${sum}"\n`;
  });
  const own = `[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = [\n${numbers.map((number) => ` "up-${number}",\n`).join("")}]\n`;
  return {
    "Cargo.toml": `[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\n${dependencies}`,
    "Cargo.lock": `version = 4\n\n${[own, ...locked].join("\n")}`,
    "src/main.rs": "fn main() {}\n",
    ...(second === undefined
      ? {}
      : { ".cargo/config.toml": `[registries.second]\nindex = "sparse+${second}"\n` }),
  };
}
