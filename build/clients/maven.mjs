import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { clientsFolder, run, runOrFail } from "../steps.mjs";
import { ClientMissing, findOnPath, keepFolder } from "./places.mjs";

const repository = join(clientsFolder, "m2");

/** The mvn on PATH: `{ path, version, home }`, or undefined. */
export async function findMaven() {
  const path = findOnPath("mvn");
  if (path === undefined) return undefined;
  const { output } = await run(path, ["--batch-mode", "--color", "never", "--version"]);
  const version = /Apache Maven (\d+\.\d+\.\d+\S*)/.exec(output)?.[1];
  const home = /^Maven home: (.+?)\s*$/m.exec(output)?.[1];
  return version === undefined || home === undefined ? undefined : { path, version, home };
}

/**
 * A Maven of the pinned line (3.8, 3.9): the machine's own when it is of that line, or the pinned one, fetched by the
 * machine's own mvn from where its settings say, so that a mirror is honoured. `{ path, version, home, fetched }`.
 */
export async function fetchMaven({ version, sha512 }, plugin, machine) {
  const line = version.split(".").slice(0, 2).join(".");
  if (machine?.version.startsWith(`${line}.`)) return { ...machine, fetched: false };
  const { folder: home, fetched } = await keepFolder(`maven-${version}`, async (target) => {
    if (machine === undefined)
      throw new ClientMissing("install Maven 3.8 or later; it fetches the other versions");
    await unpack(await download(machine.path, version, plugin), sha512, target);
  });
  const path = join(home, "bin", process.platform === "win32" ? "mvn.cmd" : "mvn");
  return { path, version, home, fetched };
}

/** Removes the local repository that fetching filled, with the plugins it needed. */
export function forgetDownloads() {
  rmSync(repository, { recursive: true, force: true });
}

async function download(mvn, version, plugin) {
  await runOrFail(mvn, [
    "--batch-mode",
    "--quiet",
    `-Dmaven.repo.local=${repository}`,
    `org.apache.maven.plugins:maven-dependency-plugin:${plugin.version}:copy`,
    `-Dartifact=org.apache.maven:apache-maven:${version}:tar.gz:bin`,
    `-DoutputDirectory=${join(repository, "copied")}`,
  ]);
  return join(repository, "copied", `apache-maven-${version}-bin.tar.gz`);
}

async function unpack(archive, sha512, target) {
  const found = createHash("sha512").update(readFileSync(archive)).digest("hex");
  if (found !== sha512) throw new ClientMissing(`${archive} has sha512 ${found}, not the pinned ${sha512}`);
  // Started in the archive's folder: GNU tar takes the colon of a Windows drive for a remote host.
  await runOrFail(
    "tar",
    ["-xzf", archive.slice(dirname(archive).length + 1), "-C", target, "--strip-components=1"],
    {
      cwd: dirname(archive),
    },
  );
}
