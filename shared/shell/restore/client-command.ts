/** One run of a client's program. */
export interface ClientCommand {
  readonly args: readonly string[];
  /** Beyond the environment that authenticates the client. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A project to restore: its folder, and the files in it that say how. */
export interface ProjectFiles {
  readonly folder: string;
  readonly files: ReadonlySet<string>;
}
