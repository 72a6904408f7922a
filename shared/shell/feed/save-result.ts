import type { PackedList } from "../../core/packed-list";

/**
 * Why a file was not saved.
 * - hash: the feed's file is not the one that the lock file names;
 * - permission: the identity may not read the feed (401, 403) or not save from upstream (403);
 * - blocked: versions of public registries are not let into this package ("Allow externally sourced versions");
 * - deleted: the version was in the feed and was deleted, so that its number is used up;
 * - notFound: neither the feed nor an upstream source has it;
 * - upstreamDown: the feed could not reach the upstream source;
 * - rateLimited: the feed still said 429 after the waits that it had asked for;
 * - network: no complete answer, or one that nobody expects of a feed.
 */
export type FailureKind =
  "hash" | "permission" | "blocked" | "deleted" | "notFound" | "upstreamDown" | "rateLimited" | "network";

/** A file as the results name it; `file` is absent where the lock file names no file and none was found. */
export interface PackageFile {
  readonly protocol: string;
  readonly name: string;
  readonly version: string;
  readonly file?: string;
}

/** A file that the feed gave, and that it holds from then on. */
export type SavedItem = PackageFile;

export interface FailedItem extends PackageFile {
  /** `file:line` of the lock file. */
  readonly where: string;
  readonly kind: FailureKind;
  /** HTTP status of the last answer, where there was one. */
  readonly status?: number;
  /** Cause and next step, without the package's name, so that equal causes have equal texts. Safe for the log. */
  readonly text: string;
}

/** What a run of `saveEntries` came to. */
export interface SaveResult {
  /** Files that were asked for and given. Without `held` these may have been in the feed before. */
  readonly saved: PackedList<SavedItem>;
  /** Files that `held` knew to be in the feed, and that were not asked for. */
  readonly alreadySaved: number;
  /** Failures, those of kind `hash` first. */
  readonly failed: readonly FailedItem[];
  /** Entries that were not looked at, because the run stopped early. */
  readonly notTried: number;
  /** Why the run stopped early: no other file would have fared better than the last failed one, or the signal fired. */
  readonly stopped?: "permission" | "feedMissing" | "aborted";
  /** HTTP requests that were sent, retries and redirects included. */
  readonly requests: number;
}

/** Numbers while a run is under way. */
export interface SaveProgress {
  readonly saved: number;
  readonly alreadySaved: number;
  readonly failed: number;
}
