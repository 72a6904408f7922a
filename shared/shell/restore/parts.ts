import type { AuthenticatingClient } from "../../core/client";
import type { Files } from "../../core/files";
import type { Bypass, LockEntries, LockFile } from "../../core/lock-entry";
import type { FeedProtocol } from "../../core/protocol";
import type { Organization } from "../../core/organization";
import type { RestoreReport } from "../../core/restore-report";
import type { Client } from "./restore-inputs";

/** One lock file format, as shared/adapters/upstream gives it. */
export interface LockFormat {
  readonly title: string;
  recognizes(path: string): boolean;
  read(path: string, text: string, isOwn: (address: string) => boolean): LockFile;
}

/** A project below the working directory; paths are relative to that, and `folder` is "" for itself. */
export interface DetectedProject {
  readonly kind: Client;
  readonly folder: string;
  readonly manifest: string;
  readonly lock?: string;
}

/** What the task's entry brings together: the shell knows only these shapes of the adapters. */
export interface RestoreParts {
  readonly adapters: Readonly<Record<Client, AuthenticatingClient>>;
  /** Those that the clients speak. */
  readonly protocols: readonly FeedProtocol[];
  readonly lockFormats: readonly LockFormat[];
  /** Projects among paths relative to the working directory, with `/` between folders. */
  readonly detectProjects: (
    paths: readonly string[],
    read: (path: string) => string | undefined,
  ) => readonly DetectedProject[];
  /** What build and configuration files, by relative path, make clients fetch past the feed. */
  readonly findBypasses: (files: Files, organization: Organization) => readonly Bypass[];
  /** The part of the entries that one of `total` parallel jobs takes. */
  readonly sliceOf: (entries: LockEntries, position: number, total: number) => LockEntries;
  readonly renderSummary: (report: RestoreReport) => string;
  readonly renderJson: (report: RestoreReport) => string;
  readonly renderLastLine: (report: RestoreReport) => string;
}
