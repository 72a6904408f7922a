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

/** What pip, pipenv and pdm do with what a keyring gives. */
const filedByHost =
  "pip files the password that it has for an address under host and port, and sends it to whatever is there";

/**
 * Hostile repositories that no setting of ours keeps from the token, by their id; docs/security.md has them under "What
 * cannot be protected" and "What each client's way means".
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
  [
    "pip-metadata-line",
    {
      today: "other organization: a request for the file that a wheel's metadata names",
      reason: `${filedByHost}; the project itself names its feed on the host that organizations share, and metadata is read by pip alone`,
    },
  ],
  [
    "pip-unread-line",
    {
      today: "other organization: a request for the index that a file names which the task does not look for",
      reason: `${filedByHost}; that file names a feed of ours beside it, for which pip is to have the token`,
    },
  ],
  [
    "pip-metadata-http",
    {
      today: "elsewhere: a request by http for a file on the feed's host, which whoever listens reads",
      reason: `${filedByHost}, whatever the scheme is; metadata is read by pip alone`,
    },
  ],
  [
    "pip-expand-publish-credentials",
    {
      today: "elsewhere: TWINE_PASSWORD, which a requirements file puts into another host's address",
      reason: "the pipeline asks for variables of known names by publishCredentials, and pip fills in any",
    },
  ],
  [
    "pip-pypirc-publish-credentials",
    {
      today: "elsewhere: an upload to the repository that a .pypirc of the repository's names",
      reason:
        "the pipeline asks for TWINE_PASSWORD by publishCredentials, and twine sends it wherever it uploads",
    },
  ],
  [
    "poetry-http",
    {
      today:
        "elsewhere: a request by http for the feed's address, of Poetry before 2.5, which whoever listens reads",
      reason:
        "Poetry before 2.5 does not compare schemes, and the task reads the projects of its working directory alone",
    },
  ],
]);
