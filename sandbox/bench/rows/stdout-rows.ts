import type { BenchSetting } from "../bench-setting";
import { servicesServer } from "../capture/bench-world";
import type { CapturedTask } from "../capture/captured-tasks";
import { captureWithFeeds } from "./captures";

const part = "stdout";
const more = 11;
const usualBounds = { limit: 600, aim: 300 };

/**
 * What a task writes to stdout for each registry: the difference between many and one. The token's own characters
 * count for nothing, since their number is the server's choice; the remark says how many there are.
 */
export async function measureStdout(setting: BenchSetting): Promise<void> {
  const [node] = setting.nodes;
  if (node === undefined) return;
  const server = servicesServer();
  const one = await captureWithFeeds(setting, node, 1, server);
  const many = await captureWithFeeds(setting, node, more, server);
  one.forEach((task, index) => {
    const other = many[index];
    if (other === undefined) return;
    const each = (bytes: (captured: CapturedTask) => number): number =>
      (bytes(other) - bytes(task)) / (more - 1);
    setting.report.add({
      part,
      what: `authenticate-${task.bench.client.name}, stdout per registry`,
      value: each(ownBytes),
      unit: "bytes",
      ...(task.bench.stdoutBounds ?? usualBounds),
      remark: `and ${each(({ secretBytes }) => secretBytes).toFixed(0)} of the token, which has ${
        server.accessToken.length
      }; with one feed ${ownBytes(task)} and ${task.secretBytes} bytes in all`,
    });
  });
}

function ownBytes({ stdoutBytes, secretBytes }: CapturedTask): number {
  return stdoutBytes - secretBytes;
}
