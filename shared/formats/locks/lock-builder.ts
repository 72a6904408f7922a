import type {
  Bypass,
  LockEntry,
  LockedProject,
  LockFile,
  LockInclude,
  SkippedEntry,
} from "../../core/lock-entry";
import { PackedList } from "../../core/packed-list";

/** Packages of a host other than the feed's. */
interface Pinned {
  readonly where: string;
  readonly host: string;
  readonly throughFeed: boolean;
  count: number;
}

/** Collects what one lock file says; places are lines of it, from 1, or undefined where the line is not known. */
export class LockBuilder {
  readonly #path: string;
  readonly #entries = new PackedList<LockEntry>();
  readonly #skipped: SkippedEntry[] = [];
  readonly #bypasses: Bypass[] = [];
  readonly #indexes = new Set<string>();
  readonly #direct = new Set<string>();
  readonly #includes: LockInclude[] = [];
  readonly #projects: LockedProject[] = [];
  readonly #pinned = new Map<string, Pinned>();
  #unpinned = 0;
  readonly #built: string[] = [];
  #builds = false;

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

  /** One more package that is named without its files. */
  leaveOpen(name: string, reason: string, line: number | undefined): void {
    this.#unpinned += 1;
    this.skip(name, reason, line);
  }

  include(path: string, line: number | undefined): void {
    this.#includes.push({ path, where: this.#where(line) });
  }

  project(project: LockedProject): void {
    this.#projects.push(project);
  }

  /** One more package that is built; with a name where its own archive alone says what that takes. */
  takesBuilding(name?: string): void {
    this.#builds = true;
    if (name !== undefined) this.#built.push(name);
  }

  /**
   * One more package that is fetched from a host that is not a feed of ours, or would be if the task did not restore it
   * through the feed; a host is reported once for either, with the count.
   */
  pin(host: string, line: number | undefined, throughFeed = false): void {
    const key = `${throughFeed ? "through" : "past"} ${host}`;
    const known = this.#pinned.get(key);
    if (known === undefined) this.#pinned.set(key, { host, throughFeed, where: this.#where(line), count: 1 });
    else known.count += 1;
  }

  bypass(host: string, text: string, line: number | undefined, throughFeed = false): void {
    this.#bypasses.push({ where: this.#where(line), host, text, ...(throughFeed ? { throughFeed } : {}) });
  }

  /** `pinText` says what it means that some packages are pinned to a host, and how to fix it. */
  build(pinText: (host: string, count: number) => string): LockFile {
    const pinned = [...this.#pinned.values()].map(({ where, host, count, throughFeed }) => ({
      ...{ where, host, count, text: pinText(host, count) },
      ...(throughFeed ? { throughFeed } : {}),
    }));
    return {
      indexes: [...this.#indexes],
      entries: this.#entries,
      skipped: this.#skipped,
      bypasses: [...pinned, ...this.#bypasses],
      ...(this.#direct.size === 0 ? {} : { direct: this.#direct }),
      ...(this.#includes.length === 0 ? {} : { includes: this.#includes }),
      ...(this.#unpinned === 0 ? {} : { unpinned: this.#unpinned }),
      ...(this.#projects.length === 0 ? {} : { projects: this.#projects }),
      ...(this.#builds ? { builds: true } : {}),
      ...(this.#built.length === 0 ? {} : { built: this.#built }),
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
