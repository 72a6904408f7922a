import type { BenchNode, BenchSetting } from "../bench-setting";
import type { CapturedTask } from "../capture/captured-tasks";
import { median, spread } from "../measuring/statistics";
import { medianRatio, quantities, runRounds, type RoundPlan, type Samples } from "../measuring/rounds";
import type { Command, Quantity } from "../measuring/sample";
import type { Row } from "../report/row";
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
    for (const { client } of tasks) setting.report.add(...rowsOf(samples, node, client));
  }
}

/** A task, then its post-job step, which finds what the task left. */
function startCommands(tasks: readonly CapturedTask[], node: BenchNode): ReadonlyMap<string, Command> {
  const [first] = tasks;
  if (first === undefined) throw new Error("There are no tasks.");
  return new Map([
    [base, { ...first.authenticate, argv: [node.path, "-e", "0"] }],
    ...tasks.flatMap(({ client, authenticate, undo }): [string, Command][] => [
      [client, authenticate],
      [`${client} undo`, undo],
    ]),
  ]);
}

function rowsOf(samples: Samples, { version }: BenchNode, client: string): readonly Row[] {
  const start = client === "maven" ? { limit: 2.6, aim: 1.7 } : { limit: 2.2, aim: 1.7 };
  const row = (
    name: string,
    what: string,
    quantity: Quantity,
    bounds: { limit: number; aim: number },
  ): Row => {
    const value = medianRatio(samples, name, base, quantity);
    return { part, what, node: version, unit: "÷", ...bounds, ...withValue(value, samples, name, quantity) };
  };
  const task = `authenticate-${client}`;
  return [
    row(client, `${task}, CPU`, "cpuMs", start),
    row(client, `${task}, wall`, "wallMs", start),
    row(client, `${task}, peak memory`, "peakKiB", { limit: 1.3, aim: 1.15 }),
    row(`${client} undo`, `${task}, post-job step, CPU`, "cpuMs", { limit: 2.1, aim: 1.3 }),
    row(`${client} undo`, `${task}, post-job step, wall`, "wallMs", { limit: 2.1, aim: 1.3 }),
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
