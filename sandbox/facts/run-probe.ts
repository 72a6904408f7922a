import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runPipeline, type PipelineRecord } from "../agent/run-pipeline";
import { startFeed } from "../feed/start-feed";
import { collection, probeWorld, project, type ProbeWorldOptions } from "./probe-world";
import { readProbe, type ProbeResult } from "./probe-result";

export interface ProbeRun {
  readonly record: PipelineRecord;
  /** Undefined where the probe ended before it could write it. */
  readonly result: ProbeResult | undefined;
  /** The table for the build page. */
  readonly table: string | undefined;
  readonly token: string;
}

/**
 * Runs the clone's `probe/azure-pipelines.yml` on the sandbox's agent against a sandbox feed.
 * @param folder Where it may work; what it leaves there stays.
 */
export async function runProbe(
  clone: string,
  folder: string,
  options: ProbeWorldOptions = {},
): Promise<ProbeRun> {
  const token = randomBytes(60).toString("base64url");
  const feed = await startFeed({ organizations: probeWorld(token, options), idleStopSeconds: 120 });
  try {
    const [sources, uploads] = [join(folder, "sources"), join(folder, "uploads")];
    mkdirSync(uploads, { recursive: true });
    cpSync(join(clone, "probe"), join(sources, "probe"), { recursive: true });
    const record = await runPipeline({
      pipelineFile: join(clone, "probe", "azure-pipelines.yml"),
      sources,
      extensions: [],
      workFolder: join(folder, "work"),
      uploadsFolder: uploads,
      nodes: {},
      environment: { PATH: [join(process.execPath, ".."), "/usr/bin", "/bin"].join(":"), HOME: folder },
      server: {
        collectionUri: `${feed.serverUrl}${collection}/`,
        serverType: "OnPremises",
        accessToken: token,
        project,
        projectId: feed.ids.project(collection, project) ?? "",
        collectionId: feed.ids.organization(collection) ?? "",
      },
    });
    const written = (name: string): string | undefined => {
      const file = readdirSync(uploads).find((each) => each.endsWith(name));
      return file === undefined ? undefined : readFileSync(join(uploads, file), "utf8");
    };
    const text = written("probe.json");
    const result = text === undefined ? undefined : readProbe(text, "probe.json of the sandbox");
    return { record, result, table: written("probe.md"), token };
  } finally {
    await feed.stop();
  }
}
