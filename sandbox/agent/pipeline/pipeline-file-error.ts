/** A pipeline file that cannot be read, or holds something that this agent does not understand. */
export class PipelineFileError extends Error {
  readonly file: string;
  /** 1-based; 0 when the file itself is unreadable. */
  readonly line: number;
  /** 1-based; 0 when the file itself is unreadable. */
  readonly column: number;
  /** The key, step kind, task or input in question; empty when it is a matter of syntax. */
  readonly key: string;

  constructor(place: { file: string; line: number; column: number }, key: string, reason: string) {
    super(`${place.file}:${place.line}:${place.column}: ${reason}`);
    this.name = "PipelineFileError";
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
    this.key = key;
  }
}
