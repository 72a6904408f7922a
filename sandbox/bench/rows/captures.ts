import { join } from "node:path";
import type { AgentRun } from "../../agent/run-pipeline";
import type { BenchNode, BenchSetting } from "../bench-setting";
import { benchEnvironment, feedRoot, servicesServer } from "../capture/bench-world";
import { captureTask, type CapturedTask } from "../capture/captured-tasks";
import { benchClients } from "../clients/all-clients";
import { feedsBelow } from "../projects/project-files";

/** The tasks as the agent starts them in repositories with so many feeds, each in a work folder of its own. */
export async function captureWithFeeds(
  setting: BenchSetting,
  node: BenchNode,
  feeds: number,
  server: AgentRun["server"] = servicesServer(),
): Promise<readonly CapturedTask[]> {
  const environment = await benchEnvironment(setting.clients, setting.folder);
  const tasks: CapturedTask[] = [];
  for (const [index, bench] of benchClients.entries()) {
    // By number: the path stands in what a task writes, whose bytes are counted.
    const name = `node-${node.version}-repo${index}-${feeds}-${server.serverType}`;
    tasks.push(
      await captureTask({
        bench,
        folder: join(setting.folder, name),
        vsix: setting.vsix,
        node: node.path,
        environment,
        server,
        sources: bench.project(feeds, feedsBelow(feedRoot(server))),
      }),
    );
  }
  return tasks;
}
