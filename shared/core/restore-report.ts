import type { FailureKind } from "./failure";
import type { Bypass, PackageRole, SkippedEntry } from "./lock-entry";
import type { Listed } from "./packed-list";

/** A version of a package, as a report names it; `name` as in `LockEntry`. */
export interface ReportedVersion {
  readonly protocol: string;
  readonly name: string;
  readonly version: string;
  /** The upstream source that the feed has it from; absent where it was pushed, or where the feed did not say. */
  readonly upstream?: string;
  /** The feed that has it, where that is another one than the report's; `project/feed`. */
  readonly feed?: string;
  /** Whether a project names it itself, and not only something that it needs; absent where the lock file does not say. */
  readonly direct?: true;
  /** What it is, where it is known to be something else than a library. */
  readonly role?: PackageRole;
}

/** A package or package file that the feed did not save, and why. */
export interface ReportedFailure {
  readonly protocol: string;
  readonly name: string;
  readonly version: string;
  readonly file?: string;
  /** `file:line` of the lock file, where one names it. */
  readonly where?: string;
  /** The feed that was asked, where that is another one than the report's; `project/feed`. */
  readonly feed?: string;
  /** `hash` comes first in every list. */
  readonly kind: FailureKind;
  /** Cause and next step. */
  readonly text: string;
}

/** A project that was looked at, by its folder relative to the sources. */
export interface ReportedProject {
  readonly client: string;
  readonly protocol: string;
  readonly folder: string;
  /** `failed`: the client ended with an error; `read`: only its lock files were read (modes save and audit). */
  readonly result: "restored" | "failed" | "read";
  /** Why it failed, in our words. */
  readonly text?: string;
  /** The last lines that its client wrote, where it failed. */
  readonly log?: readonly string[];
  /** Why nothing of it was asked of the feed, and the next step; absent where something was. */
  readonly reason?: string;
}

/** What a run of RestoreUpstream came to: what the summary, the JSON file, the output variables and the last line say. */
export interface RestoreReport {
  readonly mode: "restore" | "save" | "audit";
  readonly organization: string;
  /** `project/feed`. */
  readonly feed: string;
  /** The feed's page, and what the job is called. */
  readonly feedPage?: string;
  readonly job?: string;
  /** What the working directory is called to readers of the summary: the repository's name, or the folder's. */
  readonly root: string;
  /** Who the job is to the feed, where the feed said it. */
  readonly identity?: string;
  /** The part of the lock files that this job took, of parallel ones. */
  readonly slice?: { readonly position: number; readonly total: number };
  readonly projects: readonly ReportedProject[];
  /** Versions of files that the feed gave in this run: to the task, or to a client and it lists them now. */
  readonly saved: Listed<ReportedVersion>;
  /** How many of these the feed gave and does not list yet; absent for none. */
  readonly unlisted?: number;
  /** Versions that it held before, and of which nothing was asked for. */
  readonly alreadySaved: Listed<ReportedVersion>;
  /** Mode audit: versions of files that the feed does not hold, and that mode save would ask for. */
  readonly wouldSave?: Listed<ReportedVersion>;
  readonly bypasses: readonly Bypass[];
  readonly skipped: readonly SkippedEntry[];
  readonly failed: readonly ReportedFailure[];
  /** false: the feed's list could not be read, so that `saved` is what it gave and may have held before. */
  readonly contentsKnown: boolean;
}

/**
 * The numbers of a run. A bypass counts as the packages that it concerns, as far as that is known; what was restored
 * through the feed all the same counts as none.
 */
export interface ReportCounts {
  readonly saved: number;
  readonly alreadySaved: number;
  readonly bypass: number;
  readonly failed: number;
  /** Mode audit. */
  readonly wouldSave?: number;
}

export function countReport(report: RestoreReport): ReportCounts {
  return {
    saved: report.saved.length,
    alreadySaved: report.alreadySaved.length,
    bypass: realBypasses(report).reduce((sum, { count }) => sum + (count ?? 1), 0),
    failed: report.failed.length + report.projects.filter(({ result }) => result === "failed").length,
    ...(report.wouldSave === undefined ? {} : { wouldSave: report.wouldSave.length }),
  };
}

/** What was fetched from elsewhere than the feed. */
export function realBypasses({ bypasses }: Pick<RestoreReport, "bypasses">): readonly Bypass[] {
  return bypasses.filter(({ throughFeed }) => throughFeed !== true);
}
