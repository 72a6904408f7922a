import { feedAddress } from "../../core/feed-address";
import type { LockEntry } from "../../core/lock-entry";
import type { AskFeed, FeedPlace, Found, LookUp, Reply, Target, TextReader } from "../../core/protocol";
import { crateFile, versionKey } from "./names";

/** Finds crates by their index files; the registry's download template is asked for once. */
export function openLookUp({ organization, feed }: FeedPlace, ask: AskFeed): LookUp {
  const inIndex = (path: string): string => feedAddress(organization, feed, `Cargo/index/${path}`);
  let config: Promise<Reply<string>> | undefined;
  /** Asked again after a failure: one crate's bad luck is not that of all. */
  const askTemplate = async (): Promise<Reply<string>> => {
    try {
      const reply = await (config ??= ask(inIndex("config.json"), () => new ConfigReader()));
      if (reply.value === undefined) config = undefined;
      return reply;
    } catch (error) {
      config = undefined;
      throw error;
    }
  };
  return async (entries) => {
    const { value: template, ...refusal } = await askTemplate();
    if (template === undefined) return refusal;
    const path = indexPath(entries[0]?.name.toLowerCase() ?? "");
    const address = inIndex(path.split("/").map(encodeURIComponent).join("/"));
    return ask(address, () => new IndexFile(template, entries));
  };
}

/** The key `dl` of an index's config.json (Cargo book, "Registry index", "Index configuration"). */
class ConfigReader implements TextReader<string> {
  #text = "";

  take(text: string): void {
    this.#text += text;
    if (this.#text.length > 65_536) throw new Error("The index's config.json has more than 64 KB.");
  }

  end(): string {
    const config = JSON.parse(this.#text) as { dl?: unknown } | null;
    if (typeof config?.dl !== "string") throw new Error("The index's config.json names no dl.");
    return config.dl;
  }
}

/** What a crate's index file, a line of JSON for each version, has for entries. */
class IndexFile implements TextReader<Found> {
  readonly #template: string;
  readonly #keys: readonly { readonly entry: LockEntry; readonly key: string }[];
  readonly #found: Map<LockEntry, readonly Target[]>;
  #rest = "";

  constructor(template: string, entries: readonly LockEntry[]) {
    this.#template = template;
    this.#keys = entries.map((entry) => ({ entry, key: versionKey(entry.version) }));
    this.#found = new Map(entries.map((entry) => [entry, []]));
  }

  take(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length > 16_000_000) throw new Error("A line of the index has more than 16 MB.");
    for (const line of lines) this.#see(line);
  }

  end(): Found {
    this.#see(this.#rest);
    return this.#found;
  }

  #see(line: string): void {
    for (const { entry, key } of this.#keys) {
      // Most lines are other versions: parsing them all would cost more than everything else here.
      if (!line.includes(`"${key}`)) continue;
      const target = targetOf(line, key, this.#template, entry);
      if (target !== undefined) this.#found.set(entry, [target]);
    }
  }
}

/** The place of a crate in an index (Cargo book, "Registry index", "Index files"). */
export function indexPath(crate: string): string {
  return `${prefixOf(crate)}/${crate}`;
}

function prefixOf(crate: string): string {
  if (crate.length <= 2) return String(crate.length);
  return crate.length === 3 ? `3/${crate.slice(0, 1)}` : `${crate.slice(0, 2)}/${crate.slice(2, 4)}`;
}

/**
 * The address of a crate: the markers replaced, or `/{crate}/{version}/download` behind a template without one
 * (Cargo book, "Registry index", "Index configuration").
 */
export function downloadAddress(template: string, crate: string, version: string, checksum: string): string {
  const values: Readonly<Record<string, string>> = {
    "{crate}": encodeURIComponent(crate),
    "{version}": encodeURIComponent(version),
    "{prefix}": prefixOf(crate).split("/").map(encodeURIComponent).join("/"),
    "{lowerprefix}": prefixOf(crate.toLowerCase()).split("/").map(encodeURIComponent).join("/"),
    "{sha256-checksum}": checksum,
  };
  const marker = /\{(?:crate|version|prefix|lowerprefix|sha256-checksum)\}/g;
  const full = marker.test(template) ? template : `${template}/{crate}/{version}/download`;
  return full.replace(marker, (name) => values[name] ?? name);
}

function targetOf(line: string, key: string, template: string, entry: LockEntry): Target | undefined {
  const { name, vers, cksum } = { ...(JSON.parse(line) as Partial<Record<string, unknown>> | null) };
  if (typeof name !== "string" || typeof vers !== "string" || versionKey(vers) !== key) return undefined;
  const checksum =
    typeof cksum === "string" && /^[0-9a-f]{64}$/i.test(cksum) ? cksum.toLowerCase() : undefined;
  return {
    entry,
    file: crateFile(entry.name, entry.version),
    address: downloadAddress(template, name, vers, checksum ?? ""),
    ...(checksum !== undefined && { stated: { algorithm: "sha256", hex: checksum } }),
    checked: true,
  };
}
