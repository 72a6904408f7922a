import type { Meter } from "./meter";
import type { Command, Quantity, Sample } from "./sample";
import { median, medianError } from "./statistics";

/** How often everything is run. */
export interface RoundPlan {
  readonly warmUps: number;
  readonly fewest: number;
  readonly most: number;
  /** Enough rounds were run when no median of a ratio is off by more than this part of it. */
  readonly error: number;
}

/** The samples of each command, one for each round: those of one round were taken one right after the other. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

/**
 * Runs the commands in turn, A B C A B C …, so that what else the machine does falls on all of them alike. `base` is
 * the name of the command that the others are compared with, and decides when it is enough.
 * @throws Error for a command that ends with another code than 0, or with a result that is Failed.
 */
export async function runRounds(
  meter: Meter,
  commands: ReadonlyMap<string, Command>,
  base: string,
  plan: RoundPlan,
): Promise<Samples> {
  const samples = new Map<string, Sample[]>([...commands.keys()].map((name) => [name, []]));
  for (let round = -plan.warmUps; round < plan.most; round += 1) {
    for (const [name, command] of commands) {
      const sample = await meter.measure(command);
      // A task that fails says so and ends with 0.
      if (sample.exitCode !== 0 || sample.outputEnd.includes("result=Failed"))
        throw new Error(`${name} ended with ${sample.exitCode}: ${sample.outputEnd}`);
      if (round >= 0) samples.get(name)?.push(sample);
    }
    if (round + 1 >= plan.fewest && isSettled(samples, base, meter, plan.error)) break;
  }
  return samples;
}

function isSettled(samples: Samples, base: string, meter: Meter, error: number): boolean {
  const quantity = meter.knowsAccounting ? "cpuMs" : "wallMs";
  return [...samples.keys()]
    .filter((name) => name !== base)
    .every((name) => medianError(ratios(samples, name, base, quantity)) <= error);
}

/** A quantity of each run of `name`, divided by that of the base in the same round. Empty where it is not known. */
export function ratios(samples: Samples, name: string, base: string, quantity: Quantity): readonly number[] {
  const bases = quantities(samples, base, quantity);
  return quantities(samples, name, quantity).map((value, round) => value / (bases[round] ?? NaN));
}

/** A quantity of each run of `name`. Empty where it is not known. */
export function quantities(samples: Samples, name: string, quantity: Quantity): readonly number[] {
  return (samples.get(name) ?? []).flatMap((sample) => sample[quantity] ?? []);
}

/** The median of `ratios`, or undefined where the quantity is not known. */
export function medianRatio(
  samples: Samples,
  name: string,
  base: string,
  quantity: Quantity,
): number | undefined {
  const values = ratios(samples, name, base, quantity);
  return values.length === 0 ? undefined : median(values);
}
