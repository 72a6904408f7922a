import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rustCrate } from "../../feed/protocols/cargo/rust-crate";
import { crateRegistry } from "../../feed/protocols/cargo/upstream/crate-registry";
import { cargo as client } from "../../start/clients/cargo";
import { usualBounds, type BenchClient } from "../bench-client";
import { numbers, writeProject, type FeedAddress, type ProjectFiles } from "../projects/project-files";
import { removeAll, runOnce, type RestorePlace, type RestoreProject } from "../projects/restore-project";
import type { SizedPackage } from "../projects/sized-packages";
import { checksumOfCrates, lockedCrates } from "./cargo/many-crates";

export const cargo: BenchClient = {
  client,
  task: "AuthenticateCargo@1",
  ...usualBounds,
  project: projectWithRegistries,
  growths: [
    {
      what: "5 000 Cargo registries",
      count: 5000,
      seconds: { limit: 0.5, aim: 0.25 },
      project: projectWithRegistries,
    },
  ],
  restore: {
    registry: (packages) =>
      crateRegistry(
        packages.map(({ name, version, text }) => rustCrate({ name, version, source: `//# ${text}\n` })),
      ),
    prepare,
  },
  save: {
    locked: lockedCrates,
    feed: { script: join(__dirname, "cargo", "plain-crates.js"), words: () => [checksumOfCrates()] },
  },
};

function projectWithRegistries(count: number, address: FeedAddress): ProjectFiles {
  const registries = numbers(count).map(
    (n) => `[registries.feed-${n}]\nindex = "sparse+${address(n, "Cargo/index/")}"\n`,
  );
  return { ".cargo/config.toml": registries.join("\n") };
}

/** The feed stands in the place of the public registry, as the task puts it. */
async function prepare(packages: readonly SizedPackage[], place: RestorePlace): Promise<RestoreProject> {
  const folder = join(place.folder, "cargo");
  const files = { "Cargo.toml": manifest(packages), "src/lib.rs": "" };
  await writeProject(folder, files);
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
  const command = (...words: readonly string[]) => ({
    argv: ["/usr/bin/env", "cargo", ...words],
    workingDirectory: folder,
    environment,
  });
  await clean();
  await runOnce(place.meter, command("generate-lockfile"));
  const sources = { ...files, "Cargo.lock": await readFile(join(folder, "Cargo.lock"), "utf8") };
  return { folder, sources, bare: command("fetch", "--locked"), clean };
}

function manifest(packages: readonly SizedPackage[]): string {
  const needs = packages.map(({ name, version }) => `${name} = "=${version}"\n`).join("");
  return `[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\n${needs}`;
}
