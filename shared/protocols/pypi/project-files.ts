import { feedAddress } from "../../core/feed-address";
import type { Hash, LockEntry } from "../../core/lock-entry";
import type { AskFeed, FeedPlace, Found, LookUp, Target, TextReader } from "../../core/protocol";
import { parseUrl } from "../../core/url";
import { versionKey } from "./names";
import { AnchorReader, type Anchor } from "./simple-page";

/** Finds the files of entries that share one project, by one GET of its simple page. */
export function openLookUp({ organization, feed }: FeedPlace, ask: AskFeed): LookUp {
  return (entries) => {
    const name = encodeURIComponent(entries[0]?.name ?? "");
    const address = feedAddress(organization, feed, `pypi/simple/${name}/`);
    return ask(address, () => new ProjectPage(address, entries), "text/html");
  };
}

/** What the page of a project offers for its entries. Of a page of any size only the wanted anchors are kept. */
class ProjectPage implements TextReader<Found> {
  readonly #address: string;
  readonly #wanted: WantedFiles;
  readonly #found: Map<LockEntry, Target[]>;
  readonly #others = new Map<LockEntry, Target>();
  readonly #anchors = new AnchorReader((anchor) => {
    this.#see(anchor);
  });

  constructor(address: string, entries: readonly LockEntry[]) {
    this.#address = address;
    this.#wanted = new WantedFiles(entries);
    this.#found = new Map(entries.map((entry) => [entry, []]));
  }

  take(text: string): void {
    this.#anchors.take(text);
  }

  /** Where a version is there and none of its files has a hash of the entry, one of them shows that the hashes differ. */
  end(): Found {
    for (const [entry, target] of this.#others)
      if (this.#found.get(entry)?.length === 0) this.#found.set(entry, [target]);
    return this.#found;
  }

  #see(anchor: Anchor): void {
    const stated = statedHash(anchor);
    for (const { entry, match } of this.#wanted.match(anchor, stated)) {
      const address = parseUrl(anchor.href, this.#address)?.href ?? anchor.href;
      const plain = { entry, file: anchor.text, address: address.replace(/#.*$/s, "") };
      const target = { ...plain, ...(stated && { stated }), checked: match !== "version" };
      if (match === "other") this.#others.set(entry, { ...target, isOther: true });
      else this.#found.get(entry)?.push(target);
    }
  }
}

function statedHash({ href }: Anchor): Hash | undefined {
  const [, algorithm, hex = ""] = /#(sha256|sha512|sha1|md5)=([0-9a-f]+)$/i.exec(href) ?? [];
  const known = (["sha256", "sha512", "sha1", "md5"] as const).find((each) => each === algorithm);
  return known === undefined ? undefined : { algorithm: known, hex: hex.toLowerCase() };
}

/**
 * How an anchor belongs to an entry: it is the file itself (by name or hash), one of all files of the version (the entry
 * names neither), or another file of the version of an entry that is known by its hashes.
 */
type Match = "file" | "version" | "other";

/** Entries by what an anchor can be recognized by: its file name, its hash, or its version. */
class WantedFiles {
  readonly #byFile = new Map<string, LockEntry[]>();
  readonly #byHash = new Map<string, LockEntry[]>();
  readonly #byVersion = new Map<string, LockEntry[]>();

  constructor(entries: readonly LockEntry[]) {
    for (const entry of entries) {
      if (entry.file !== undefined) add(this.#byFile, entry.file, entry);
      else {
        add(this.#byVersion, versionKey(entry.version), entry);
        for (const { hex } of sha256Of(entry)) add(this.#byHash, hex, entry);
      }
    }
  }

  match(anchor: Anchor, stated: Hash | undefined): { entry: LockEntry; match: Match }[] {
    const exact = [...(this.#byFile.get(anchor.text) ?? []), ...(this.#byHash.get(stated?.hex ?? "") ?? [])];
    const loose = this.#byVersion.size === 0 ? [] : (this.#byVersion.get(anchorVersion(anchor)) ?? []);
    return [
      ...exact.map((entry) => ({ entry, match: "file" as const })),
      ...loose
        .filter((entry) => !exact.includes(entry))
        .map((entry) => ({
          entry,
          match: sha256Of(entry).length === 0 ? ("version" as const) : ("other" as const),
        })),
    ];
  }
}

/** Pages state sha256 only, so no other hash can find a file there. */
function sha256Of(entry: LockEntry): readonly Hash[] {
  return entry.hashes.filter(({ algorithm }) => algorithm === "sha256");
}

/** The version in `…/pypi/download/{name}/{version}/{file}`. */
function anchorVersion({ href }: Anchor): string {
  const segment =
    href
      .replace(/[#?].*$/s, "")
      .split("/")
      .at(-2) ?? "";
  try {
    return versionKey(decodeURIComponent(segment));
  } catch {
    return "";
  }
}

function add(map: Map<string, LockEntry[]>, key: string, entry: LockEntry): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}
