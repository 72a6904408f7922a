import { join } from "node:path";
import { startFeed, type RunningFeed } from "../../feed/start-feed";
import { feedName, feedWorld, project, server as place } from "../../start/feed-world";
import type { BenchNode, BenchSetting } from "../bench-setting";
import { benchEnvironment, collectionServer } from "../capture/bench-world";
import { captureSave } from "../capture/captured-save";
import type { Command, Sample } from "../measuring/sample";
import { lockedCrates, manyCrates } from "../projects/many-crates";
import { writeProject } from "../projects/project-files";
import type { Row } from "../report/row";

const part = "save";
const latencyMs = 20;
const concurrency = 16;

/** One run of `save` against a feed that answers each request after a time. */
interface SaveRun {
  readonly sample: Sample;
  /** Requests that the feed answered. */
  readonly requests: number;
}

/** How fast `save` has a feed save the files of a lock file, and what it keeps in memory meanwhile. */
export async function measureSave(setting: BenchSetting): Promise<void> {
  for (const node of setting.nodes) {
    const feed = await openFeed();
    try {
      await measureWithNode(setting, node, feed);
    } finally {
      await feed.stop();
    }
  }
}

/** Each count is of crates of its own, which this feed has not saved yet. */
async function measureWithNode(setting: BenchSetting, node: BenchNode, feed: RunningFeed): Promise<void> {
  const folder = join(setting.folder, `save-${node.version}`);
  const server = { ...collectionServer(feed.serverUrl), accessToken: token };
  const environment = await benchEnvironment(setting.clients, setting.folder);
  const run = { environment, server, extensions: [setting.vsix] };
  const command = await captureSave(run, node.path, folder, `${project}/${feedName}`);
  feed.setFaults([{ latencyMs }]);
  const save = async (count: number, width: number): Promise<SaveRun> => {
    const lock = join(folder, `lock-${count}`);
    await writeProject(lock, lockedCrates(count));
    feed.clearRequests();
    const sample = await setting.meter.measure(withInputs(command, lock, width));
    if (sample.exitCode !== 0 || !sample.outputEnd.includes("result=Succeeded"))
      throw new Error(`save of ${count} files: ${sample.outputEnd}`);
    return { sample, requests: feed.requests().length };
  };
  const slow = await save(100, 1);
  const few = await save(2000, concurrency);
  const again = await save(2000, concurrency);
  const rows = [...speedRows(slow, few), againRow(few, again), memoryRow("2 000", few)];
  const many = setting.quick ? [] : [memoryRow("20 000", await save(20_000, concurrency))];
  setting.report.add(...[...rows, ...many].map((row) => ({ ...row, part, node: node.version })));
}

const token = "t".repeat(1000);

function openFeed(): Promise<RunningFeed> {
  return startFeed({ organizations: feedWorld(place, token, [manyCrates()]) });
}

function withInputs(command: Command, folder: string, width: number): Command {
  const inputs = { INPUT_WORKINGDIRECTORY: folder, INPUT_MAXCONCURRENCY: String(width) };
  return { ...command, environment: { ...command.environment, ...inputs } };
}

type Measured = Omit<Row, "part" | "node">;

function speedRows(slow: SaveRun, few: SaveRun): readonly Measured[] {
  const seconds = few.sample.wallMs / 1000;
  const possible = (concurrency * 1000) / latencyMs;
  const each = ({ sample, requests }: SaveRun): number => sample.wallMs / requests;
  return [
    {
      ...{ what: "save of 2 000 files, of concurrency ÷ latency", unit: "%", atLeast: true },
      value: (100 * few.requests) / seconds / possible,
      ...{ limit: 85, aim: 95 },
      remark: `${seconds.toFixed(2)} s, of which the task computes ${((few.sample.cpuMs ?? NaN) / 1000).toFixed(2)} s; ${
        few.requests
      } requests, ${concurrency} at once, ${latencyMs} ms each`,
    },
    {
      ...{ what: "save, as fast as one by one", unit: "÷", atLeast: true, limit: 12, aim: 15 },
      value: each(slow) / each(few),
      remark: "by request",
    },
  ];
}

function againRow(few: SaveRun, again: SaveRun): Measured {
  return {
    ...{ what: "save when everything is saved", unit: "%", limit: 10 },
    value: (100 * again.sample.wallMs) / few.sample.wallMs,
    remark: `${(again.sample.wallMs / 1000).toFixed(2)} s, ${again.requests} requests`,
  };
}

function memoryRow(count: string, { sample }: SaveRun): Measured {
  return {
    ...{ what: `save of ${count} files, peak memory`, unit: "MiB", limit: 130, aim: 110 },
    ...(sample.peakKiB === undefined ? { remark: "needs python3" } : { value: sample.peakKiB / 1024 }),
  };
}
