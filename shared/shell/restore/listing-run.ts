import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { ProjectListing } from "../../core/client";
import type { LockFile } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import type { ReportedProject } from "../../core/restore-report";
import { print } from "../agent";
import { addFiles } from "../apply";
import { readFeedContents, type ContentsBeginning } from "../feed/feed-contents";
import { WantedVersions, type FeedContents } from "../feed/holdings";
import { failureText } from "../failure-text";
import { noteLine } from "../run-task";
import { warningLine } from "./findings";
import { ClientEnvironments, removeClientFolder } from "./client-environment";
import type { FeedJob } from "./feed-job";
import { lockWithIncluded } from "./project-lock";
import { placeOf, readListing } from "./read-listing";
import {
  environmentOf,
  factsOf,
  failedProject,
  reportProject,
  requireProgram,
  runAll,
  shownFolder,
  unreadableProject,
} from "./restore-project";
import { withTools } from "./with-tools";
import type { FoundProject, Workspace } from "./workspace";

/** A workspace in which projects have the lists of their files, and those of which no list came to be. */
export interface ListedWorkspace {
  readonly workspace: Workspace;
  readonly failed: ReadonlyMap<FoundProject, ReportedProject>;
  /** What the feed held before the first client ran; undefined where none did. */
  readonly before: FeedContents | undefined;
}

/**
 * Has clients list, through the feed, what the projects need whose lock files do not name it all. Nothing is installed,
 * and what was written for it is removed. A Problem and a client's failure cost one project.
 */
export async function listProjects(
  run: FeedJob,
  workspace: Workspace,
  begun: ContentsBeginning,
): Promise<ListedWorkspace> {
  const listing = new ListingRun(run, workspace, begun);
  try {
    for (const project of workspace.projects) {
      run.signal.throwIfAborted();
      await listing.list(project);
    }
    return listing.result();
  } finally {
    listing.end();
  }
}

/** The lists of a run, as far as they are made. */
class ListingRun {
  #run: FeedJob;
  #before: FeedContents | undefined;
  readonly #workspace: Workspace;
  readonly #begun: ContentsBeginning;
  readonly #environments: ClientEnvironments;
  readonly #lists = new Map<FoundProject, LockFile>();
  readonly #failed = new Map<FoundProject, ReportedProject>();

  constructor(run: FeedJob, workspace: Workspace, begun: ContentsBeginning) {
    this.#run = run;
    this.#workspace = workspace;
    this.#begun = begun;
    this.#environments = new ClientEnvironments(run.job, run.feed, workspace.files, workspace.projects);
  }

  async list(project: FoundProject): Promise<void> {
    if (unreadableProject(project, this.#workspace) !== undefined) return;
    try {
      await this.#tryToList(project);
    } catch (error) {
      if (!(error instanceof Problem) || this.#run.signal.aborted) throw error;
      this.#failed.set(project, failedProject(project, error));
    }
  }

  async #tryToList(project: FoundProject): Promise<void> {
    const { client } = project;
    const { job } = this.#run;
    const clientFolder = join(job.jobFolder, client.name);
    const shared = { job, variables: job.environment };
    const early = environmentOf(this.#run, project, shared, this.#environments.nextFolder(client));
    const facts = factsOf(this.#run, this.#workspace, project, early.job);
    const listing = client.list?.({ ...facts, clientFolder });
    if (listing === undefined) return;
    // A feed saves a file on its GET, also where a client only looks what the package needs (tried with uv).
    if (this.#run.inputs.mode === "audit") {
      const what = `${placeOf(project)} does not name all files that ${client.name} would fetch, and mode audit changes nothing: what it leaves open is not looked up. ${client.locking}`;
      print(listing.commands.length > 0 ? [warningLine(logText(what))] : listing.notes.map(noteLine));
      return;
    }
    if (listing.commands.length > 0) await this.#runClient(project, listing, early.job.jobFolder);
    else print(listing.notes.map(noteLine));
  }

  async #runClient(project: FoundProject, listing: ProjectListing, jobFolder: string): Promise<void> {
    if (this.#before === undefined) await this.#begin();
    const { client } = project;
    const run = this.#run;
    const program = await this.#programOf(project, listing);
    if (program === undefined) return;
    print(listing.notes.map(noteLine));
    print([`##[group]${logText(`${client.name} in ${shownFolder(project)}, to list its packages`)}`]);
    try {
      const programs = new Map([...run.job.programs, [client.program, realpathSync(program)]]);
      const environment = environmentOf(run, project, this.#environments.of(project, programs), jobFolder);
      mkdirSync(jobFolder, { recursive: true, mode: 0o700 });
      addFiles(listing.files ?? [], environment.job);
      const result = await runAll(program, listing.commands, environment);
      if (result.code === 0)
        this.#lists.set(project, readListing(this.#workspace, project, listing, run.job.organization));
      else this.#failed.set(project, await reportProject(run, project, result));
    } finally {
      print(["##[endgroup]"]);
    }
  }

  /** The client's program; undefined, with a warning, where it is not there and the lock file counts without it. */
  async #programOf(project: FoundProject, { isBeside }: ProjectListing): Promise<string | undefined> {
    try {
      return await requireProgram(project.client, this.#run.job);
    } catch (error) {
      if (!(error instanceof Problem) || isBeside !== true) throw error;
      const what = `${placeOf(project)}: what is needed beside it is not listed. ${failureText(error)}`;
      print([warningLine(what.split("\n").map(logText).join(" "))]);
      return undefined;
    }
  }

  /** What the feed holds is read before a client has it save more; which packages count is not known yet. */
  async #begin(): Promise<void> {
    const { access } = this.#run;
    const protocols = this.#workspace.projects.map(({ client }) => client.protocol.name);
    this.#before = await readFeedContents(
      access,
      new WantedVersions(access.protocols, [], protocols),
      this.#begun,
    );
    this.#run = await withTools(this.#run);
  }

  /** Every list stands in the place of what it was made of. */
  result(): ListedWorkspace {
    const locks = new Map(this.#workspace.locks);
    for (const project of this.#lists.keys())
      for (const path of lockWithIncluded(this.#workspace.locks, placeOf(project))) locks.delete(path);
    for (const [project, list] of this.#lists) locks.set(placeOf(project), list);
    const projects = this.#workspace.projects.map((project) =>
      this.#lists.has(project) ? { ...project, lock: placeOf(project) } : project,
    );
    return { workspace: { ...this.#workspace, locks, projects }, failed: this.#failed, before: this.#before };
  }

  /** Removes what clients and their authentication left. */
  end(): void {
    for (const environment of this.#environments.all.values()) removeClientFolder(environment);
  }
}
