import type { Row } from "./row";

/** Takes what the parts find. */
export class Report {
  readonly rows: Row[] = [];
  readonly #write: (line: string) => void;

  /** @param write Is told how the bench gets on. */
  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  add(...rows: readonly Row[]): void {
    this.rows.push(...rows);
  }

  progress(text: string): void {
    this.#write(text);
  }

  /** Something that the reader of the figures has to know. */
  readonly notes: string[] = [];

  note(text: string): void {
    this.notes.push(text);
  }
}
