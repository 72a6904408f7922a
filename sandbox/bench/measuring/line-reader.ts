import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Gives the lines of a stream one by one; undefined when it has ended. */
export class LineReader {
  readonly #lines: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #ended = false;

  constructor(input: Readable) {
    const lines = createInterface({ input });
    lines.on("line", (line) => {
      if (this.#waiting === undefined) this.#lines.push(line);
      else this.#answer(line);
    });
    lines.on("close", () => {
      this.end();
    });
  }

  /** No more lines will come. */
  end(): void {
    this.#ended = true;
    this.#answer(undefined);
  }

  next(): Promise<string | undefined> {
    const line = this.#lines.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #answer(line: string | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(line);
  }
}
