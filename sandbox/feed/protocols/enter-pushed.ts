import type { StoredFile } from "../contents/stored-version";
import type { Feed } from "../world/model";
import { fileExists } from "./conflict";

/**
 * Enters a pushed file, unless another push of the same file was complete first.
 * @param how Whether it takes the place of a file that is there.
 * @throws Problem 409.
 */
export function enterPushed(
  feed: Feed,
  file: Omit<StoredFile, "storedAt" | "upstream" | "savedFor">,
  how: { readonly replaces: boolean } = { replaces: false },
): void {
  const held = feed.contents.version(file.protocol, file.name, file.normalizedVersion);
  if (held?.files.has(file.file.toLowerCase()) === true && !how.replaces) {
    throw fileExists(feed.name, file.file, `${file.name} ${file.version}`);
  }
  feed.contents.add({ ...file, storedAt: new Date() });
}
