/** One run of a client's program. */
export interface ClientCommand {
  readonly args: readonly string[];
  /** Beyond the environment that authenticates the client. */
  readonly variables?: Readonly<Record<string, string>>;
}
