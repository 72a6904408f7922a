import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { clientsFolder, run, runOrFail } from "../steps.mjs";
import { ClientMissing, findOnPath, keepFolder } from "../client-places.mjs";

/** The pinned one of each line. */
export const maven38 = {
  version: "3.8.8",
  sha512:
    "332088670d14fa9ff346e6858ca0acca304666596fec86eea89253bd496d3c90deae2be5091be199f48e09d46cec817c6419d5161fb4ee37871503f472765d00",
};

export const maven39 = {
  version: "3.9.16",
  sha512:
    "831a8591fe20c8243b1dbe7d71e3244f31d1665b0804b2e825e38cbbe5ce0cafb8338851f90780735568773e0a6cd07bbec107cda0b896b008b861075358b6f6",
};

/** Fetches the others. */
const dependencyPlugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

const repository = join(clientsFolder, "m2");

/** How the set-up has Maven, of two lines. */
export const client = {
  // One after the other: two Mavens that fill one local repository at once are not supported before Maven 3.9.
  obtain: { maven38: () => fetchMaven(maven38), maven39: () => fetchMaven(maven39) },
  onPath: { mvn: findMaven },
  finish: forgetDownloads,
};

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
async function fetchMaven({ version, sha512 }) {
  const machine = await findMaven();
  const line = version.split(".").slice(0, 2).join(".");
  if (machine?.version.startsWith(`${line}.`)) return { ...machine, fetched: false };
  return fetchMavenOf(machine, version, sha512);
}

/** A Maven of exactly this version, fetched by `machine`, what findMaven gave: `{ path, version, home, fetched }`. */
export async function fetchMavenOf(machine, version, sha512) {
  const { folder: home, fetched } = await keepFolder(`maven-${version}`, async (target) => {
    if (machine === undefined)
      throw new ClientMissing("install Maven 3.8 or later; it fetches the other versions");
    await unpack(await download(machine.path, version), sha512, target);
  });
  const path = join(home, "bin", process.platform === "win32" ? "mvn.cmd" : "mvn");
  return { path, version, home, fetched };
}

/** Removes the local repository that fetching filled, with the plugins it needed. */
export function forgetDownloads() {
  rmSync(repository, { recursive: true, force: true });
}

async function download(mvn, version) {
  await runOrFail(mvn, [
    "--batch-mode",
    "--quiet",
    `-Dmaven.repo.local=${repository}`,
    `${dependencyPlugin}:copy`,
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
