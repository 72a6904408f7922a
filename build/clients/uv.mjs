import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, run, runOrFail } from "../steps.mjs";
import { ClientMissing, findOnPath, keepFolder } from "../client-places.mjs";

/** The one version and its hashes, as pip reads them. */
const requirements = resolve(root, "build/clients/uv.txt");

/** How the set-up has uv. */
export const client = { obtain: { uv: fetchUv }, onPath: { uv: findUv } };

/** The pinned uv: `{ path, version, fetched }`. */
async function fetchUv() {
  const version = /^uv==(\S+)/m.exec(readFileSync(requirements, "utf8"))?.[1];
  return fetchUvOf(version, ["--require-hashes", "-r", requirements]);
}

/** A uv of any version, by the machine's pip and its index: `{ path, version, fetched }`. */
export async function fetchUvOf(version, wanted = [`uv==${version}`]) {
  const { folder, fetched } = await keepFolder(`uv-${version}`, async (target) => {
    const python = await findPython();
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    await runOrFail(python, [...pip, "--only-binary", ":all:", "--target", target, ...wanted]);
  });
  const path = join(folder, "bin", process.platform === "win32" ? "uv.exe" : "uv");
  return { path, version, fetched };
}

/** The uv on PATH: `{ path, version }`, or undefined. */
async function findUv() {
  const path = findOnPath("uv");
  if (path === undefined) return undefined;
  const version = /^uv (\S+)/.exec((await run(path, ["--version"])).output)?.[1];
  return version === undefined ? undefined : { path, version };
}

/** The first Python of PATH that has pip; throws a ClientMissing where there is none. */
export async function findPython() {
  for (const name of ["python3", "python"]) {
    const python = findOnPath(name);
    if (python !== undefined && (await run(python, ["-m", "pip", "--version"])).code === 0) return python;
  }
  throw new ClientMissing("install uv, or a Python 3 with pip, with which the set-up fetches uv");
}
