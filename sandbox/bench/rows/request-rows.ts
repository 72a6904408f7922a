import { startFeed } from "../../feed/start-feed";
import { feedWorld, server as place } from "../../start/feed-world";
import type { BenchSetting } from "../bench-setting";
import { collectionServer, servicesServer } from "../capture/bench-world";
import { captureWithFeeds } from "./captures";

const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** How many requests the tasks of all clients make at a feed's server that they are told of, and could reach directly. */
export async function countRequests(setting: BenchSetting): Promise<void> {
  const [node] = setting.nodes;
  if (node === undefined) return;
  const { accessToken } = servicesServer();
  const feed = await startFeed({ organizations: feedWorld(place, accessToken, []) });
  try {
    const server = { ...collectionServer(feed.serverUrl), accessToken };
    const { length } = await captureWithFeeds(setting, node, 1, server);
    setting.report.add({
      part: "requests",
      what: `requests of the ${words[length] ?? length} tasks to authenticate`,
      node: node.version,
      value: feed.requests().length,
      unit: "requests",
      limit: 0,
      aim: 0,
    });
  } finally {
    await feed.stop();
  }
}
