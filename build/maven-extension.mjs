import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import JSZip from "jszip";
import { withoutOrigin } from "./archive.mjs";
import { findOnPath } from "./client-places.mjs";
import { clientsFolder, isMain, root, run, runMain, runOrFail, runStep, StepError } from "./steps.mjs";

const sources = "shared/clients/maven/extension/feedpass";
const jar = "shared/clients/maven/beside/feedpass-maven.jar";

/** Other versions of javac may write other bytes. */
const javacLine = "17";

/**
 * Compiles Maven's extension against the API of the Maven that set-up obtained, and packs it with the digests of its
 * sources. The jar is committed, so that whoever packs the tasks needs no JDK; its bytes depend on the sources alone.
 * Throws a StepError where there is no javac of the line, or no Maven.
 * @param {string} target Where the jar is written.
 */
export async function compileExtension(target = resolve(root, jar)) {
  const javac = await findJavac();
  const files = readdirSync(resolve(root, sources)).sort();
  const folder = mkdtempSync(join(tmpdir(), "maven-extension-"));
  try {
    await runOrFail(javac, [
      ...["--release", "8", "-g:none", "-proc:none", "-nowarn", "-Xlint:-options", "-encoding", "UTF-8"],
      ...["-cp", join(mavenHome(), "lib", "*"), "-d", folder],
      ...files.map((file) => resolve(root, sources, file)),
    ]);
    const bytes = await pack(join(folder, "feedpass"), files);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    return `${bytes.length} bytes`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pack(classes, files) {
  const archive = new JSZip();
  for (const name of readdirSync(classes))
    archive.file(`feedpass/${name}`, readFileSync(join(classes, name)), { createFolders: false });
  archive.file("META-INF/sisu/javax.inject.Named", "feedpass.FeedAccess\n", { createFolders: false });
  archive.file("feedpass/sources.sha256", sourceDigests(files), { createFolders: false });
  return withoutOrigin(await archive.generateAsync({ type: "uint8array" }));
}

/** As `sha256sum` writes them. */
function sourceDigests(files) {
  const digest = (file) =>
    createHash("sha256")
      .update(readFileSync(resolve(root, sources, file)))
      .digest("hex");
  return files.map((file) => `${digest(file)}  ${file}\n`).join("");
}

async function findJavac() {
  const home = readClients().java?.home;
  const name = process.platform === "win32" ? "javac.exe" : "javac";
  const ofHome = home === undefined ? undefined : join(home, "bin", name);
  for (const path of [ofHome, findOnPath("javac")]) {
    if (path === undefined) continue;
    const { code, output } = await run(path, ["-version"]);
    if (code === 0 && new RegExp(`^javac ${javacLine}\\b`, "m").test(output)) return path;
  }
  throw new StepError(`javac ${javacLine} not found`);
}

function mavenHome() {
  const home = readClients().maven39?.home;
  if (home === undefined) throw new StepError("maven39 not found");
  return home;
}

function readClients() {
  try {
    return JSON.parse(readFileSync(join(clientsFolder, "clients.json"), "utf8"));
  } catch {
    throw new StepError("the clients not found: run node build/set-up.mjs");
  }
}

if (isMain(import.meta.url)) {
  await runMain(() => runStep("extension", () => compileExtension(process.argv[2])));
}
