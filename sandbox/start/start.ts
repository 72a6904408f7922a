import { mkdir, readdir, rm } from "node:fs/promises";
import { join, parse, relative } from "node:path";
import { runPipeline } from "../agent/run-pipeline";
import { agentRun, checkHandler, type RunFolders } from "./agent-side";
import type { CapturedOutput } from "./captured-output";
import { summarize } from "./client-summary";
import type { StartCommand } from "./command-line";
import { openFeed, type FeedSide } from "./feed-side";
import { buildService, feedName, server, services } from "./feed-world";
import { clientsIn, readClients } from "./found-clients";
import { makeJobToken } from "./job-token";
import { moveExample, type PipelineChoice } from "./pipeline-choice";
import { summaryNotes, summaryTable } from "./summary-table";
import { findToken } from "./token-search";
import { failures } from "./verdict";

/**
 * Runs one pipeline against one feed, both made for this run, and sums up what the clients did.
 * @returns Why the run failed; nothing when it did not.
 * @throws UsageError, PipelineFileError, ExtensionFileError for what cannot be run.
 */
export async function start(
  chosen: PipelineChoice,
  command: StartCommand,
  clone: string,
  output: CapturedOutput,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const clients = await readClients(join(clone, ".clients", "clients.json"));
  checkHandler(command, clients);
  const folders = { clone, run: join(clone, ".sandbox", "start") };
  await rm(folders.run, { recursive: true, force: true });
  await mkdir(join(folders.run, "home"), { recursive: true });
  const token = makeJobToken();
  const place = command.server ? server : services;
  const side = await openFeed(place, clients, token, join(folders.run, "authority"));
  try {
    const choice = await placeExample(chosen, side, folders);
    output.write(`${introduction(choice, side).join("\n")}\n\n`);
    const run = await agentRun(command, choice, side, token, folders);
    const uploadsFolder = join(clone, ".sandbox", "uploads", parse(choice.file).name);
    await rm(uploadsFolder, { recursive: true, force: true });
    const { result } = await runPipeline({ ...run, output, signal, uploadsFolder });
    const reasons = conclude(result, choice, side, token, output);
    output.write(await uploadLines(uploadsFolder, clone));
    return reasons;
  } finally {
    await side.feed.stop();
  }
}

/** The example names the feed of Services, by either of its hosts; on a Server it names the one there. */
async function placeExample(
  chosen: PipelineChoice,
  side: FeedSide,
  folders: RunFolders,
): Promise<PipelineChoice> {
  if (!chosen.example || side.place.kind === "services") return chosen;
  const { organization } = services;
  const hosts = String.raw`pkgs\.dev\.azure\.com/${organization}|${organization}\.pkgs\.visualstudio\.com`;
  const from = new RegExp(`https://(?<user>\\w+@)?(?:${hosts})/`, "g");
  return moveExample(chosen, join(folders.run, "examples"), {
    from,
    to: side.root.replace("://", "://$<user>"),
  });
}

function introduction(
  choice: PipelineChoice,
  { feedAddress, network, clients }: FeedSide,
): readonly string[] {
  const found = clients.found.map(({ client, version }) => `${client.title} ${version}`);
  return [
    "",
    `Pipeline   ${choice.file}`,
    `Feed       ${feedAddress}${network === undefined ? "" : ` (by the proxy ${network.proxyUrl})`}`,
    `Token      that of ${buildService}, Collaborator of the feed`,
    `Clients    ${found.length === 0 ? "none" : found.join(", ")}`,
    ...clients.missing.map(({ client, reason }) => `Left out   ${client.title}: ${reason}`),
  ];
}

/** Where the summaries and reports of the run are, to be looked at. */
async function uploadLines(folder: string, clone: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return "";
  return `\nUploaded   ${names
    .sort()
    .map((name) => relative(clone, join(folder, name)))
    .join("\n           ")}\n`;
}

function conclude(
  result: string,
  choice: PipelineChoice,
  { feed, place, clients }: FeedSide,
  token: string,
  output: CapturedOutput,
): readonly string[] {
  const files = feed.saved(place.organization, feedName);
  const summaries = summarize(clientsIn(clients), feed.requests(), files);
  const lines = [
    ...summaryTable(clients.found, clients.missing, summaries),
    "",
    ...summaryNotes(clients.missing, summaries),
  ];
  output.write(`\n${lines.join("\n")}\n`);
  const leak = findToken(output.text, token);
  return failures({ result, found: clients.found, summaries, example: choice.example, leak });
}
