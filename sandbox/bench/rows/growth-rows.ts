import { join } from "node:path";
import type { Growth } from "../bench-client";
import type { BenchNode, BenchSetting } from "../bench-setting";
import { feedRoot, homeVariables, servicesServer } from "../capture/bench-world";
import type { CapturedTask } from "../capture/captured-tasks";
import { feedsBelow, writeProject } from "../projects/project-files";
import { median } from "../measuring/statistics";
import { medianRatio, quantities, runRounds, type RoundPlan } from "../measuring/rounds";
import type { Command } from "../measuring/sample";
import { captureWithFeeds } from "./captures";

const part = "growth";

const rounds: RoundPlan = { warmUps: 1, fewest: 7, most: 15, error: 0.02 };
const quickRounds: RoundPlan = { warmUps: 0, fewest: 3, most: 3, error: 1 };

/** How long a task takes with much to read, and whether twice as much takes twice as long. */
export async function measureGrowth(setting: BenchSetting): Promise<void> {
  for (const node of setting.nodes) {
    const tasks = await captureWithFeeds(setting, node, 1);
    for (const task of tasks)
      for (const growth of task.bench.growths) await measureOne(setting, node, task, growth);
  }
}

async function measureOne(
  setting: BenchSetting,
  { version }: BenchNode,
  task: CapturedTask,
  growth: Growth,
): Promise<void> {
  const commands = new Map<string, Command>();
  for (const [name, factor] of [["n", 1] as const, ["2n", 2] as const]) {
    commands.set(name, await enlarge(setting, task, growth, growth.count * factor));
  }
  const plan = setting.quick ? quickRounds : rounds;
  const samples = await runRounds(setting.meter, commands, "n", plan);
  const ratio = medianRatio(samples, "2n", "n", setting.meter.knowsAccounting ? "cpuMs" : "wallMs");
  const wall = (name: string): number => median(quantities(samples, name, "wallMs")) / 1000;
  const peak = median(quantities(samples, "n", "peakKiB")) / 1024;
  setting.report.add(
    {
      ...{ part, what: growth.what, node: version, value: wall("n"), unit: "s", ...growth.seconds },
      ...(Number.isNaN(peak) ? {} : { remark: `peak ${peak.toFixed(0)} MiB` }),
    },
    {
      ...{ part, what: `${growth.what}, twice as many`, node: version, unit: "÷", limit: 2.3, aim: 2 },
      ...(ratio === undefined ? {} : { value: ratio }),
      remark: `${wall("2n").toFixed(2)} s`,
    },
  );
}

/** The task as the agent started it, but in another folder, or for a user with other settings. */
async function enlarge(
  setting: BenchSetting,
  { bench: { client }, authenticate }: CapturedTask,
  growth: Growth,
  count: number,
): Promise<Command> {
  const folder = join(setting.folder, "growth", `${client.name}-${count}`);
  await writeProject(folder, growth.project(count, feedsBelow(feedRoot(servicesServer()))));
  const environment = { ...authenticate.environment, INPUT_WORKINGDIRECTORY: folder };
  if (growth.home === undefined) return { ...authenticate, environment };
  const home = join(folder, "home");
  await writeProject(home, growth.home(count));
  return { ...authenticate, environment: { ...environment, ...homeVariables(client, home) } };
}
