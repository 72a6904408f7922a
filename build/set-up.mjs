import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findCargo, findCargoOnPath } from "./clients/cargo.mjs";
import { findJava } from "./clients/java.mjs";
import { fetchMaven, findMaven, forgetDownloads } from "./clients/maven.mjs";
import { fetchNode } from "./clients/node.mjs";
import { ClientMissing } from "./clients/places.mjs";
import { fetchUv, findUv } from "./clients/uv.mjs";
import { installPackages } from "./npm.mjs";
import { clientsFolder, isMain, report, root, runMain, runStep, StepError } from "./steps.mjs";

/**
 * Makes a bare clone ready: npm packages, then the clients that the feed is tried with, all inside the clone.
 * Writes what was found to `.clients/clients.json`; a client that cannot be had is named there and does not fail.
 */
export async function setUp() {
  await runStep("packages", installPackages);
  const pins = JSON.parse(readFileSync(resolve(root, "build/clients.json"), "utf8"));
  const missing = [];
  const found = Object.assign(
    {},
    ...(await Promise.all([
      obtain("uv", () => fetchUv(pins.uv), missing),
      obtain("cargo", findCargo, missing),
      obtain("java", findJava, missing),
      obtainNodes(pins, missing),
      obtainMavens(pins, missing),
    ])),
  );
  const onPath = { uv: await findUv(), cargo: await findCargoOnPath(), mvn: await findMaven() };
  mkdirSync(clientsFolder, { recursive: true });
  writeFileSync(
    join(clientsFolder, "clients.json"),
    JSON.stringify({ ...found, onPath, missing }, null, 2) + "\n",
  );
}

async function obtainNodes(pins, missing) {
  return {
    ...(await obtain("node20", () => fetchNode(pins.node20), missing)),
    ...(await obtain("node24", () => fetchNode(pins.node24), missing)),
  };
}

// One after the other: two Mavens that fill one local repository at once are not supported before Maven 3.9.
async function obtainMavens(pins, missing) {
  const machine = await findMaven();
  const mavens = {};
  for (const client of ["maven38", "maven39"]) {
    const fetch = () => fetchMaven(pins[client], pins.mavenDependencyPlugin, machine);
    Object.assign(mavens, await obtain(client, fetch, missing));
  }
  forgetDownloads();
  return mavens;
}

/** Gives `{ [client]: what get() gives }`, or `{}` with the reason added to `missing`; prints one line either way. */
async function obtain(client, get, missing) {
  const startedAt = performance.now();
  try {
    const { fetched, ...entry } = await get();
    const origin = fetched === undefined ? "on this machine" : fetched ? "fetched" : "there";
    report(client, `${entry.version} ${origin}`, startedAt);
    return { [client]: entry };
  } catch (error) {
    if (!(error instanceof ClientMissing || error instanceof StepError)) throw error;
    missing.push({ client, reason: error.message });
    report(`${client} not found:`, error.message, startedAt);
    return {};
  }
}

if (isMain(import.meta.url)) {
  await runMain(() => (process.argv[2] === "packages" ? runStep("packages", installPackages) : setUp()));
}
