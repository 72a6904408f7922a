import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BenchNode, BenchSetting } from "../bench-setting";
import { feedRoot, servicesServer } from "../capture/bench-world";
import type { CapturedTask, Client } from "../capture/captured-tasks";
import {
  cargoProject,
  feedsBelow,
  mavenProject,
  mavenReactor,
  mavenSettings,
  uvProject,
  writeProject,
  type FeedAddress,
  type ProjectFiles,
} from "../projects/project-files";
import { median } from "../measuring/statistics";
import { medianRatio, quantities, runRounds, type RoundPlan } from "../measuring/rounds";
import type { Command } from "../measuring/sample";
import { captureWithFeeds } from "./captures";

const part = "growth";

interface Growth {
  readonly what: string;
  readonly client: Client;
  readonly count: number;
  readonly seconds: { readonly limit: number; readonly aim: number };
  readonly project: (count: number, address: FeedAddress) => ProjectFiles;
  /** The user's settings.xml, where that is what grows. */
  readonly settings?: (count: number) => string;
}

const growths: readonly Growth[] = [
  {
    what: "5 000 Cargo registries",
    client: "cargo",
    count: 5000,
    seconds: { limit: 0.5, aim: 0.25 },
    project: cargoProject,
  },
  {
    what: "1 000 uv indexes",
    client: "uv",
    count: 1000,
    seconds: { limit: 0.5, aim: 0.25 },
    project: uvProject,
  },
  {
    what: "a reactor of 1 000 pom.xml",
    client: "maven",
    count: 1000,
    seconds: { limit: 1, aim: 0.5 },
    project: mavenReactor,
  },
  {
    what: "20 000 servers in the user's settings.xml",
    client: "maven",
    count: 20_000,
    seconds: { limit: 0.4, aim: 0.2 },
    project: (_, address) => mavenProject(1, address),
    settings: mavenSettings,
  },
];

const rounds: RoundPlan = { warmUps: 1, fewest: 7, most: 15, error: 0.02 };
const quickRounds: RoundPlan = { warmUps: 0, fewest: 3, most: 3, error: 1 };

/** How long a task takes with much to read, and whether twice as much takes twice as long. */
export async function measureGrowth(setting: BenchSetting): Promise<void> {
  for (const node of setting.nodes) {
    const tasks = await captureWithFeeds(setting, node, 1);
    for (const growth of growths) await measureOne(setting, node, tasks, growth);
  }
}

async function measureOne(
  setting: BenchSetting,
  { version }: BenchNode,
  tasks: readonly CapturedTask[],
  growth: Growth,
): Promise<void> {
  const task = tasks.find(({ client }) => client === growth.client);
  if (task === undefined) return;
  const commands = new Map<string, Command>();
  for (const [name, factor] of [["n", 1] as const, ["2n", 2] as const]) {
    commands.set(name, await enlarge(setting, task.authenticate, growth, growth.count * factor));
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
  command: Command,
  growth: Growth,
  count: number,
): Promise<Command> {
  const folder = join(setting.folder, "growth", `${growth.client}-${count}`);
  await writeProject(folder, growth.project(count, feedsBelow(feedRoot(servicesServer()))));
  const environment = { ...command.environment, INPUT_WORKINGDIRECTORY: folder };
  if (growth.settings === undefined) return { ...command, environment };
  const home = join(folder, "home");
  await mkdir(join(home, ".m2"), { recursive: true });
  await writeFile(join(home, ".m2", "settings.xml"), growth.settings(count));
  return { ...command, environment: { ...environment, MAVEN_OPTS: `-Duser.home=${home}` } };
}
