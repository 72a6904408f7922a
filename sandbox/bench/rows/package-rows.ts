import { openPromise } from "yauzl";
import type { BenchSetting } from "../bench-setting";
import { benchClients } from "../clients/all-clients";
import type { Row } from "../report/row";

const part = "package";

/** Of the deflated files of a task that has all clients, in KB of 1 000 bytes: for what they share, and for each. */
const big = { limit: 100 + 18 * benchClients.length, aim: 60 + 12 * benchClients.length };
/** Beside the five files of every task and those of its clients: the agent's tool cache, which hardly any run loads. */
const chunks: Readonly<Record<string, number>> = { "restore-upstream": 1 };

/** How much each task weighs in the .vsix: what an agent downloads for it. */
export async function measurePackages({ vsix, report }: BenchSetting): Promise<void> {
  for (const [task, { bytes, files }] of await weighTasks(vsix)) report.add(...rowsOf(task, bytes, files));
}

function rowsOf(task: string, bytes: number, files: number): readonly Row[] {
  const own = benchClients.find(({ client }) => task === `authenticate-${client.name}`);
  const bounds = own?.packageBounds ?? big;
  const inside = own === undefined ? benchClients : [own];
  const beside = inside.reduce((sum, { filesBeside = 0 }) => sum + filesBeside, 0);
  const most = 5 + beside + (chunks[task] ?? 0);
  return [
    { part, what: `${task}, package`, value: bytes / 1000, unit: "KB", ...bounds },
    { part, what: `${task}, files`, value: files, unit: "files", limit: most, aim: most },
  ];
}

async function weighTasks(vsix: string): Promise<Map<string, { bytes: number; files: number }>> {
  const tasks = new Map<string, { bytes: number; files: number }>();
  const archive = await openPromise(vsix, { autoClose: false });
  for await (const { fileName, compressedSize } of archive.eachEntry()) {
    const task = /^tasks\/([^/]+)\/.*[^/]$/.exec(fileName)?.[1];
    if (task === undefined) continue;
    const { bytes, files } = tasks.get(task) ?? { bytes: 0, files: 0 };
    tasks.set(task, { bytes: bytes + compressedSize, files: files + 1 });
  }
  archive.close();
  return tasks;
}
