import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../steps.mjs";
import { ClientMissing, findOnPath } from "../client-places.mjs";

/** How the set-up has Cargo, which is never fetched. */
export const client = { obtain: { cargo: findCargo }, onPath: { cargo: findCargoOnPath } };

/**
 * The machine's Cargo: `{ path, version }`, the toolchain's own program and not rustup's proxy, because the proxy
 * needs RUSTUP_HOME or HOME at every call and the tests give Cargo neither.
 */
async function findCargo() {
  const rustc = findOnPath("rustc");
  if (rustc === undefined)
    throw new ClientMissing("install Rust, with rustup or from your system's packages");
  if (!hasToolchains(rustc)) {
    throw new ClientMissing(
      `${rustc} is rustup's, whose toolchains are elsewhere than HOME says; set RUSTUP_HOME`,
    );
  }
  const { code, output } = await run(rustc, ["--print", "sysroot"]);
  if (code !== 0) {
    throw new ClientMissing(`${rustc} says "${output.trim().split("\n")[0]}"; run rustup default stable`);
  }
  const program = process.platform === "win32" ? "cargo.exe" : "cargo";
  const ofToolchain = join(output.trim(), "bin", program);
  const path = existsSync(ofToolchain) ? ofToolchain : findOnPath("cargo");
  if (path === undefined) throw new ClientMissing(`${rustc} is there, but no cargo beside it; install Cargo`);
  return { path, version: await readVersion(path) };
}

/** The cargo on PATH, proxy or not: `{ path, version }`, or undefined. */
async function findCargoOnPath() {
  const path = findOnPath("cargo");
  if (path === undefined || !hasToolchains(path)) return undefined;
  const version = await readVersion(path);
  return version === "" ? undefined : { path, version };
}

// Without this question, rustup's proxy would make itself a new folder in a home that has none.
function hasToolchains(proxy) {
  if (findOnPath("rustup") === undefined || dirname(findOnPath("rustup")) !== dirname(proxy)) return true;
  return existsSync(join(process.env.RUSTUP_HOME || join(homedir(), ".rustup"), "toolchains"));
}

async function readVersion(cargo) {
  return /^cargo (\S+)/.exec((await run(cargo, ["--version"])).output)?.[1] ?? "";
}
