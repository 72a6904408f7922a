import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCommandLine, usage, UsageError } from "./command-line";
import type { FeedCommand } from "./command-line";
import { formatRecord, formatWelcome } from "./console-text";
import { startFeed } from "./start-feed";
import { askedClients, discoverUpstreams } from "./upstream/discover-upstreams";
import type { UpstreamRegistry } from "./upstream/upstream-registry";
import { exampleWorld } from "./world/example-world";

/**
 * The feed server's command line.
 * @param words Arguments without program and script.
 * @param output Where addresses and the request log go.
 * @param errors Where failures go.
 * @returns The exit code, when the server has stopped: 0, 1 when it cannot start, 2 for a wrong command line.
 */
export async function main(
  words: readonly string[],
  output: NodeJS.WritableStream,
  errors: NodeJS.WritableStream,
): Promise<number> {
  try {
    const command = readCommandLine(words);
    if (command.help) output.write(usage);
    else await serve(command, output);
    return 0;
  } catch (error) {
    errors.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function serve(command: FeedCommand, output: NodeJS.WritableStream): Promise<void> {
  const registries = command.upstreams ? await findRegistries(output) : [];
  const folder = await mkdtemp(join(tmpdir(), "feed-services-"));
  try {
    const feed = await startFeed({
      organizations: exampleWorld(registries, command.release),
      port: command.port,
      idleStopSeconds: command.idleStopSeconds,
      ...(command.latencyMs > 0 && { latencyMs: command.latencyMs }),
      ...(command.services && { services: { folder } }),
      onRequest: (record) => output.write(`${formatRecord(record)}\n`),
    });
    const stop = (): void => void feed.stop();
    process.once("SIGINT", stop).once("SIGTERM", stop);
    output.write(formatWelcome(feed));
    await feed.stopped;
    process.off("SIGINT", stop).off("SIGTERM", stop);
    output.write("Stopped.\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findRegistries(output: NodeJS.WritableStream): Promise<readonly UpstreamRegistry[]> {
  output.write(`Asking ${askedClients()} for the registries they are configured with ...\n`);
  const found = await discoverUpstreams();
  for (const { client, reason } of found.missing) {
    output.write(`No upstream source for ${client}: ${reason}\n`);
  }
  return Object.values(found.registries);
}

if (require.main === module) {
  void main(process.argv.slice(2), process.stdout, process.stderr).then((code) => {
    process.exitCode = code;
  });
}
