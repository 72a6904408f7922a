import type { IncomingMessage } from "node:http";
import { feedAddress } from "../../core/feed-address";
import { crateFile } from "./names";
import type { LockEntry } from "../../core/lock-entry";
import type { FeedAccess } from "../../shell/feed/feed-access";
import type { FeedClient } from "../../shell/feed/requests";
import type { Found } from "../pypi/project-files";
import { eachText, readText } from "../../shell/feed/answer";
import type { Reply } from "../../core/protocol";
import type { Target } from "../../core/protocol";
import { versionKey } from "../../shell/feed/feed-protocols";

/** A registry's download template, asked for once per run. */
export class CrateDownloads {
  readonly #client: FeedClient;
  readonly #access: FeedAccess;
  #config: Promise<Reply<string>> | undefined;

  constructor(client: FeedClient, access: FeedAccess) {
    this.#client = client;
    this.#access = access;
  }

  /** Finds the crates of entries that share one name: the template, then the crate's index file. */
  async find(entries: readonly LockEntry[]): Promise<Reply<Found>> {
    const { value: template, ...refusal } = await this.#template();
    if (template === undefined) return refusal;
    const path = indexPath(entries[0]?.name.toLowerCase() ?? "");
    const address = this.#index(path.split("/").map(encodeURIComponent).join("/"));
    return this.#client.get(address, (body) => readFound(body, template, entries));
  }

  #index(path: string): string {
    return feedAddress(this.#access.organization, this.#access.feed, `Cargo/index/${path}`);
  }

  /** Asked again after a failure: one crate's bad luck is not that of all. */
  async #template(): Promise<Reply<string>> {
    const asked = (this.#config ??= this.#readTemplate());
    try {
      const reply = await asked;
      if (reply.value === undefined) this.#config = undefined;
      return reply;
    } catch (error) {
      this.#config = undefined;
      throw error;
    }
  }

  #readTemplate(): Promise<Reply<string>> {
    return this.#client.get(this.#index("config.json"), async (body) => {
      const config = JSON.parse(await readText(body, 65_536)) as { dl?: unknown } | null;
      if (typeof config?.dl !== "string") throw new Error("The index's config.json names no dl.");
      return config.dl;
    });
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

async function readFound(
  body: IncomingMessage,
  template: string,
  entries: readonly LockEntry[],
): Promise<Found> {
  const found = new Map<LockEntry, Target[]>(entries.map((entry) => [entry, []]));
  const keys = entries.map((entry) => ({ entry, key: versionKey("cargo", entry.version) }));
  let rest = "";
  const take = (line: string): void => {
    for (const { entry, key } of keys) {
      // Most lines are other versions: parsing them all would cost more than everything else here.
      if (!line.includes(`"${key}`)) continue;
      const target = targetOf(line, key, template, entry);
      if (target !== undefined) found.set(entry, [target]);
    }
  };
  await eachText(body, (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > 16_000_000) throw new Error("A line of the index has more than 16 MB.");
    lines.forEach(take);
  });
  take(rest);
  return found;
}

function targetOf(line: string, key: string, template: string, entry: LockEntry): Target | undefined {
  const { name, vers, cksum } = { ...(JSON.parse(line) as Partial<Record<string, unknown>> | null) };
  if (typeof name !== "string" || typeof vers !== "string" || versionKey("cargo", vers) !== key)
    return undefined;
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
