import { StringDecoder } from "node:string_decoder";

/** Cuts bytes into lines that end at LF, CR LF or a lone CR, as .NET ReadLine does. AS/ProcessInvoker.cs:543-568 */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  #pending = "";

  /** Complete lines in these bytes. A CR at their end waits for what follows. */
  push(bytes: Buffer): string[] {
    this.#pending += this.#decoder.write(bytes);
    const lines = this.#pending.split(/\r\n|\n|\r(?!$)/);
    this.#pending = lines.pop() ?? "";
    return lines;
  }

  /** The last line, when the stream did not end with a line break. */
  end(): string[] {
    const rest = this.#pending + this.#decoder.end();
    this.#pending = "";
    if (rest === "") {
      return [];
    }
    return [rest.endsWith("\r") ? rest.slice(0, -1) : rest];
  }
}
