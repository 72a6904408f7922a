import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClientMissing, findOnPath, keepFolder } from "./client-places.mjs";
import { client as cargo } from "./clients/cargo.mjs";
import { fetchMavenOf, findMaven, forgetDownloads, maven38, maven39 } from "./clients/maven.mjs";
import { fetchPipOf } from "./clients/pip.mjs";
import { fetchPoetryOf } from "./clients/poetry.mjs";
import { fetchUvOf, findPython } from "./clients/uv.mjs";
import { clientsFolder, report, runOrFail, StepError } from "./steps.mjs";

/** The last of each line, and those on both sides of what changed: publishing without a password came with 0.8.14. */
const uvVersions = [
  "0.4.30",
  "0.5.31",
  "0.6.17",
  "0.7.22",
  "0.8.0",
  "0.8.13",
  "0.8.14",
  "0.9.30",
  "0.10.12",
  "0.11.33",
  "0.12.24",
  "0.13.9",
];

/** The last of each line, and those on both sides of what changed: the keyring's program came with 23.1. */
const pipVersions = [
  "20.3.4",
  "21.3.1",
  "22.3.1",
  "23.0.1",
  "23.1",
  "24.0",
  "24.3.1",
  "25.3",
  "26.1.2",
  "26.2",
  "26.3",
];

/** The last of each line since the first that the task is for. */
const poetryVersions = ["1.8.5", "2.0.1", "2.1.4", "2.2.1", "2.3.4", "2.4.3", "2.5.1"];

/** tox with the plugin that has uv make its environments. */
const toxRequirements = ["tox==4.67.15", "tox-uv==1.37.1"];

/** The first with authenticated registries, two between, and beside them the machine's own. */
const cargoVersions = ["1.74.1", "1.78.0", "1.85.1"];

/** The last of each line that loads the extension, with the SHA-512 of its archive. */
const mavenVersions = {
  "3.3.9":
    "9b4b22aba67af48648c634e30edbb03de2a7742b7d4e58b3d637fcd20358a51ccb288dcbd473169a58b9322f7c8fbedcf5336b87d06460d0b20ce37d4c3948b0",
  "3.5.4":
    "2a803f578f341e164f6753e410413d16ab60fabe31dc491d1fe35c984a5cce696bc71f57757d4538fe7738be04065a216f3ebad4ef7e0ce1bb4c51bc36d6be86",
  "3.6.3":
    "c35a1803a6e70a126e80b2b3ae33eed961f83ed74d18fcd16909b2d44d7dada3203f1ffe726c17ef8dcca2dcaa9fca676987befeadc9b9f759967a8cb77181c0",
  [maven38.version]: maven38.sha512,
  [maven39.version]: maven39.sha512,
  "4.0.0-rc-5":
    "942c19fb75ab7a5d2a11001e3d6c8c6214c81d2736ebc613243d22f7b4ab0404092d47511317d767e8f22a1c634a3762cc7e6b4b6693580ac86e73c0bed1bee2",
};

/**
 * Fetches the clients of `npm run test:versions` from the registries that this machine is set up for, and writes
 * `.clients/versions.json`: by client `{ version, path, home? }`, or `{ version, reason }` for one that cannot be had.
 */
export async function obtainVersions() {
  const machine = await findMaven();
  const record = {
    uv: await obtainEach(uvVersions, "uv", (version) => fetchUvOf(version)),
    pip: await obtainEach(pipVersions, "pip", fetchPipOf),
    poetry: await obtainEach(poetryVersions, "poetry", (version) => fetchPoetryOf(version)),
    tox: await obtainEach([toxRequirements[0].split("==")[1]], "tox", fetchTox),
    cargo: [...(await obtainEach(cargoVersions, "cargo", fetchCargo)), ...(await machinesCargo())],
    maven: await obtainEach(Object.keys(mavenVersions), "maven", (version) =>
      fetchMavenOf(machine, version, mavenVersions[version]),
    ),
  };
  forgetDownloads();
  writeFileSync(join(clientsFolder, "versions.json"), `${JSON.stringify(record, null, 2)}\n`);
}

/** One after the other, as they share the cache of the program that fetches them. */
async function obtainEach(versions, name, get) {
  const entries = [];
  for (const version of versions) {
    const startedAt = performance.now();
    try {
      const { fetched, path, home } = await get(version);
      report(`${name} ${version}`, fetched ? "fetched" : "there", startedAt);
      entries.push({ version, path, home });
    } catch (error) {
      if (!(error instanceof ClientMissing || error instanceof StepError)) throw error;
      report(`${name} ${version}`, `not found: ${error.message}`, startedAt);
      entries.push({ version, reason: error.message });
    }
  }
  return entries;
}

/** By the machine's rustup, in a home of its own: the toolchain's own program, as rustup's proxy needs that home. */
async function fetchCargo(version) {
  const rustup = findOnPath("rustup");
  if (rustup === undefined) throw new ClientMissing("install rustup, which fetches the other versions");
  const { folder, fetched } = await keepFolder(`cargo-${version}`, async (target) => {
    const env = { ...process.env, RUSTUP_HOME: target };
    await runOrFail(rustup, ["toolchain", "install", version, "--profile", "minimal", "--no-self-update"], {
      env,
    });
    await runOrFail("sh", ["-c", `mv "$0"/toolchains/* "$0"/toolchain`, target]);
  });
  return { path: join(folder, "toolchain", "bin", "cargo"), fetched };
}

/** The machine's own, which is to be newer than those. */
async function machinesCargo() {
  try {
    const { version, path } = await cargo.obtain.cargo();
    return [{ version, path }];
  } catch (error) {
    if (!(error instanceof ClientMissing)) throw error;
    return [];
  }
}

/** In an environment of its own, called by its Python: the scripts in it name the folder that it was made in. */
async function fetchTox(version) {
  const { folder, fetched } = await keepFolder(`tox-${version}`, async (target) => {
    await runOrFail(await findPython(), ["-m", "venv", target]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await runOrFail(join(target, "bin", "python"), [...pip, ...toxRequirements]);
  });
  return { path: join(folder, "bin", "python"), fetched };
}
