import { logText } from "../../core/log-text";
import type { RestoreReport } from "../../core/restore-report";
import { print, readVariable } from "../agent";
import { readFeedContents } from "../feed/feed-contents";
import { saveEntries } from "../feed/save-files";
import type { FeedJob } from "./feed-job";
import { compareContents, reportedFailures } from "./feed-state";
import type { RestoreParts } from "./parts";
import { ProgressLines } from "./progress-lines";
import { lockedEntries, skippedEntries, type Workspace } from "./workspace";

/** Has the feed save every file that the lock files name, or this job's part of them, and installs nothing. */
export async function saveWorkspace(
  run: FeedJob,
  parts: RestoreParts,
  workspace: Workspace,
): Promise<RestoreReport> {
  const slice = readSlice();
  const all = lockedEntries(workspace);
  const entries = slice === undefined ? all : parts.sliceOf(all, slice.position, slice.total);
  const part = slice === undefined ? "" : `, part ${slice.position} of ${slice.total}`;
  print([
    logText(
      `${workspace.locks.size} lock files name ${all.length} packages; asking the feed for ${entries.length}${part}`,
    ),
  ]);
  const before = await readFeedContents({ ...run.access, packages: entries });
  const progress = new ProgressLines(entries.length);
  const result = await saveEntries({
    ...run.access,
    entries,
    ...(before.known ? { held: before } : {}),
    onProgress: (counts) => {
      progress.update(counts);
    },
  });
  progress.end();
  const after =
    result.saved.length === 0 ? before : await readFeedContents({ ...run.access, packages: entries });
  const difference = compareContents(entries, before, after);
  const known = before.known && after.known;
  return {
    mode: "save",
    organization: run.job.organization.name,
    feed: run.title,
    ...(run.identity === undefined ? {} : { identity: run.identity }),
    ...(slice === undefined ? {} : { slice }),
    projects: workspace.projects.map(({ client, folder }) => ({ client, folder, result: "read" as const })),
    saved: known ? difference.saved : result.saved,
    alreadySaved: difference.alreadySaved,
    bypasses: workspace.bypasses,
    skipped: skippedEntries(workspace),
    failed: reportedFailures(result),
    contentsKnown: known,
  };
}

/** The job's place among parallel ones; undefined where there is only one (agent.md 1.11). */
function readSlice(): RestoreReport["slice"] {
  const position = Number(readVariable("System.JobPositionInPhase") ?? "1");
  const total = Number(readVariable("System.TotalJobsInPhase") ?? "1");
  return total > 1 && position >= 1 && position <= total ? { position, total } : undefined;
}
