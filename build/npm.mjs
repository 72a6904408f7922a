import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { clientsFolder, root, runOrFail, StepError } from "./steps.mjs";

/** Runs npm, the one that runs this script where there is one; gives its output, throws a StepError. */
export function runNpm(args, options = {}) {
  const env = { ...process.env, ...cacheInsideClone() };
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) return runOrFail(process.execPath, [npm, ...args], { env, ...options });
  return runOrFail(process.platform === "win32" ? "npm.cmd" : "npm", args, { env, ...options });
}

/** npm's own cache is preferred; where it cannot be written, the cache lies in the clone. */
function cacheInsideClone() {
  const cache = process.env.npm_config_cache ?? join(homedir(), ".npm");
  return isAbsolute(cache) && isWritable(cache) ? {} : { npm_config_cache: join(clientsFolder, "npm-cache") };
}

function isWritable(folder) {
  if (!existsSync(folder)) return dirname(folder) !== folder && isWritable(dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs package-lock.json exactly, unless node_modules already is what the lock says. Gives the outcome in words. */
export async function installPackages() {
  if (isInstalled()) return "up to date";
  await runNpm(["ci", "--ignore-scripts", "--no-fund", "--no-audit"]);
  if (!isInstalled())
    throw new StepError("npm ci ended well, but node_modules is not what package-lock.json says");
  return "installed";
}

/** Compares the lock with the one npm leaves in node_modules, which it writes last: an interrupted run does not count. */
function isInstalled() {
  const installedLock = resolve(root, "node_modules/.package-lock.json");
  if (!existsSync(installedLock)) return false;
  const installed = JSON.parse(readFileSync(installedLock, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(resolve(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    return found === undefined ? entry.optional === true : found.integrity === entry.integrity;
  });
}
