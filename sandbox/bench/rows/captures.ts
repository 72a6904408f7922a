import { join } from "node:path";
import type { AgentRun } from "../../agent/run-pipeline";
import type { BenchNode, BenchSetting } from "../bench-setting";
import { benchEnvironment, feedRoot, servicesServer } from "../capture/bench-world";
import { captureTasks, type CapturedTask } from "../capture/captured-tasks";
import { repositoryWithFeeds } from "../projects/one-feed";

/** The tasks as the agent starts them in a repository with so many feeds, each in a work folder of its own. */
export async function captureWithFeeds(
  setting: BenchSetting,
  node: BenchNode,
  feeds: number,
  server: AgentRun["server"] = servicesServer(),
): Promise<readonly CapturedTask[]> {
  const folder = join(setting.folder, `node-${node.version}-feeds-${feeds}-${server.serverType}`);
  return captureTasks({
    folder,
    vsix: setting.vsix,
    node: node.path,
    environment: await benchEnvironment(setting.clients, setting.folder),
    server,
    sources: repositoryWithFeeds(feeds, feedRoot(server)),
  });
}
