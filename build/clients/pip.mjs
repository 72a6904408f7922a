import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findOnPath, keepFolder } from "../client-places.mjs";
import { root, run, runOrFail } from "../steps.mjs";
import { findPython } from "./uv.mjs";

/**
 * How the set-up has pip, and what asks as it does: each in an environment of its own, called by its
 * Python, since scripts name the folder that they were made in. What each is made of is in build/clients/pip, with hashes.
 */
export const client = {
  obtain: {
    pip20: () => fetchEnvironment("pip", "pip-20.3.4"),
    pip23: () => fetchEnvironment("pip", "pip-23.1"),
    pip: () => fetchEnvironment("pip", "pip-26.3"),
    pipenv: () => fetchEnvironment("pipenv"),
    pdm: () => fetchEnvironment("pdm"),
    tox: () => fetchEnvironment("tox"),
  },
  onPath: { pip: findPip },
};

/** The machine's own pip, which its Python runs and is a program too: `{ path, version }`, or undefined. */
async function findPip() {
  const path = findOnPath("python3");
  if (path === undefined || findOnPath("pip") === undefined) return undefined;
  const version = /^pip (\S+)/.exec((await run(path, ["-m", "pip", "--version"])).output)?.[1];
  return version === undefined ? undefined : { path, version };
}

/** A Python with the packages of `build/clients/pip/<file>.txt`: `{ path, version, fetched }`. */
function fetchEnvironment(name, file = name) {
  const requirements = resolve(root, `build/clients/pip/${file}.txt`);
  const version = new RegExp(`^${name}==(\\S+)`, "m").exec(readFileSync(requirements, "utf8"))?.[1];
  return fetchInto(name, version, ["--require-hashes", "-r", requirements]);
}

/** A Python with a pip of any version: `{ path, version, fetched }`. */
export function fetchPipOf(version) {
  return fetchInto("pip", version, [`pip==${version}`]);
}

/** A Python with what is wanted, by the machine's pip. */
async function fetchInto(name, version, wanted) {
  const windows = process.platform === "win32";
  const python = windows ? join("Scripts", "python.exe") : join("bin", "python");
  const { folder, fetched } = await keepFolder(`${name}-${version}`, async (target) => {
    const machines = await findPython();
    await runOrFail(machines, ["-m", "venv", "--without-pip", target]);
    const words = ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"];
    const { output } = await run(join(target, python), words);
    const pip = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--no-compile",
      "--no-deps",
    ];
    const only = ["--only-binary", ":all:", "--target", output.trim()];
    await runOrFail(machines, [...pip, ...only, ...wanted]);
    // One that finds its Python beside itself, wherever the folder is moved.
    const program = `#!/bin/sh\nexec "\${0%/*}/python" -m ${name} "$@"\n`;
    if (!windows) writeFileSync(join(target, "bin", name), program, { mode: 0o755 });
  });
  return { path: join(folder, python), version, fetched };
}
