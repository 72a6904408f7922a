import { rm } from "node:fs/promises";
import { join } from "node:path";
import { startFeed } from "../../feed/start-feed";
import { feedName, feedWorld, project, server as place } from "../../start/feed-world";
import type { BenchClient } from "../bench-client";
import type { BenchNode, BenchSetting } from "../bench-setting";
import { benchEnvironment, collectionServer } from "../capture/bench-world";
import { captureRestoreUpstream } from "../capture/captured-restore-upstream";
import type { Command } from "../measuring/sample";
import { median, medianError, spread } from "../measuring/statistics";
import { benchClients } from "../clients/all-clients";
import type { RestoreProject } from "../projects/restore-project";
import { packagesOfSize, type SizedPackage } from "../projects/sized-packages";
import type { Row } from "../report/row";

const latencyMs = 20;
const size = { count: 120, kilobytes: 300 };
const token = "t".repeat(1000);

/**
 * A restore adds its own start and four answers of the feed, which come before the client runs, whatever the project's
 * size; and a part of the client's time for what grows with it.
 */
const allowed = { limit: { ms: 100, part: 0.02 }, aim: { ms: 50, part: 0.01 } };

/** The clients whose restore is measured. */
const restoring = benchClients.filter((bench): bench is Restoring => bench.restore !== undefined);
type Restoring = BenchClient & Required<Pick<BenchClient, "restore">>;

/** What `restore` takes beside the client's own restore of the same project, with all caches off for both. */
export async function measureRestore(setting: BenchSetting): Promise<void> {
  const packages = packagesOfSize(size.count, size.kilobytes);
  for (const node of setting.nodes) await measureWithNode(setting, node, packages);
}

async function measureWithNode(
  setting: BenchSetting,
  node: BenchNode,
  packages: readonly SizedPackage[],
): Promise<void> {
  const registries = restoring.map(({ restore }) => restore.registry(packages));
  // Clients of one protocol need the same registry.
  const distinct = new Map(registries.map((registry) => [registry.kind, registry]));
  const feed = await startFeed({ organizations: feedWorld(place, token, [...distinct.values()]), latencyMs });
  try {
    const server = { ...collectionServer(feed.serverUrl), accessToken: token };
    const environment = await benchEnvironment(setting.clients, setting.folder);
    const folder = join(setting.folder, `restore-${node.version}`);
    const feedRoot = `${server.collectionUri}${encodeURIComponent(project)}/_packaging/${feedName}/`;
    const where = { folder, meter: setting.meter, feedRoot, token, environment };
    const run = { environment, server, extensions: [setting.vsix] };
    for (const { client, restore } of restoring) {
      const restored = await restore.prepare(packages, where);
      const inputs = { feed: `${project}/${feedName}`, packageManagers: client.name };
      const task = await captureRestoreUpstream(run, node.path, join(folder, `${client.name}-task`), {
        sources: restored.sources,
        inputs,
      });
      const row = await compare(setting, restored, task);
      setting.report.add({ ...row, what: `restore − the bare client, ${client.name}`, node: node.version });
    }
  } finally {
    await feed.stop();
  }
}

interface Pair {
  readonly task: number;
  readonly bare: number;
}

/** Runs the task and the client in turn, each from nothing: what the task takes longer, in the middle of all rounds. */
async function compare(
  setting: BenchSetting,
  restored: RestoreProject,
  task: Command,
): Promise<Omit<Row, "what">> {
  const inputs = { INPUT_WORKINGDIRECTORY: restored.folder };
  const own = { ...task, environment: { ...task.environment, ...inputs } };
  const pairs = await timePairs(setting, restored, own);
  const middle = (which: keyof Pair): number => median(pairs.map((pair) => pair[which]));
  const bound = ({ ms, part }: { readonly ms: number; readonly part: number }): number =>
    Math.round(ms + part * middle("bare"));
  const ratios = pairs.map((pair) => pair.task / pair.bare);
  const seconds = (which: keyof Pair): string => (middle(which) / 1000).toFixed(2);
  return {
    part: "restore",
    unit: "ms",
    value: median(pairs.map((pair) => pair.task - pair.bare)),
    ...{ limit: bound(allowed.limit), aim: bound(allowed.aim) },
    remark: `${seconds("task")} and ${seconds("bare")} s in ${pairs.length} rounds, ${median(ratios).toFixed(2)} ÷; ${size.count} packages of ${size.kilobytes} KB, ${latencyMs} ms before each answer; the middle half of the ratios is ${(
      100 * spread(ratios)
    ).toFixed(0)} % wide`,
  };
}

/** Rounds go on until the median of the ratios is not likely to be off by more than 1 %. Every other one begins with the task. */
async function timePairs(
  setting: BenchSetting,
  restored: RestoreProject,
  own: Command,
): Promise<readonly Pair[]> {
  const { fewest, most } = setting.quick ? { fewest: 3, most: 3 } : { fewest: 9, most: 41 };
  const pairs: Pair[] = [];
  const time = async (command: Command): Promise<number> => {
    await restored.clean();
    await emptyTemp(own);
    return timeOne(setting, command);
  };
  await time(own);
  while (pairs.length < most) {
    const isTaskFirst = pairs.length % 2 === 1;
    const first = await time(isTaskFirst ? own : restored.bare);
    const second = await time(isTaskFirst ? restored.bare : own);
    pairs.push(isTaskFirst ? { task: first, bare: second } : { task: second, bare: first });
    const error = medianError(pairs.map(({ task, bare }) => task / bare));
    if (pairs.length >= fewest && error <= 0.01) break;
  }
  return pairs;
}

/** The agent empties its temp folder before each job (TempDirectoryManager.cs), and what the step before left with it. */
async function emptyTemp({ environment }: Command): Promise<void> {
  const temp = environment["AGENT_TEMPDIRECTORY"];
  if (temp !== undefined) await rm(join(temp, "feedpass"), { recursive: true, force: true });
}

/** @throws Error when it fails: then there is nothing to compare. */
async function timeOne({ meter }: BenchSetting, command: Command): Promise<number> {
  const { wallMs, exitCode, outputEnd } = await meter.measure(command);
  if (exitCode !== 0 || outputEnd.includes("result=Failed"))
    throw new Error(`${command.argv.join(" ")} ended with ${exitCode}: ${outputEnd}`);
  return wallMs;
}
