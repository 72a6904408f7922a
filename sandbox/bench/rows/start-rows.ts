import type { BenchClient } from "../bench-client";
import type { BenchNode, BenchSetting } from "../bench-setting";
import type { CapturedTask } from "../capture/captured-tasks";
import { median, spread } from "../measuring/statistics";
import { medianRatio, quantities, runRounds, type RoundPlan, type Samples } from "../measuring/rounds";
import type { Command, Quantity } from "../measuring/sample";
import type { Bounds, Row } from "../report/row";
import { captureWithFeeds } from "./captures";

const part = "start";
const base = "node -e 0";

const rounds: RoundPlan = { warmUps: 3, fewest: 21, most: 61, error: 0.01 };
const quickRounds: RoundPlan = { warmUps: 1, fewest: 5, most: 5, error: 1 };

/** What a task and its post-job step cost with one feed, in multiples of what Node itself costs. */
export async function measureStart(setting: BenchSetting): Promise<void> {
  for (const node of setting.nodes) {
    const tasks = await captureWithFeeds(setting, node, 1);
    const samples = await runRounds(
      setting.meter,
      startCommands(tasks, node),
      base,
      setting.quick ? quickRounds : rounds,
    );
    describeMachine(setting, node, samples);
    for (const { bench } of tasks) setting.report.add(...rowsOf(samples, node, bench));
  }
}

/** A task, then its post-job step, which finds what the task left. */
function startCommands(tasks: readonly CapturedTask[], node: BenchNode): ReadonlyMap<string, Command> {
  const [first] = tasks;
  if (first === undefined) throw new Error("There are no tasks.");
  return new Map([
    [base, { ...first.authenticate, argv: [node.path, "-e", "0"] }],
    ...tasks.flatMap(({ bench: { client }, authenticate, undo }): [string, Command][] => [
      [client.name, authenticate],
      [`${client.name} undo`, undo],
    ]),
  ]);
}

function rowsOf(samples: Samples, { version }: BenchNode, bench: BenchClient): readonly Row[] {
  const { name } = bench.client;
  const row = (command: string, what: string, quantity: Quantity, bounds: Bounds): Row => {
    const value = medianRatio(samples, command, base, quantity);
    return {
      part,
      what,
      node: version,
      unit: "÷",
      ...bounds,
      ...withValue(value, samples, command, quantity),
    };
  };
  const task = `authenticate-${name}`;
  const start = bench.startBounds;
  return [
    row(name, `${task}, CPU`, "cpuMs", start),
    row(name, `${task}, wall`, "wallMs", start),
    row(name, `${task}, peak memory`, "peakKiB", { limit: 1.3, aim: 1.15 }),
    row(`${name} undo`, `${task}, post-job step, CPU`, "cpuMs", { limit: 2.1, aim: 1.3 }),
    row(`${name} undo`, `${task}, post-job step, wall`, "wallMs", { limit: 2.1, aim: 1.3 }),
  ];
}

function withValue(
  value: number | undefined,
  samples: Samples,
  name: string,
  quantity: Quantity,
): Pick<Row, "value" | "remark"> {
  if (value === undefined) return { remark: "needs python3" };
  const own = median(quantities(samples, name, quantity));
  const [divisor, unit] = quantity === "peakKiB" ? [1024, "MiB"] : [1, "ms"];
  return { value, remark: `${(own / divisor).toFixed(1)} ${unit}` };
}

function describeMachine({ report, meter }: BenchSetting, { version }: BenchNode, samples: Samples): void {
  const quantity = meter.knowsAccounting ? "cpuMs" : "wallMs";
  const bases = quantities(samples, base, quantity);
  const wide = spread(bases);
  report.note(
    `Node ${version}: ${base} takes ${median(bases).toFixed(1)} ms; ${bases.length} rounds; the middle half of its times is ${(
      wide * 100
    ).toFixed(0)} % wide${wide > 0.15 ? ": a noisy machine, so trust CPU more than wall" : ""}.`,
  );
}
