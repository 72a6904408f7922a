import type { Readable } from "node:stream";
import { LineSplitter } from "./line-splitter";

type Stream = "stdout" | "stderr";

/**
 * Hands on the lines of two streams. One drain empties stderr first, then stdout, so the order between the two
 * is not kept, as on the real agent. AS/ProcessInvoker.cs:424-467
 */
export class OutputDrain {
  readonly #queues: Record<Stream, string[]> = { stderr: [], stdout: [] };
  readonly #onLine: (line: string, stream: Stream) => void;
  #scheduled = false;

  constructor(onLine: (line: string, stream: Stream) => void) {
    this.#onLine = onLine;
  }

  /** Reads a stream to its end; resolves once it has closed. */
  attach(source: Readable, stream: Stream): Promise<void> {
    const splitter = new LineSplitter();
    return new Promise((resolve) => {
      source.on("data", (bytes: Buffer) => {
        this.#enqueue(stream, splitter.push(bytes));
      });
      source.on("error", () => undefined);
      source.on("close", () => {
        this.#enqueue(stream, splitter.end());
        resolve();
      });
    });
  }

  flush(): void {
    this.#scheduled = false;
    for (const stream of ["stderr", "stdout"] as const) {
      for (const line of this.#queues[stream].splice(0)) {
        this.#onLine(line, stream);
      }
    }
  }

  #enqueue(stream: Stream, lines: readonly string[]): void {
    this.#queues[stream].push(...lines);
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => {
        this.flush();
      });
    }
  }
}
