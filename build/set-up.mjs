import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ClientMissing } from "./client-places.mjs";
import { installPackages } from "./npm.mjs";
import { clientsFolder, isMain, report, root, runMain, runStep, StepError } from "./steps.mjs";

/**
 * Makes a bare clone ready: npm packages, then the clients that the feed is tried with, all inside the clone.
 * Writes what was found to `.clients/clients.json`; a client that cannot be had is named there and does not fail.
 */
export async function setUp() {
  await runStep("packages", installPackages);
  const missing = [];
  const clients = await readClients();
  const found = await Promise.all(clients.map((client) => obtainAll(client, missing)));
  const onPath = await Promise.all(clients.map((client) => findOnPath(client)));
  const record = { ...Object.assign({}, ...found), onPath: Object.assign({}, ...onPath), missing };
  mkdirSync(clientsFolder, { recursive: true });
  writeFileSync(join(clientsFolder, "clients.json"), JSON.stringify(record, null, 2) + "\n");
}

/**
 * What every file in `build/clients` exports as `client`:
 * `obtain` gives by name what gets an entry, `{ path or home, version, fetched? }`, or throws a ClientMissing;
 * `onPath` gives by name what finds the machine's own, or undefined;
 * `finish` is called once all of them are obtained.
 */
async function readClients() {
  const folder = resolve(root, "build/clients");
  const files = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
  const modules = await Promise.all(files.map((name) => import(`./clients/${name}`)));
  return modules.map(({ client }) => client);
}

/** Entries of one client one after the other: what they fetch by may be one program with one cache. */
async function obtainAll({ obtain, finish }, missing) {
  const entries = {};
  for (const [name, get] of Object.entries(obtain)) {
    Object.assign(entries, await obtainEntry(name, get, missing));
  }
  finish?.();
  return entries;
}

async function findOnPath({ onPath = {} }) {
  const entries = await Promise.all(Object.entries(onPath).map(async ([name, find]) => [name, await find()]));
  return Object.fromEntries(entries);
}

/** Gives `{ [client]: what get() gives }`, or `{}` with the reason added to `missing`; prints one line either way. */
async function obtainEntry(client, get, missing) {
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
