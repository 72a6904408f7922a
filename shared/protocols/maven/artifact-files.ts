import { feedAddress } from "../../core/feed-address";
import type { Hash, LockEntry } from "../../core/lock-entry";
import type { AskFeed, FeedPlace, LookUp, Target, TextReader } from "../../core/protocol";

/**
 * Finds the files of Maven entries: their paths in the repository are their addresses. No request is needed, and none of
 * the feed's answers states a hash: what a feed does with `.sha1` and its like is not documented.
 */
export function openLookUp(place: FeedPlace): LookUp {
  return (entries) => {
    const value = new Map(entries.map((entry) => [entry, targetsOf(place, entry)]));
    return Promise.resolve({ status: 200, value, message: "", typeKey: "" });
  };
}

function targetsOf({ organization, feed }: FeedPlace, entry: LockEntry): readonly Target[] {
  const { file = "" } = entry;
  if (file === "") return [];
  const path = file.split("/").map(encodeURIComponent).join("/");
  return [{ entry, file, address: feedAddress(organization, feed, `maven/v1/${path}`), checked: true }];
}

/**
 * The checksum file beside an artifact (maven.apache.org/repositories/checksums), of the first of the lock file's
 * algorithms. Only of a file that the feed holds: what it does for others is not documented.
 */
export async function askHash({ entry, address }: Target, ask: AskFeed): Promise<Hash | undefined> {
  const algorithm = entry.hashes[0]?.algorithm;
  if (algorithm === undefined) return undefined;
  const { value: hex } = await ask(`${address}.${algorithm}`, () => new ChecksumReader());
  return hex === undefined ? undefined : { algorithm, hex };
}

/** Reads a checksum file: the digest, which some tools let the file's name follow. */
class ChecksumReader implements TextReader<string | undefined> {
  #text = "";

  take(text: string): void {
    if (this.#text.length < 1000) this.#text += text;
  }

  end(): string | undefined {
    return /^\s*([0-9a-f]{32,128})(?:\s|$)/i.exec(this.#text)?.[1]?.toLowerCase();
  }
}
