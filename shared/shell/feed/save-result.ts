import type { FailureKind } from "../../core/failure";
import type { PackedList } from "../../core/packed-list";

/** A file as the results name it; `file` is absent where the lock file names no file and none was found. */
export interface PackageFile {
  readonly protocol: string;
  readonly name: string;
  readonly version: string;
  readonly file?: string;
}

/** Kinds that stop a run: no other file would fare better. */
export type StoppingKind = Extract<FailureKind, "unauthorized" | "permission" | "feedMissing">;

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

/** An entry that was not looked at. */
export interface SkippedItem extends PackageFile {
  /** `file:line` of the lock file. */
  readonly where: string;
}

/** What a run of `saveEntries` came to. */
export interface SaveResult {
  /**
   * Files that were asked for and given. Without `held` these may have been in the feed before. With `onlyLook`: files
   * that would be asked for.
   */
  readonly saved: PackedList<SavedItem>;
  /** Files that `held` knew to be in the feed, and that were not asked for. */
  readonly alreadySaved: number;
  /** Failures, those of kind `hash` first. */
  readonly failed: readonly FailedItem[];
  /** Entries that were not looked at, because the run stopped early. */
  readonly notTried: PackedList<SkippedItem>;
  /** Why the run stopped early: the kind of the last failure, or the signal fired. */
  readonly stopped?: StoppingKind | "aborted";
  /** HTTP requests that were sent, retries and redirects included. */
  readonly requests: number;
}

/** Numbers while a run is under way. */
export interface SaveProgress {
  readonly saved: number;
  readonly alreadySaved: number;
  readonly failed: number;
}
