import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Meter } from "../measuring/meter";
import type { Command } from "../measuring/sample";
import type { SizedPackages } from "./sized-packages";
import { writeProject, type ProjectFiles } from "./project-files";

/** A project that a client restores through a feed, and how the client alone does it. */
export interface RestoreProject {
  readonly client: "uv" | "cargo";
  readonly folder: string;
  /** Its files with the lock file. */
  readonly sources: ProjectFiles;
  readonly bare: Command;
  /** Removes what a restore leaves: caches and the project's environment. */
  clean(): Promise<void>;
}

/** Where the client finds the feed and itself. */
export interface RestorePlace {
  readonly folder: string;
  readonly meter: Meter;
  readonly feedRoot: string;
  readonly token: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A locked project of uv, whose own index is the feed, so that the task runs what is run beside it: `uv sync --frozen`.
 * @throws Error when uv cannot lock it.
 */
export async function uvRestore(packages: SizedPackages, place: RestorePlace): Promise<RestoreProject> {
  const folder = join(place.folder, "uv");
  const files = packages.uvProject(`${place.feedRoot}pypi/simple/`);
  await writeProject(folder, files);
  const cache = join(place.folder, "uv-cache");
  const environment = {
    ...place.environment,
    ...{ UV_CACHE_DIR: cache, UV_INDEX_FEED_USERNAME: "feed", UV_INDEX_FEED_PASSWORD: place.token },
    NO_COLOR: "1",
  };
  const command = (...words: readonly string[]): Command => ({
    argv: ["/usr/bin/env", "uv", ...words],
    workingDirectory: folder,
    environment,
  });
  await runOnce(place.meter, command("lock"));
  const clean = (): Promise<void> => removeAll(cache, join(folder, ".venv"));
  const sources = { ...files, "uv.lock": await readFile(join(folder, "uv.lock"), "utf8") };
  return { client: "uv", folder, sources, bare: command("sync", "--frozen"), clean };
}

/**
 * A locked project of Cargo with the feed in the place of the public registry, as the task puts it.
 * @throws Error when Cargo cannot lock it.
 */
export async function cargoRestore(packages: SizedPackages, place: RestorePlace): Promise<RestoreProject> {
  const folder = join(place.folder, "cargo");
  await writeProject(folder, packages.cargoProject);
  const home = join(place.folder, "cargo-home");
  const environment = {
    ...place.environment,
    CARGO_HOME: home,
    CARGO_TERM_COLOR: "never",
    CARGO_TERM_PROGRESS_WHEN: "never",
    CARGO_REGISTRIES_FEED_TOKEN: `Basic ${Buffer.from(`feed:${place.token}`).toString("base64")}`,
    CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: "cargo:token",
  };
  const clean = async (): Promise<void> => {
    await removeAll(home);
    await mkdir(home, { recursive: true });
    const registry = `[registries.feed]\nindex = "sparse+${place.feedRoot}Cargo/index/"\n`;
    await writeFile(join(home, "config.toml"), `${registry}\n[source.crates-io]\nreplace-with = "feed"\n`);
  };
  const command = (...words: readonly string[]): Command => ({
    argv: ["/usr/bin/env", "cargo", ...words],
    workingDirectory: folder,
    environment,
  });
  await clean();
  await runOnce(place.meter, command("generate-lockfile"));
  const lock = await readFile(join(folder, "Cargo.lock"), "utf8");
  const sources = { ...packages.cargoProject, "Cargo.lock": lock };
  return { client: "cargo", folder, sources, bare: command("fetch", "--locked"), clean };
}

async function runOnce(meter: Meter, command: Command): Promise<void> {
  const { exitCode, outputEnd } = await meter.measure(command);
  if (exitCode !== 0) throw new Error(`${command.argv.join(" ")} ended with ${exitCode}: ${outputEnd}`);
}

async function removeAll(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { recursive: true, force: true });
}
