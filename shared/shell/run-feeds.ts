import { join, resolve } from "node:path";
import type { Project, RestoringClient } from "../core/client";
import { nothingCode } from "../core/found-feeds";
import type { Job } from "../core/job";
import { logText } from "../core/log-text";
import { warning, type Plan } from "../core/plan";
import { Problem } from "../core/problem";
import { complete, print } from "./agent";
import { applyPlans } from "./apply";
import { failureText } from "./failure-text";
import { readJob } from "./read-job";
import { listSources } from "./restore/file-listing";
import { ProjectFiles } from "./restore/project-files";
import { noteLine, uncheckedLine } from "./run-task";

/** What the task has to know of a client. */
type Client = Pick<RestoringClient, "name" | "looksFor" | "outputFolders" | "authentication" | "detect">;

/** A client with projects, and what came of it: a plan, or what it says where it names no feed of ours. */
interface Outcome {
  readonly client: Client;
  /** Its projects' folders, as the log names them. */
  readonly folders: string;
  readonly job: Job;
  /** The manifests that make them projects. */
  readonly manifests: ReadonlySet<string>;
  readonly plan?: Plan;
  readonly nothing?: Problem;
  /** Why it is not authenticated, though it names a feed of ours. */
  readonly refused?: Problem;
}

/**
 * AuthenticateFeeds@1: finds the clients that have projects below the working directory, and does for each what its own
 * task would do. All plans are made before any is applied; a client that names no feed of ours is skipped, and one that
 * is refused is, with a warning, where others are authenticated for the same projects: nobody says which of them is run.
 * Any other Problem fails the step with its hint; anything else is a defect and shows its stack.
 */
export async function runFeeds(clients: readonly Client[]): Promise<void> {
  try {
    const programs = clients.flatMap(({ authentication }) => authentication.programs);
    const job = await readJob({ name: "feeds", programs });
    const outcomes = planClients(clients, job);
    for (const { refused, manifests } of outcomes)
      if (refused !== undefined && !areServed(manifests, outcomes)) throw refused;
    const planned = outcomes.flatMap(({ plan, job: own }) =>
      plan === undefined ? [] : [{ plan, job: own }],
    );
    if (planned.length === 0) throw nothingNamed(job, outcomes);
    applyPlans(planned, job.jobFolder);
    const named = outcomes.flatMap(({ client, plan }) => (plan === undefined ? [] : [client.name]));
    print([...outcomes.flatMap(linesOf), uncheckedLine(named)]);
    complete("Succeeded");
  } catch (error) {
    complete("Failed", failureText(error));
  }
}

function planClients(clients: readonly Client[], job: Job): readonly Outcome[] {
  const root = job.workingDirectory;
  const files = new ProjectFiles();
  const { paths } = listSources(
    root,
    clients.flatMap(({ outputFolders }) => outputFolders),
  );
  const sorted = [...paths].sort((one, other) => (one < other ? -1 : 1));
  // For finding out what there is: a file that cannot be read is not understood either.
  const read = (path: string): string | undefined => {
    const absolute = join(root, path);
    return files.attempt(absolute, () => files.read(absolute));
  };
  const found = [...byAuthentication(clients)]
    .map(([client, all]) => ({
      client,
      projects: all.flatMap((each) => each.detect(sorted, read)),
    }))
    .filter(({ projects }) => projects.length > 0);
  if (found.length === 0) throw noProject(job, clients);
  return found.map(({ client, projects }) => planClient(client, projects, job, files));
}

/** Whether each of some projects has a client that is authenticated. */
function areServed(manifests: ReadonlySet<string>, outcomes: readonly Outcome[]): boolean {
  const planned = outcomes.filter(({ plan }) => plan !== undefined);
  return [...manifests].every((path) => planned.some((outcome) => outcome.manifests.has(path)));
}

/** Clients that are authenticated alike have one plan, under the name of the first. */
function byAuthentication(clients: readonly Client[]): ReadonlyMap<Client, readonly Client[]> {
  const first = (client: Client): Client =>
    clients.find(({ authentication }) => authentication === client.authentication) ?? client;
  return new Map(
    clients.map((client) => [first(client), clients.filter((each) => first(each) === first(client))]),
  );
}

/** One plan for all folders of a client, so that what one of them names is not given to what another one names. */
function planClient(client: Client, projects: readonly Project[], job: Job, files: ProjectFiles): Outcome {
  const folders = [...new Set(projects.map(({ folder }) => folder))];
  const own: Job = {
    ...job,
    otherFolders: folders.map((folder) => resolve(job.workingDirectory, folder)),
    jobFolder: join(job.jobFolder, client.name),
  };
  const named = folders.map((folder) => (folder === "" ? "." : folder)).join(", ");
  const manifests = new Set(projects.map(({ manifest }) => manifest));
  const outcome = { client, folders: named, manifests, job: own };
  try {
    return {
      ...outcome,
      plan: client.authentication.plan(own, files.ofClient(client.authentication, own)),
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...outcome, [error.code === nothingCode ? "nothing" : "refused"]: error };
  }
}

/** One line for each client, which opens to what its own task would say. */
function linesOf({ client, folders, plan, nothing, refused }: Outcome): readonly string[] {
  if (refused !== undefined)
    return [
      noteLine(
        warning(`${client.name} in ${folders} has no credentials: ${refused.message} ${refused.hint}`),
      ),
    ];
  if (plan === undefined)
    return [logText(`Skipped: ${client.name} in ${folders}: ${nothing?.message ?? ""}`)];
  return [
    `##[group]${logText(`${client.name} in ${folders}: ${plan.authenticated} authenticated`)}`,
    ...plan.notes.map(noteLine),
    "##[endgroup]",
  ];
}

function noProject(job: Job, clients: readonly Client[]): Problem {
  return new Problem(
    "project-missing",
    `No project of ${clients.map(({ name }) => name).join(", ")} was found below ${logText(job.workingDirectory)}: looked for ${[
      ...new Set(clients.flatMap(({ looksFor }) => looksFor)),
    ].join(", ")}.`,
    "Set workingDirectory to the folder of the projects, and check that an earlier step checked it out; for a client that has no project there, use its own task.",
  );
}

function nothingNamed(job: Job, outcomes: readonly Outcome[]): Problem {
  const each = outcomes.map(
    ({ client, folders, nothing }) => `${client.name} in ${logText(folders)}: ${nothing?.message ?? ""}`,
  );
  return new Problem(
    nothingCode,
    [
      `No project below ${logText(job.workingDirectory)} names a feed of ${logText(job.organization.name)}.`,
      ...each,
    ].join("\n"),
    "Name the feed in a project's configuration, or in the input feeds; if the projects are in another folder, set workingDirectory.",
  );
}
