import { join, resolve } from "node:path";
import { root, run, runOrFail } from "../steps.mjs";
import { ClientMissing, findOnPath, keepFolder } from "./places.mjs";

/** The pinned uv, by the machine's pip and its index: `{ path, version, fetched }`. */
export async function fetchUv({ version, requirements }) {
  const { folder, fetched } = await keepFolder(`uv-${version}`, async (target) => {
    const python = await findPython();
    const pip = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--no-deps",
      "--require-hashes",
    ];
    await runOrFail(python, [
      ...pip,
      "--only-binary",
      ":all:",
      "--target",
      target,
      "-r",
      resolve(root, requirements),
    ]);
  });
  const path = join(folder, "bin", process.platform === "win32" ? "uv.exe" : "uv");
  return { path, version, fetched };
}

/** The uv on PATH: `{ path, version }`, or undefined. */
export async function findUv() {
  const path = findOnPath("uv");
  if (path === undefined) return undefined;
  const version = /^uv (\S+)/.exec((await run(path, ["--version"])).output)?.[1];
  return version === undefined ? undefined : { path, version };
}

async function findPython() {
  for (const name of ["python3", "python"]) {
    const python = findOnPath(name);
    if (python !== undefined && (await run(python, ["-m", "pip", "--version"])).code === 0) return python;
  }
  throw new ClientMissing("install uv, or a Python 3 with pip, with which the set-up fetches uv");
}
