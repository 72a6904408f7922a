import { parseArgs } from "node:util";
import { askedClients } from "../feed/upstream/discover-upstreams";
import { allClients } from "./clients/all-clients";

/** What the command line asks for. */
export interface StartCommand {
  readonly help: boolean;
  /** Pipeline file; the examples when absent. */
  readonly file?: string;
  readonly server: boolean;
  /** Which of a task's handlers runs; the newer one when absent. */
  readonly handler?: "Node20_1" | "Node24";
}

/** The command line was not understood; the message says what was wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const programs = new Intl.ListFormat("en-GB").format(allClients.map(({ program }) => program));

export const usage = `Runs a pipeline on this machine, with the packaged tasks and the real ${programs}, against a feed that
answers as Azure Artifacts does.

Usage: npm start -- [FILE] [options]

  FILE           the pipeline to run, with the repository around it as sources (default: the two examples,
                 azure-pipelines.yml and restore-upstream.yml, each against a feed of its own)
  --server       the feed is that of Azure DevOps Server, http://127.0.0.1:<port>/DefaultCollection/;
                 otherwise of Azure DevOps Services, https://pkgs.dev.azure.com/fabrikam/
  --node 20|24   the Node that runs the tasks (default: 24)
  -h, --help     this text

The feed is the private feed 'fiber' of the project 'Fabrikam Fiber'. Its upstream sources are the public
registries, as ${askedClients()} of this machine are configured to reach them.
Exit code: 0 when the pipeline succeeded, every request that should have had the token had it, and each client
that the example runs has saved packages to the feed; 1 otherwise; 2 for a command line or a pipeline file that
is not understood.
`;

/**
 * Reads the command line.
 * @param words Arguments without program and script.
 * @throws UsageError
 */
export function readCommandLine(words: readonly string[]): StartCommand {
  const { values, positionals } = parse(words);
  const [file, another] = positionals;
  if (another !== undefined)
    throw new UsageError(`One pipeline file at a time; '${another}' is one too many.`);
  const handler = readHandler(values.node);
  return {
    help: values.help,
    server: values.server,
    ...(file !== undefined && { file }),
    ...(handler !== undefined && { handler }),
  };
}

function readHandler(node: string | undefined): StartCommand["handler"] {
  if (node === undefined) return undefined;
  if (node !== "20" && node !== "24") throw new UsageError(`--node takes 20 or 24, not '${node}'.`);
  return node === "20" ? "Node20_1" : "Node24";
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        server: { type: "boolean", default: false },
        node: { type: "string" },
      },
    });
  } catch (error) {
    // Node's message goes on about how to pass a positional that begins with a dash.
    const [reason] = (error instanceof Error ? error.message : "Unknown option").split(". ");
    throw new UsageError(`${reason ?? ""}.`);
  }
}
