import { feedAddress } from "../../../shared/core/feed-address";
import type { LockEntry } from "../../../shared/core/lock-entry";
import type { FeedProtocol, FeedPlace, Found, Target, TextReader } from "../../../shared/core/protocol";

/** The lines `version file sha256` of a package's index. */
class IndexReader implements TextReader<Found> {
  readonly #entries: readonly LockEntry[];
  readonly #address: (path: string) => string;
  #text = "";

  constructor(entries: readonly LockEntry[], address: (path: string) => string) {
    this.#entries = entries;
    this.#address = address;
  }

  take(text: string): void {
    this.#text += text;
  }

  end(): Found {
    const lines = this.#text.split("\n").map((line) => line.split(" "));
    return new Map(
      this.#entries.map((entry): readonly [LockEntry, readonly Target[]] => {
        const line = lines.find(([version]) => version === entry.version);
        const [version = "", file = "", hex = ""] = line ?? [];
        const address = this.#address(`files/${entry.name}/${version}/${file}`);
        const target = { entry, file, address, stated: { algorithm: "sha256" as const, hex }, checked: true };
        return [entry, line === undefined ? [] : [target]];
      }),
    );
  }
}

/** A protocol that does not exist: one index for each package, one file for each version. */
export const acmefeed: FeedProtocol = {
  name: "acmefeed",
  listName: "AcmeFeed",
  upstreamingVersion: "7.1-preview.1",
  hasOneFile: true,
  packageKey: (name) => name.toLowerCase(),
  versionKey: (version) => version,
  packagePath: (name) => `acmefeed/packages/${encodeURIComponent(name)}`,
  openLookUp({ organization, feed }: FeedPlace, ask) {
    const address = (path: string): string => feedAddress(organization, feed, `acme/${path}`);
    return (entries) =>
      ask(address(`index/${entries[0]?.name ?? ""}`), () => new IndexReader(entries, address));
  },
};
