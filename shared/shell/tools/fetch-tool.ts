import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { delimiter, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { feedAddress } from "../../core/feed-address";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { command, print, readVariable } from "../agent";
import { FeedClient } from "../feed/feed-client";
import type { Reply } from "../feed/reply";
import { readAnchors } from "../../protocols/pypi/simple-page";
import type { FeedJob } from "../restore/feed-job";
import { cacheArchitecture } from "./programs";
import { fitsPlatform, platformTags, thisPlatform, type UvWheel } from "../../clients/uv/restore/tool";
import { extractProgram } from "./zip-program";

/** The same run with the uv that the input uvVersion names before all others on PATH, also for later steps. */
export async function withUv(run: FeedJob, version: string): Promise<FeedJob> {
  const folder = await fetchUv(run, version);
  print([command("task.prependpath", {}, folder)]);
  const path = [folder, run.job.environment.get("PATH") ?? ""].join(delimiter);
  return { ...run, job: { ...run.job, environment: new Map([...run.job.environment, ["PATH", path]]) } };
}

/**
 * Puts a version of uv into the agent's tool cache, fetched through the feed: the wheel
 * of the project `uv` carries the program, and its hash is that of the feed's index. Gives the program's folder.
 * Throws a Problem when the feed does not have it, or has another file.
 */
async function fetchUv(run: FeedJob, version: string): Promise<string> {
  const folder = join(toolsFolder(), "uv", version, cacheArchitecture());
  if (!existsSync(`${folder}.complete`)) {
    const client = new FeedClient(run.access);
    try {
      await install(client, await findWheel(client, run, version), folder);
    } finally {
      client.close();
    }
    print([logText(`uv ${version} was fetched through ${run.title}, into ${folder}`)]);
  }
  return folder;
}

function toolsFolder(): string {
  const folder = readVariable("Agent.ToolsDirectory");
  if (folder !== undefined) return folder;
  throw new Problem(
    "tools-directory-missing",
    "The agent's variable Agent.ToolsDirectory is not set, so there is no tool cache to put uv into.",
    "Run the task on an Azure Pipelines agent, or install uv in an earlier step and leave uvVersion out.",
  );
}

async function findWheel(client: FeedClient, run: FeedJob, version: string): Promise<UvWheel> {
  const page = feedAddress(run.job.organization, run.feed, "pypi/simple/uv/");
  const platform = thisPlatform();
  const reply = await client.get(page, (body) =>
    pickWheel(body, page, (file) => {
      const tags = platformTags(file, version);
      return tags !== undefined && fitsPlatform(tags, platform);
    }),
  );
  if (reply.value?.wheel !== undefined) return reply.value.wheel;
  throw new Problem(
    "uv-missing",
    `Feed ${run.title} has no uv ${version} for ${platform.os} ${platform.arch}${reply.status === 200 ? "" : ` (it answered ${reply.status} ${logText(reply.message)})`}.`,
    "Give the feed an upstream source for Python packages and a version that is there, or install uv in an earlier step and leave uvVersion out.",
  );
}

/** In an object, since a reply without a value is one that was refused. */
async function pickWheel(
  body: IncomingMessage,
  page: string,
  fits: (file: string) => boolean,
): Promise<{ readonly wheel?: UvWheel }> {
  body.setEncoding("utf8");
  let wheel: UvWheel | undefined;
  for await (const { href, text } of readAnchors(body as AsyncIterable<string>)) {
    const sha256 = /#sha256=([0-9a-f]{64})$/i.exec(href)?.[1]?.toLowerCase();
    if (wheel === undefined && sha256 !== undefined && fits(text))
      wheel = { address: new URL(href, page).href.replace(/#.*$/, ""), file: text, sha256 };
  }
  return wheel === undefined ? {} : { wheel };
}

/** Everything is made beside the folder and then renamed: a cancelled run leaves no half tool. */
async function install(client: FeedClient, wheel: UvWheel, folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const archive = join(work, "uv.whl");
    const sha256 = await download(client, wheel, archive);
    if (sha256 !== wheel.sha256) throw wrongHash(wheel, sha256);
    const programs = process.platform === "win32" ? ["uv.exe", "uvx.exe"] : ["uv", "uvx"];
    for (const program of programs) {
      const found = await extractProgram(archive, program, join(work, program));
      if (!found && program === programs[0]) throw new Error(`${wheel.file} has no program ${program}`);
    }
    await rm(archive);
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await rename(work, folder);
    await writeFile(`${folder}.complete`, "");
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(client: FeedClient, { address, file }: UvWheel, target: string): Promise<string> {
  const write = async (body: IncomingMessage): Promise<string> => {
    const hash = createHash("sha256");
    body.on("data", (chunk: Buffer) => hash.update(chunk));
    await pipeline(body, createWriteStream(target));
    return hash.digest("hex");
  };
  let reply: Reply<string> = await client.get(address, write);
  for (let redirects = 0; redirects < 5 && reply.location !== undefined; redirects += 1)
    reply = await client.getAnonymously(new URL(reply.location), write);
  if (reply.value !== undefined) return reply.value;
  throw new Problem(
    "uv-refused",
    `The feed answered ${reply.status} to the request for ${logText(file)}. ${logText(reply.message)}`,
    "Give the job's identity the role Feed and Upstream Reader (Collaborator) of the feed, so that it may save uv from upstream.",
  );
}

function wrongHash({ file, sha256 }: UvWheel, seen: string): Problem {
  return new Problem(
    "uv-hash",
    `${logText(file)} has the SHA-256 ${seen}, and the feed's index says ${sha256}: nothing of it was installed.`,
    "Run the job again; when it stays so, find out who changed the file on its way.",
  );
}
