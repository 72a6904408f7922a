import { parseArgs } from "node:util";
import type { ServerRelease } from "./world/definition";
import { askedClients } from "./upstream/discover-upstreams";

/** What the command line asks for. */
export interface FeedCommand {
  readonly help: boolean;
  readonly port: number;
  readonly upstreams: boolean;
  readonly latencyMs: number;
  readonly services: boolean;
  /** The release that the Server face is of; the newest when absent. */
  readonly release?: ServerRelease;
  readonly idleStopSeconds: number;
}

/** The command line was not understood; the message says what was wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const releases: readonly ServerRelease[] = ["2018", "2019.1", "2020", "2022"];

export const usage = `Starts a feed server on this machine that answers as Azure Artifacts does.

Usage: npm run feed -- [options]

  --port N         port of the Server face on 127.0.0.1 (default: a free one)
  --no-upstreams   feeds without upstream sources; otherwise the public registries are used
                   as ${askedClients()} of this machine are configured to reach them
  --no-services    only the Server face (http://127.0.0.1:<port>/DefaultCollection/)
  --release R      the Server face knows the REST versions of ${releases.join(", ")} only
  --latency MS     delay every answer by this many milliseconds
  --idle SECONDS   stop after this time without a request (default: 3600)
  --help           this text

Ctrl+C stops it. Nothing is kept between two runs.
`;

/**
 * Reads the command line.
 * @param words Arguments without program and script.
 * @throws UsageError for unknown options and values that are no whole numbers.
 */
export function readCommandLine(words: readonly string[]): FeedCommand {
  const { values } = parse(words);
  return {
    help: values.help,
    port: wholeNumber("--port", values.port, 65535),
    upstreams: !values["no-upstreams"],
    ...releaseOf(values.release),
    latencyMs: wholeNumber("--latency", values.latency, 600_000),
    services: !values["no-services"],
    idleStopSeconds: wholeNumber("--idle", values.idle, 86_400),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: "boolean", short: "h", default: false },
        port: { type: "string", default: "0" },
        "no-upstreams": { type: "boolean", default: false },
        "no-services": { type: "boolean", default: false },
        release: { type: "string" },
        latency: { type: "string", default: "0" },
        idle: { type: "string", default: "3600" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "Unknown option.");
  }
}

function releaseOf(text: string | undefined): Pick<FeedCommand, "release"> {
  if (text === undefined) return {};
  const release = releases.find((each) => each === text);
  if (release !== undefined) return { release };
  throw new UsageError(`--release takes one of ${releases.join(", ")}, not '${text}'.`);
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value <= most) return value;
  throw new UsageError(`${option} takes a whole number from 0 to ${most}, not '${text}'.`);
}
