import type { AuthenticatingClient } from "../../core/client";
import { ReadFiles, type Files } from "../../core/files";
import type { Job } from "../../core/job";
import { largest, readFiles, readTextFile } from "../read-files";

/**
 * The files of a step, each read once, whoever asks for it: detection, the choice of the feed, authentication and the
 * search for bypasses mean the same ones. Throws a Problem for a file that is there and cannot be read.
 */
export class ProjectFiles {
  readonly #texts = new ReadFiles();
  readonly #missing = new Set<string>();
  readonly #isLock: (path: string) => boolean;

  /** @param isLock Which files may be as large as a lock file. */
  constructor(isLock: (path: string) => boolean = () => false) {
    this.#isLock = isLock;
  }

  /** The text of a file, by its absolute path; undefined where there is none. */
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

  /** Those that a client's authentication depends on. */
  ofClient(client: AuthenticatingClient, job: Job): Files {
    return readFiles(client, job, (path) => this.read(path), new ReadFiles([], this.#texts));
  }

  /** Some of them, as far as they are there. */
  select(paths: readonly string[]): Files {
    const texts = new ReadFiles([], this.#texts);
    for (const path of paths) {
      const text = this.read(path);
      if (text !== undefined) texts.set(path, text);
    }
    return texts;
  }

  #readText(path: string): string | undefined {
    return readTextFile(path, this.#isLock(path) ? largest.lock : largest.configuration);
  }
}
