import type { Adapter, Files } from "../../core/adapter";
import type { Bypass, LockEntry, LockFile } from "../../core/lock-entry";
import type { Organization } from "../../core/organization";
import type { RestoreReport } from "../../core/restore-report";
import type { Client } from "./restore-inputs";

/** One lock file format, as shared/adapters/upstream gives it. */
export interface LockFormat {
  readonly title: string;
  recognizes(path: string): boolean;
  read(path: string, text: string, isOwn: (address: string) => boolean): LockFile;
}

/** A project below the working directory: its folder relative to that, `.` for itself, and its client. */
export interface DetectedProject {
  readonly client: Client;
  readonly folder: string;
}

/** What the task's entry brings together: the shell knows only these shapes of the adapters. */
export interface RestoreParts {
  readonly adapters: Readonly<Record<Client, Adapter>>;
  readonly lockFormats: readonly LockFormat[];
  /** Projects among paths relative to the working directory, with `/` between folders. */
  readonly detectProjects: (paths: readonly string[]) => readonly DetectedProject[];
  /** Whether a file can make a client fetch past the feed, by its relative path. */
  readonly canBypass: (path: string) => boolean;
  /** What files, by relative path, make clients fetch past the feed. */
  readonly findBypasses: (files: Files, organization: Organization) => readonly Bypass[];
  /** The part of the entries that one of `total` parallel jobs takes. */
  readonly sliceOf: (entries: readonly LockEntry[], position: number, total: number) => readonly LockEntry[];
  readonly renderSummary: (report: RestoreReport) => string;
  readonly renderJson: (report: RestoreReport) => string;
  readonly renderLastLine: (report: RestoreReport) => string;
}
