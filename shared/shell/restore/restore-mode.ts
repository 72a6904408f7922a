import { setImmediate } from "node:timers/promises";
import type { LockEntries, LockFile } from "../../core/lock-entry";
import type { RestoreReport } from "../../core/restore-report";
import { readFeedContents, type ContentsBeginning } from "../feed/feed-contents";
import { Holdings, WantedVersions, type FeedContents } from "../feed/holdings";
import type { VersionFiles } from "../feed/version-files";
import type { ClientEnvironments } from "./client-environment";
import type { FeedJob } from "./feed-job";
import { joinOutcomes, partsOf, type FeedPart, type Outcome } from "./feed-parts";
import { isHeld, reportedFailures, settle, type Version } from "./feed-state";
import { projectLock } from "./project-lock";
import { assembleReport } from "./report-assembly";
import { restoreAll } from "./restore-all";
import { readHeldFiles } from "./save-mode";
import { saveRest } from "./save-rest";
import { lockedEntries, type Workspace } from "./workspace";

/**
 * Runs every project's own restore through the feed, and then asks for each file of the lock files that the feed still
 * does not hold: those of other platforms, and all where a client stays anonymous, as some do at a public feed.
 */
export async function restoreWorkspace(
  run: FeedJob,
  workspace: Workspace,
  begun: ContentsBeginning,
  environments: ClientEnvironments,
): Promise<RestoreReport> {
  const [own, ...others] = partsOf(run, lockedEntries(workspace.locks));
  const reading = readMeanwhile(run, workspace, begun);
  const files = reading.then((before) => filesOfAll(run, own.entries, before));
  for (const each of [reading, files]) each.catch(() => undefined);
  const othersBefore = await Promise.all(others.map(readPart));
  const ready = begun.isAll.then((isAll) => (isAll ? undefined : reading));
  const { projects, found, roles } = await restoreAll(run, workspace, { environments, ready });
  const outcomes: [FeedPart, Outcome][] = [
    [own, await finishPart(own, { before: await reading, files: await files, found })],
  ];
  for (const [index, part] of others.entries()) {
    const before = othersBefore[index] ?? Holdings.unknown;
    // What clients fetched of it, its own entries name.
    outcomes.push([part, await finishPart(part, { before, files: undefined, found: [] })]);
  }
  return assembleReport(run, workspace, { ...joinOutcomes(run, outcomes), projects, roles });
}

/** What another feed held before any client ran. */
function readPart({ run, entries }: FeedPart): Promise<FeedContents> {
  return readFeedContents(run.access, new WantedVersions(run.access.protocols, entries));
}

/** What is known of a feed when the clients have run. */
interface BeforeRest {
  readonly before: FeedContents;
  readonly files: VersionFiles | undefined;
  /** What clients came to beyond the lock files. */
  readonly found: readonly Version[];
}

/** Has a feed save what it still does not hold, and tells what it came to with what clients fetched. */
async function finishPart(
  { run, entries }: FeedPart,
  { before, files, found }: BeforeRest,
): Promise<Outcome> {
  const saving = await saveRest(run, entries, before, files);
  const failed = saving === undefined ? [] : reportedFailures(saving.result);
  const given = saving?.result.saved ?? [];
  const state = { versions: [...entries, ...found], before, given, failed, clientsRan: true };
  // A feed that held all of it does so still; what clients fetch anew, it is asked about afterwards.
  const isSame = given.length === 0 && found.length === 0;
  const difference = await settle(run, state, isSame ? (saving?.held ?? before) : undefined);
  return { difference, failed };
}

/** Which files the feed holds, when it holds every version of some entries; else that is asked after clients ran. */
async function filesOfAll(
  run: FeedJob,
  entries: LockEntries,
  held: FeedContents,
): Promise<VersionFiles | undefined> {
  for (const entry of entries) if (!isHeld(held, entry)) return undefined;
  return readHeldFiles(run, entries, held);
}

/**
 * What the feed held before any client ran. Clients change that, so all of the feed's list has to be here before; where
 * it is, it is made sense of while they run, and who the job is and how the sources are called is asked then as well.
 */
async function readMeanwhile(
  run: FeedJob,
  workspace: Workspace,
  begun: ContentsBeginning,
): Promise<FeedContents> {
  if (await begun.isAll) {
    await setImmediate();
    await Promise.allSettled([run.identity(), run.access.document()]);
  }
  return readWanted(run, workspace, begun);
}

/** Of lock files the packages are known before; of other projects only afterwards, so all is read that could count. */
function readWanted(run: FeedJob, workspace: Workspace, begun: ContentsBeginning): Promise<FeedContents> {
  const open = workspace.projects.filter((project) => isOpen(projectLock(workspace, project)));
  const protocols = open.map(({ client }) => client.protocol.name);
  const wanted = new WantedVersions(run.access.protocols, lockedEntries(workspace.locks), protocols);
  return readFeedContents(run.access, wanted, begun);
}

/** Whether a restore may fetch more than the lock file names. */
function isOpen(lock: LockFile | undefined): boolean {
  return lock === undefined || (lock.unpinned ?? 0) > 0 || lock.builds === true;
}
