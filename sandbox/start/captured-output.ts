/** Passes text on to a stream and keeps it, to be searched when the run is over. */
export class CapturedOutput {
  readonly #stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly #parts: string[] = [];

  constructor(stream: NodeJS.WritableStream & { readonly isTTY?: boolean }) {
    this.#stream = stream;
  }

  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }

  write(text: string): void {
    this.#parts.push(text);
    this.#stream.write(text);
  }

  /** Everything written so far. */
  get text(): string {
    return this.#parts.join("");
  }
}
