import { parseArgs } from "node:util";

/** The parts of the bench, in the order in which they run. */
export const partNames = [
  ...["package", "requests", "stdout", "start", "keyring", "growth", "restore", "save"],
  "whole",
] as const;

export type PartName = (typeof partNames)[number];

/** What the command line asks for. */
export interface BenchCommand {
  readonly help: boolean;
  readonly json: boolean;
  /** Fewer runs: to see that something works, not to compare. */
  readonly quick: boolean;
  readonly parts: ReadonlySet<PartName>;
}

/** The command line was not understood; the message says what was wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const usage = `Measures what the packaged tasks cost, on Node 20 and 24, and compares it with what they may cost.

Usage: npm run bench -- [options]

  --only NAME   one part alone; may be given several times. Parts: ${partNames.join(", ")}
  --whole       also the part 'whole': npm start from a warm clone
  --quick       few runs, for a look; the medians are then not to be compared
  --json        the rows as JSON on stdout (npm run --silent bench -- --json)
  -h, --help    this text

Ratios (÷) are against 'node -e 0', run in turn with what is measured, in the same environment.
Exit code: 0 when nothing is over its limit, 1 otherwise, 2 for a command line that is not understood.
`;

/**
 * Reads the command line.
 * @param words Arguments without program and script.
 * @throws UsageError
 */
export function readCommandLine(words: readonly string[]): BenchCommand {
  const { help, json, quick, only, whole } = parse(words);
  const named = only.map((name) => {
    const part = partNames.find((known) => known === name);
    if (part === undefined)
      throw new UsageError(`There is no part '${name}'; there are ${partNames.join(", ")}.`);
    return part;
  });
  const usual = named.length > 0 ? named : partNames.filter((name) => name !== "whole");
  return { help, json, quick, parts: new Set(whole ? [...usual, "whole"] : usual) };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: "boolean", short: "h", default: false },
        json: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
        whole: { type: "boolean", default: false },
        only: { type: "string", multiple: true, default: [] },
      },
    }).values;
  } catch (error) {
    // Node's message goes on about how to pass a positional that begins with a dash.
    const [reason] = (error instanceof Error ? error.message : "Unknown option").split(". ");
    throw new UsageError(`${reason ?? ""}.`);
  }
}
