import type { Bypass, LockEntry, LockFile, SkippedEntry } from "../../core/lock-entry";
import { PackedList } from "../../core/packed-list";

/** Collects what one lock file says; places are lines of it, from 1, or undefined where the line is not known. */
export class LockBuilder {
  readonly #path: string;
  readonly #entries = new PackedList<LockEntry>();
  readonly #skipped: SkippedEntry[] = [];
  readonly #bypasses: Bypass[] = [];
  readonly #indexes = new Set<string>();
  readonly #direct = new Set<string>();
  readonly #pinned = new Map<string, { where: string; count: number }>();

  constructor(path: string) {
    this.#path = path;
  }

  add(entry: Omit<LockEntry, "where">, line: number | undefined): void {
    this.#entries.add({ ...entry, where: this.#where(line) });
  }

  skip(name: string, reason: string, line: number | undefined): void {
    this.#skipped.push({ name, reason, where: this.#where(line) });
  }

  /** One more package that a project of the file names itself. */
  direct(key: string): void {
    this.#direct.add(key);
  }

  /** One more package that comes from an index or registry. */
  index(address: string): void {
    this.#indexes.add(address);
  }

  /** One more package that is fetched from a host that is not a feed of ours; a host is reported once, with the count. */
  pin(host: string, line: number | undefined): void {
    const known = this.#pinned.get(host);
    if (known === undefined) this.#pinned.set(host, { where: this.#where(line), count: 1 });
    else known.count += 1;
  }

  bypass(host: string, text: string, line: number | undefined): void {
    this.#bypasses.push({ where: this.#where(line), host, text });
  }

  /** `pinText` says what it means that some packages are pinned to a host, and how to fix it. */
  build(pinText: (host: string, count: number) => string): LockFile {
    const pinned = [...this.#pinned].map(([host, { where, count }]) => ({
      where,
      host,
      count,
      text: pinText(host, count),
    }));
    return {
      indexes: [...this.#indexes],
      entries: this.#entries,
      skipped: this.#skipped,
      bypasses: [...pinned, ...this.#bypasses],
      ...(this.#direct.size === 0 ? {} : { direct: this.#direct }),
    };
  }

  #where(line: number | undefined): string {
    return line === undefined ? this.#path : `${this.#path}:${line}`;
  }
}

/** `1 package`, `2 packages`. */
export function packages(count: number): string {
  return `${count} package${count === 1 ? "" : "s"}`;
}
