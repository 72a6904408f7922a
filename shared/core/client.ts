import type { FailurePattern } from "./failure";
import type { Feed, NamedFeed } from "./feed-address";
import type { Files } from "./files";
import type { Job } from "./job";
import type { Bypass, LockFile, LockReader, NamedPackages, PackageRole, PackageVersion } from "./lock-entry";
import type { Effect, Note, Plan } from "./plan";
import type { FeedProtocol } from "./protocol";
import type { ClientTool } from "./tool";

/** What hands a client its credentials: which files decide, and what is to be done. Pure. */
export interface AuthenticatingClient {
  /** One lower-case word, the same in task, room, report and table: `uv`. */
  readonly name: string;
  /** Programs whose place on PATH matters to the plan. */
  readonly programs: readonly string[];
  /** Further inputs of its own task. */
  readonly inputs?: readonly string[];
  /** Paths of the files that the plan depends on, given those read so far. Asked again until it names nothing new. */
  sources(job: Job, read: Files): readonly string[];
  /**
   * The feeds of the job's organization that the project's configuration and the job's variables name, each once.
   * Throws a Problem when a file cannot be understood.
   */
  feeds(job: Job, read: Files): readonly NamedFeed[];
  /** Throws a Problem when there is nothing to authenticate, or when a file cannot be understood. */
  plan(job: Job, read: Files): Plan;
}

/** A project of a client. Paths are relative to the working directory, with `/`; `folder` is "" for itself. */
export interface Project {
  readonly folder: string;
  /** What makes it a project; where there is only a lock file, that file. */
  readonly manifest: string;
  readonly lock?: string;
}

/** A project's lock file. */
export interface ProjectLock {
  /** Absolute. */
  readonly path: string;
  /** What it says. */
  readonly file: LockFile;
  /** Reads it again: texts of megabytes are not kept. */
  text(): string;
}

/** What a restore of one project depends on. */
export interface RestoreFacts {
  /** As for the plan: `workingDirectory` is the project's folder, `jobFolder` a folder of this restore's own. */
  readonly job: Job;
  /** The plan's folder, which all projects of the client share: for what it fetches. */
  readonly clientFolder: string;
  readonly feed: Feed;
  readonly project: Project;
  readonly locked?: ProjectLock;
  readonly mode: "restore" | "save" | "audit";
  /** The input `arguments`, split. */
  readonly arguments: readonly string[];
  /** Whether there is a file at an absolute path. */
  exists(path: string): boolean;
  /** The text of a file at an absolute path, where it is there and can be read. */
  read(path: string): string | undefined;
  /** What an input of the client's own holds, as written; undefined where it is empty. */
  input(name: string): string | undefined;
}

/** The text of a file by its path; undefined where there is none that can be read. */
export type ReadText = (path: string) => string | undefined;

/** One run of a client's program. */
export interface ClientCommand {
  readonly args: readonly string[];
  /** Beyond the environment that authenticates the client. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** How a project is restored, and where the outcome is read. */
export interface Restoration {
  /** Run in their order, in the project's folder; the first that fails ends it. */
  readonly commands: readonly ClientCommand[];
  /** Files in the job's folder that the commands need. */
  readonly files?: readonly Effect[];
  /** The lock file that the client writes where there was none, relative to the project's folder. */
  readonly writesLock?: string;
  /** A folder whose files say what was restored, and what they say; `paths` are relative to it, with `/`. */
  readonly restored?: {
    readonly folder: string;
    /** Whether nothing in a folder of this name says more. */
    readonly isLeftOut?: (name: string) => boolean;
    versions(paths: readonly string[]): readonly PackageVersion[];
    /** What packages are, by `directKey`, where the texts of the files say it: asked once for each folder. */
    roles?(paths: readonly string[], read: ReadText): ReadonlyMap<string, PackageRole>;
  };
  /** Whether what was restored shares its files with the job's folder, which then stays until the job ends. */
  readonly keepsFolder?: boolean;
  /** Variables that lead later steps to what was fetched, in the job's folder; none holds a secret. */
  readonly kept?: Readonly<Record<string, string>>;
}

/**
 * How a client says which package files a project needs, where its lock file does not: it writes lists of them into the
 * job's folder, installs nothing, and writes nothing among the sources.
 */
export interface ProjectListing {
  /** Run in their order, in the project's folder; the first that fails fails the project. */
  readonly commands: readonly ClientCommand[];
  /** Files in the job's folder that the commands need. */
  readonly files?: readonly Effect[];
  /** What the commands write in the job's folder: absolute paths that one of the client's lock readers recognizes. */
  readonly lists: readonly string[];
  /**
   * Whether the lists are of what is needed beside all that the lock file names, in versions of its own: where the
   * program is not there, the lock file still counts.
   */
  readonly isBeside?: true;
  /** A folder of theirs whose files are the list, and what these say; `paths` are relative to it, with `/`. */
  readonly fetched?: { readonly folder: string; read(paths: readonly string[], text: ReadText): LockFile };
  /** Why it is listed, and how it need not be. */
  readonly notes: readonly Note[];
}

/** A failure that is between the project, the machine and the client. */
export interface OwnFailure {
  readonly pattern: RegExp;
  readonly text: string;
}

/** All that RestoreUpstream knows of a client. Pure. */
export interface RestoringClient {
  readonly name: string;
  readonly authentication: AuthenticatingClient;
  readonly protocol: FeedProtocol;
  /** The name of its program on PATH, and that of its tool in the agent's tool cache. */
  readonly program: string;
  readonly tool: string;
  /** How the program is fetched through the feed, where it can be. */
  readonly fetching?: ClientTool;
  /** What `detect` looks for, to complete the sentence "looked for …": one thing each. */
  readonly looksFor: readonly string[];
  /** How an authority is given to the client, to complete the sentence "Give the machine's CA to the client: …". */
  readonly trust: string;
  /** Names of folders that hold what it made or fetched: no project of this build is in them, and no lock file of it. */
  readonly outputFolders: readonly string[];
  /**
   * The projects among the files below the working directory, whose paths are sorted; in the order of their paths.
   * `read` gives the text of a file of the list. Throws nothing: a file that cannot be understood is left to the
   * client, which says it better.
   */
  detect(paths: readonly string[], read: (path: string) => string | undefined): readonly Project[];
  /** How a lock file is made, as a sentence: the next step for a project without one. */
  readonly locking: string;
  /** No other client recognizes the same files by another reader: one reader may be that of several. */
  readonly lockReaders: readonly LockReader[];
  /**
   * Whether a manifest, by its text, names the client as the one to restore by: asked where other clients find a project
   * in it too. Absent where no manifest does.
   */
  isNamedBy?(manifest: string): boolean;
  /** Whether a file, by its relative path, says where the client fetches from (lock files not counted). */
  isConfiguration(path: string): boolean;
  /** The absolute paths of such a file and of those that it includes, given those read so far. None where it cannot. */
  includedFiles?(path: string, read: Files): readonly string[];
  /**
   * What such a file makes the client fetch from elsewhere than the feed; `path` as in `files`, and so in `where`.
   * Throws a Problem for a malformed one.
   */
  findBypasses(path: string, files: Files, isOwn: (address: string) => boolean): readonly Bypass[];
  /**
   * Variables of earlier steps or of the user that would make a restore bypass the feed, or contradict it. The job is
   * the step's: what Feedpass made in earlier steps is in folders beside its `jobFolder`.
   */
  withoutVariables(job: Job): readonly string[];
  /**
   * What a project's own files say of the packages that it needs, where no lock file does. A file that cannot be
   * understood says nothing.
   */
  named?(facts: Pick<RestoreFacts, "job" | "read" | "exists">): NamedPackages;
  /** Throws a Problem for a project that is not to be restored as it stands: its lock file is out of date. */
  restore(facts: RestoreFacts): Restoration;
  /**
   * For modes save and audit: how a project's files are listed whose lock file does not name them all, or that has none.
   * Undefined where the lock file is enough. Throws as `restore` does. Absent for a client that can only read lock files.
   */
  list?(facts: RestoreFacts): ProjectListing | undefined;
  /** What else than answers of the feed its own output tells, with cause and next step; looked for first. */
  readonly ownFailures?: readonly OwnFailure[];
  /** How its own output shows a failure; the first that fits counts, so causes stand before what they lead to. */
  readonly failures: readonly FailurePattern[];
}
