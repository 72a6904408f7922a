import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, run, runOrFail } from "../steps.mjs";
import { ClientMissing, findOnPath, keepFolder } from "../client-places.mjs";
import { findPython } from "./uv.mjs";

/** What Poetry 2 needs, and its last 1.8 too. */
const oldestPython = [3, 10];

/** How the set-up has Poetry: the oldest that the task is for, and the newest. */
export const client = {
  obtain: { poetry18: () => fetchPoetry("1.8.5"), poetry: () => fetchPoetry("2.5.1") },
  onPath: { poetry: findPoetry },
};

/** A Poetry with all that it needs, as pinned beside this file: `{ path, version, fetched }`. */
function fetchPoetry(version) {
  const pinned = resolve(root, `build/clients/poetry-${version}.txt`);
  return fetchPoetryOf(version, ["--no-deps", "--require-hashes", "-r", pinned]);
}

/** A Poetry of any version, with what it asks for today: `{ path, version, fetched }`. */
export async function fetchPoetryOf(version, wanted = [`poetry==${version}`]) {
  const { folder, fetched } = await keepFolder(`poetry-${version}`, async (target) => {
    const python = await findRecentPython();
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    const only = ["--only-binary", ":all:", "--no-compile"];
    await runOrFail(python, [...pip, ...only, "--target", join(target, "lib"), ...wanted]);
    await writeProgram(target, python);
  });
  const path = join(folder, "bin", process.platform === "win32" ? "poetry.cmd" : "poetry");
  return { path, version, fetched };
}

/** pip's own programs look for their packages where pip is; ours, beside themselves, and hand no path on to others. */
async function writeProgram(target, python) {
  const { output } = await run(python, ["-c", "import sys; print(sys.executable)"]);
  const interpreter = output.trim();
  const text = `#!${interpreter}
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
from poetry.console.application import main
sys.exit(main())
`;
  mkdirSync(join(target, "bin"), { recursive: true });
  writeFileSync(join(target, "bin", "poetry"), text);
  chmodSync(join(target, "bin", "poetry"), 0o755);
  if (process.platform === "win32")
    writeFileSync(join(target, "bin", "poetry.cmd"), `@"${interpreter}" "%~dp0poetry" %*\r\n`);
}

async function findRecentPython() {
  const python = await findPython();
  const { output } = await run(python, ["-c", "import sys; print(*sys.version_info[:2])"]);
  const [major = 0, minor = 0] = output.trim().split(" ").map(Number);
  if (major > oldestPython[0] || (major === oldestPython[0] && minor >= oldestPython[1])) return python;
  throw new ClientMissing(`install Python ${oldestPython.join(".")} or later, with pip`);
}

/** The poetry on PATH: `{ path, version }`, or undefined. */
async function findPoetry() {
  const path = findOnPath("poetry");
  if (path === undefined) return undefined;
  const version = /version (\S+?)\)/.exec((await run(path, ["--version"])).output)?.[1];
  return version === undefined ? undefined : { path, version };
}
