/** A program as it is started. */
export interface Command {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What one run of a program cost, from its start to the end of the finished process. */
export interface Sample {
  readonly wallMs: number;
  /** User and system time; absent where the operating system's accounting cannot be asked. */
  readonly cpuMs?: number;
  /** Peak of the resident memory. */
  readonly peakKiB?: number;
  readonly exitCode: number;
  /** What it wrote to stdout and stderr together. */
  readonly outputBytes: number;
  /** The last 500 bytes of that. */
  readonly outputEnd: string;
}

export type Quantity = "wallMs" | "cpuMs" | "peakKiB";
