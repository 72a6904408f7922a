import { createHash } from "node:crypto";
import { createWriteStream, readdirSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { delimiter, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { RestoringClient } from "../../core/client";
import { makeEnvironment } from "../../core/environment";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import type { Reply } from "../../core/protocol";
import type { ClientTool, Platform, ToolArchive } from "../../core/tool";
import { print } from "../agent";
import type { FeedJob } from "../restore/feed-job";
import { hasToolCache, offerTool } from "./tool-cache";
import { extractPrograms } from "./zip-programs";

/**
 * The same run with the programs that inputs name by their versions before all others on PATH, also for later steps.
 * Each is fetched through the feed where the agent's tool cache does not have it; its hash is that of the feed's index.
 * Throws a Problem when the feed does not have it, or has another file.
 */
export async function fetchTools(run: FeedJob): Promise<FeedJob> {
  const folders: string[] = [];
  for (const [client, version] of run.inputs.versions) {
    const { fetching, tool } = client;
    if (fetching === undefined) continue;
    if (!hasToolCache()) throw noToolCache(client.name, fetching.versionInput);
    folders.unshift(await offerTool(tool, version, () => install({ run, client, fetching, version })));
  }
  const path = [...folders, run.job.environment.get("PATH") ?? ""].join(delimiter);
  const environment = makeEnvironment([...run.job.environment, ["PATH", path]], run.job.windows);
  return { ...run, job: { ...run.job, environment } };
}

function noToolCache(name: string, versionInput: string): Problem {
  return new Problem(
    "tools-directory-missing",
    `The agent's variable Agent.ToolsDirectory is not set, so there is no tool cache to put ${name} into.`,
    `Run the task on an Azure Pipelines agent, or install ${name} in an earlier step and leave ${versionInput} out.`,
  );
}

interface Installing {
  readonly run: FeedJob;
  readonly client: RestoringClient;
  readonly fetching: ClientTool;
  readonly version: string;
}

/** A folder of the step's own with the tool's programs. */
async function install(what: Installing): Promise<string> {
  const { run, client, fetching, version } = what;
  const platform = thisPlatform();
  const archive = await findArchive(what, platform);
  const folder = join(run.job.jobFolder, "tools", client.tool);
  const file = `${folder}.archive`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const sha256 = await download(what, archive, file);
    if (sha256 !== archive.sha256) throw wrongHash(client, archive, sha256);
    const [needed, ...others] = fetching.programs(platform);
    const missing = await extractPrograms(file, folder, [
      ...(needed === undefined ? [] : [needed]),
      ...others,
    ]);
    if (needed !== undefined && missing.includes(needed.name))
      throw new Error(`${archive.file} has no program ${needed.name}`);
  } finally {
    await rm(file, { force: true });
  }
  print([logText(`${client.name} ${version} was fetched through ${run.title}`)]);
  return folder;
}

async function findArchive(
  { run, client, fetching, version }: Installing,
  platform: Platform,
): Promise<ToolArchive> {
  const place = { organization: run.job.organization, feed: run.feed };
  const reply = await fetching.find(place, run.access.client.askIn({}), version, platform);
  if (reply.value?.archive !== undefined) return reply.value.archive;
  const { name } = client;
  throw new Problem(
    `${name}-missing`,
    `Feed ${run.title} has no ${name} ${version} for ${platform.os} ${platform.arch}${reply.status === 200 ? "" : ` (it answered ${reply.status} ${logText(reply.message)})`}.`,
    `Give the feed an upstream source that has it and a version that is there, or install ${name} in an earlier step and leave ${fetching.versionInput} out.`,
  );
}

/** Gives the SHA-256 of what came. */
async function download({ run, client }: Installing, archive: ToolArchive, target: string): Promise<string> {
  const write = async (body: IncomingMessage): Promise<string> => {
    const hash = createHash("sha256");
    body.on("data", (chunk: Buffer) => hash.update(chunk));
    await pipeline(body, createWriteStream(target));
    return hash.digest("hex");
  };
  const feed = run.access.client;
  let reply: Reply<string> = await feed.get(archive.address, write, { asked: "file" });
  for (let redirects = 0; redirects < 5 && reply.location !== undefined; redirects += 1)
    reply = await feed.getAnonymously(new URL(reply.location), write);
  if (reply.value !== undefined) return reply.value;
  throw refused(client, archive, reply);
}

function refused(
  { name }: RestoringClient,
  { file }: ToolArchive,
  { status, message }: Reply<string>,
): Problem {
  return new Problem(
    `${name}-refused`,
    `The feed answered ${status} to the request for ${logText(file)}. ${logText(message)}`,
    [401, 403].includes(status)
      ? `Give the job's identity the role Feed and Upstream Reader (Collaborator) of the feed, so that it may save ${name} from upstream.`
      : `Run the job again later; when it stays so, look whether the feed's upstream source has the file.`,
  );
}

function wrongHash({ name }: RestoringClient, { file, sha256 }: ToolArchive, seen: string): Problem {
  return new Problem(
    `${name}-hash`,
    `${logText(file)} has the SHA-256 ${seen}, and the feed's index says ${sha256}: nothing of it was installed.`,
    "Run the job again; when it stays so, find out who changed the file on its way.",
  );
}

/** The platform that this process runs on. A Linux whose C library is musl has its loader in /lib (musl-libc.org). */
function thisPlatform(): Platform {
  const { platform: os, arch } = process;
  const musl = os === "linux" && readdirSync("/lib").some((name) => name.startsWith("ld-musl-"));
  return { os, arch, musl };
}
