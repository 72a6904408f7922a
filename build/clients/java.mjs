import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../steps.mjs";
import { ClientMissing, findOnPath } from "../client-places.mjs";

/** How the set-up has Java, which is never fetched. */
export const client = { obtain: { java: findJava } };

/** The machine's Java, JAVA_HOME before PATH: `{ home, version }`. */
async function findJava() {
  const java = javaOfHome() ?? findOnPath("java");
  if (java === undefined) throw new ClientMissing("install a JDK 8 or later, or set JAVA_HOME");
  const { code, output } = await run(java, ["-XshowSettings:properties", "-version"]);
  const home = /^\s*java\.home = (.+?)\s*$/m.exec(output)?.[1];
  const version = /^\s*java\.version = (.+?)\s*$/m.exec(output)?.[1];
  if (code !== 0 || home === undefined || version === undefined) {
    throw new ClientMissing(`${java} is there, but says: ${output.trim().split("\n")[0]}`);
  }
  return { home, version };
}

function javaOfHome() {
  if (!process.env.JAVA_HOME) return undefined;
  const java = join(process.env.JAVA_HOME, "bin", process.platform === "win32" ? "java.exe" : "java");
  return existsSync(java) ? java : undefined;
}
