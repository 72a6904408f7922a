import { join } from "node:path";
import { feedName, project } from "../../start/feed-world";
import type { BenchNode, BenchSetting } from "../bench-setting";
import { benchEnvironment, collectionServer } from "../capture/bench-world";
import { captureRestoreUpstream } from "../capture/captured-restore-upstream";
import type { Sample } from "../measuring/sample";
import { startPlainFeed } from "../plain-feed/plain-feed";
import { benchClients } from "../clients/all-clients";
import { writeProject } from "../projects/project-files";

/** One run of `save` against a feed that answers each request after a time. */
export interface SaveRun {
  readonly sample: Sample;
  /** Requests that the feed answered. */
  readonly requests: number;
  /** The mean time before its answers. */
  readonly meanMs: number;
  /** Requests at once. */
  readonly width: number;
  /** What went wrong; absent when the task succeeded. */
  readonly failure?: string;
}

/** How `save` is run. */
export interface SaveOrder {
  readonly files: number;
  readonly width: number;
  /** The feed has what earlier runs saved; otherwise it has nothing. */
  readonly keepSaved?: boolean;
  /** The run is one of several parallel jobs, from 1. */
  readonly slice?: { readonly position: number; readonly total: number };
}

export const latencyMs = 20;
const token = "t".repeat(1000);

/**
 * Runs `measure` with a way to run `save` as the agent starts it, against a plain feed in a process of its own that
 * waits 20 ms before each answer.
 */
export async function withSaves(
  setting: BenchSetting,
  node: BenchNode,
  measure: (save: (order: SaveOrder) => Promise<SaveRun>) => Promise<void>,
): Promise<void> {
  const { client, save } = benchClients.find((bench) => bench.save !== undefined) ?? {};
  if (client === undefined || save === undefined) throw new Error("No client has a lock file for save.");
  const feed = await startPlainFeed(save.feed.script, save.feed.words());
  try {
    const folder = join(setting.folder, `save-${node.version}`);
    const server = { ...collectionServer(feed.serverUrl), accessToken: token };
    const environment = await benchEnvironment(setting.clients, setting.folder);
    const run = { environment, server, extensions: [setting.vsix] };
    const command = await captureRestoreUpstream(run, node.path, folder, {
      sources: save.locked(2),
      inputs: { feed: `${project}/${feedName}`, mode: "save", packageManagers: client.name },
    });
    await measure(async ({ files, width, keepSaved = false, slice }) => {
      const lock = join(folder, `lock-${files}`);
      await writeProject(lock, save.locked(files));
      await feed.tell({ latencyMs, forget: !keepSaved });
      const inputs = { INPUT_WORKINGDIRECTORY: lock, INPUT_MAXCONCURRENCY: String(width) };
      const parallel = slice === undefined ? {} : parallelJob(slice);
      const own = { ...command, environment: { ...command.environment, ...inputs, ...parallel } };
      const sample = await setting.meter.measure(own);
      const isGood = sample.exitCode === 0 && sample.outputEnd.includes("result=Succeeded");
      const failure = isGood ? {} : { failure: `failed: ${lastLine(sample.outputEnd)}` };
      const { requests, meanMs } = await feed.tell();
      return { sample, width, requests, meanMs, ...failure };
    });
  } finally {
    await feed.stop();
  }
}

/** What the agent tells a job under `strategy: parallel` (agent.md 1.11). */
function parallelJob({ position, total }: NonNullable<SaveOrder["slice"]>): Readonly<Record<string, string>> {
  return {
    SYSTEM_PARALLELEXECUTIONTYPE: "MultiMachine",
    SYSTEM_JOBPOSITIONINPHASE: String(position),
    SYSTEM_TOTALJOBSINPHASE: String(total),
  };
}

/** The last thing that the task said, short enough for a table and without its column signs. */
function lastLine(output: string): string {
  const line = output.trim().split("\n").at(-1) ?? "";
  return line.replaceAll("|", "/").slice(0, 120);
}
