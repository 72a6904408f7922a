import type { AuthenticatingClient } from "../../core/client";
import { ReadFiles, type Files } from "../../core/files";
import type { Job } from "../../core/job";
import { Problem } from "../../core/problem";
import { largest, readFiles, readTextFile } from "../read-files";

/**
 * The files of a step, each read once, whoever asks for it: detection, the choice of the feed, authentication and the
 * search for bypasses mean the same ones.
 */
export class ProjectFiles {
  readonly #texts = new ReadFiles();
  readonly #missing = new Set<string>();
  readonly #unreadable = new Map<string, Problem>();
  readonly #isLock: (path: string) => boolean;

  /** @param isLock Which files may be as large as a lock file. */
  constructor(isLock: (path: string) => boolean = () => false) {
    this.#isLock = isLock;
  }

  /** What could not be read or understood, by absolute path, with what is wrong with it. */
  get unreadable(): ReadonlyMap<string, Problem> {
    return this.#unreadable;
  }

  /**
   * The text of a file, by its absolute path; undefined where there is none. Throws a Problem for one that is there and
   * cannot be read.
   */
  read(path: string): string | undefined {
    const known = this.#texts.get(path);
    if (known !== undefined || this.#missing.has(path)) return known;
    const text = this.#readText(path);
    if (text === undefined) this.#missing.add(path);
    else this.#texts.set(path, text);
    return text;
  }

  /** As `read`, and forgets it: for a text of megabytes that is made sense of here and now. */
  take(path: string): string | undefined {
    const known = this.#texts.get(path);
    this.#texts.delete(path);
    return known ?? this.#readText(path);
  }

  /** What is made of a file; undefined where that is a Problem, which is remembered: one file fails nobody else. */
  attempt<T>(path: string, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!this.#unreadable.has(path)) this.#unreadable.set(path, error);
      return undefined;
    }
  }

  /** Those that a client's authentication depends on. Throws the Problem of one that cannot be read. */
  ofClient(client: AuthenticatingClient, job: Job): Files {
    return readFiles(client, job, (path) => this.read(path), new ReadFiles([], this.#texts));
  }

  /** Some of them, as far as they are there and can be read. */
  select(paths: readonly string[]): Files {
    const texts = new ReadFiles([], this.#texts);
    for (const path of paths) {
      const text = this.attempt(path, () => this.read(path));
      if (text !== undefined) texts.set(path, text);
    }
    return texts;
  }

  #readText(path: string): string | undefined {
    return readTextFile(path, this.#isLock(path) ? largest.lock : largest.configuration);
  }
}
