import { existsSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { openPromise } from "yauzl";
import { root } from "./task-folders";

/** The files of `out/feedpass.vsix`, contents by name. Throws an Error that says how to make the package, without one. */
export async function readVsixEntries(): Promise<Map<string, Buffer>> {
  const vsix = join(root, "out", "feedpass.vsix");
  if (!existsSync(vsix)) throw new Error("out/feedpass.vsix is not there: run npm run package");
  const archive = await openPromise(vsix, { autoClose: false });
  const entries = new Map<string, Buffer>();
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    entries.set(entry.fileName, await buffer(await archive.openReadStreamPromise(entry)));
  }
  archive.close();
  return entries;
}
