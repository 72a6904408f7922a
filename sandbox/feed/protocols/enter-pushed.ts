import type { StoredFile } from "../contents/stored-version";
import type { Feed } from "../world/model";
import { fileExists } from "./conflict";

/**
 * Enters a pushed file, unless another push of the same file was complete first; snapshots replace.
 * @throws Problem 409.
 */
export function enterPushed(feed: Feed, file: Omit<StoredFile, "storedAt" | "upstream">): void {
  const held = feed.contents.version(file.protocol, file.name, file.normalizedVersion);
  const replaces = file.protocol === "maven" && file.version.endsWith("-SNAPSHOT");
  if (held?.files.has(file.file.toLowerCase()) === true && !replaces) {
    throw fileExists(feed.name, file.file, `${file.name} ${file.version}`);
  }
  feed.contents.add({ ...file, storedAt: new Date() });
}
