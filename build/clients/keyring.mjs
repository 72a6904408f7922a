import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, runOrFail } from "../steps.mjs";
import { keepFolder } from "../client-places.mjs";
import { findPython } from "./uv.mjs";

/** Python's keyring, what publishes by it, and the backend of Azure Artifacts, with their hashes, as pip reads them. */
const requirements = resolve(root, "build/clients/keyring.txt");

/** How the set-up has Python's keyring: `keyring` is a Python that runs it, and `twine`, as modules. */
export const client = { obtain: { keyring: fetchKeyring } };

/** An environment with the pinned versions: `{ path, version, fetched }`. It is moved, so its scripts lead nowhere. */
async function fetchKeyring() {
  const version = /^keyring==(\S+)/m.exec(readFileSync(requirements, "utf8"))?.[1];
  const scripts = process.platform === "win32" ? "Scripts" : "bin";
  const ending = process.platform === "win32" ? ".exe" : "";
  const { folder, fetched } = await keepFolder(`keyring-${version}`, async (target) => {
    await runOrFail(await findPython(), ["-m", "venv", target]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
    await runOrFail(join(target, scripts, `python${ending}`), [
      ...pip,
      ...["--require-hashes", "-r", requirements],
    ]);
  });
  return { path: join(folder, scripts, `python${ending}`), version, fetched };
}
