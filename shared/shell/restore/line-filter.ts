import { StringDecoder } from "node:string_decoder";
import { logText } from "../../core/log-text";

/** Longer lines are cut: one line of megabytes helps nobody, and the agent keeps each line in memory. */
const longest = 8192;

/** Colours, and the cursor and title commands of a terminal (ECMA-48, 5.4). */
const terminalSequences = new RegExp(
  "\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|[@-Z\\\\-_])",
  "g",
);

/**
 * Turns the bytes of a child process into log lines as they come. Nothing in a line can act as a logging command, also
 * where a chunk ends in the middle of one; a line is given when it is whole, or when it is longer than is kept.
 */
export class LineFilter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #write: (line: string) => void;
  readonly #scrub: (line: string) => string;
  #rest = "";
  #isCut = false;

  /**
   * @param write Told each line, without its end, safe to print.
   * @param scrub Takes secrets out of lines that it is given in turn.
   */
  constructor(write: (line: string) => void, scrub: (line: string) => string) {
    this.#write = write;
    this.#scrub = scrub;
  }

  push(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk));
  }

  /** Gives what is left when the stream ends. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#rest !== "") this.#give(this.#rest);
    this.#rest = "";
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    lines.forEach((line) => {
      this.#give(line.replace(/\r$/, ""));
    });
    if (this.#rest.length > longest) {
      this.#give(this.#rest);
      this.#rest = "";
      this.#isCut = true;
    }
  }

  #give(line: string): void {
    const skip = this.#isCut;
    this.#isCut = false;
    if (skip) return;
    const shown = line.length > longest ? `${line.slice(0, longest)} … (cut)` : line;
    this.#write(logText(this.#scrub(shown.replace(terminalSequences, "").replaceAll("\t", "    "))));
  }
}
