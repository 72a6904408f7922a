/** What somebody gets today, or what fails although it means no harm. */
export interface KnownFailure {
  /** Where the token arrives and in which form; or what is wrong instead. */
  readonly today: string;
  /** Set where chance decides: uv takes the first of several fitting indexes from a hash table. */
  readonly sometimes?: true;
  /** Why nothing that we set prevents it, where that is so. */
  readonly reason?: string;
}

/**
 * Hostile repositories that fail today, by their id. The suite is green with them; one that is well and still listed
 * turns it red.
 */
export const failsToday: ReadonlyMap<string, KnownFailure> = new Map<string, KnownFailure>([]);

/**
 * Hostile repositories that no setting of ours keeps from the token, by their id; docs/security.md has them under "What
 * cannot be protected". They need more than the repository: somebody between the agent and the feed who answers in its
 * place, here the proxy that it names.
 */
export const cannotBePrevented: ReadonlyMap<string, KnownFailure> = new Map<string, KnownFailure>([
  [
    "cargo-proxy-cainfo-nested",
    {
      today: "elsewhere: requests for the feed's index, through the proxy that the configuration below names",
      reason:
        "Cargo reads the configuration of the folder that it is run in, and the task that of the working directory and above; a variable that wins would take the machine's own proxy from those who have none in the agent",
    },
  ],
  [
    "uv-insecure-script",
    {
      today: "elsewhere: a request for the feed, through the proxy that the script's metadata names",
      reason:
        "uv adds allow-insecure-host of a script to what variables and files say, and the task cannot know which scripts are run",
    },
  ],
  [
    "uv-insecure-nested",
    {
      today: "elsewhere: a request for the feed, through the proxy that the project below names",
      reason:
        "uv adds allow-insecure-host of the project that it is run in, and the task reads the working directory, the folders above, members and path dependencies",
    },
  ],
]);
