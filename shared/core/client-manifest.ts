/** One input of a task, in the words of task.json. */
export interface TaskInput {
  readonly name: string;
  readonly type: "boolean" | "filePath" | "multiLine" | "pickList" | "string";
  /** In sentence case. */
  readonly label: string;
  /** Markdown: "Enter …", an example, and one link. */
  readonly help: string;
  /** Absent: empty. */
  readonly defaultValue?: string;
  /** Of a pickList: what each value is shown as. */
  readonly options?: Readonly<Record<string, string>>;
  /** Folded away in the task editor. */
  readonly isAdvanced?: true;
}

/** A variable that a task sets for later steps or, with `<step>.` before it, as an output of the step. */
export interface TaskVariable {
  /** With `<NAME>` for what the project decides. */
  readonly name: string;
  readonly holds: string;
}

/** A part of a file in `examples/`, word for word but for its indentation. */
export interface Sample {
  /** What it shows, as a sentence that ends in a colon. */
  readonly title: string;
  readonly language: "toml" | "xml" | "yaml";
  readonly text: string;
}

/** A message that a user may get, with `…` for what differs; the source code has each part of it. */
export interface Failure {
  readonly says: string;
  readonly cause: string;
  readonly fix: string;
}

/** What a task's page says beside what task.json holds. All texts are Markdown. */
export interface TaskPage {
  /** The paragraphs of its beginning. */
  readonly about: readonly string[];
  readonly samples: readonly Sample[];
  /** What the task finds its feeds and projects in; ends the sentence "It reads …". */
  readonly reads: string;
  readonly sets: readonly TaskVariable[];
  /** `<client> <version> and later`, where the task is one client's. */
  readonly needs?: string;
  /** Versions of the clients with which the task is tried, as a list. */
  readonly tried: readonly string[];
  /** Beside those that tasks of its kind share. */
  readonly failures: readonly Failure[];
  readonly goodToKnow: readonly string[];
}

/** What a task.json holds that not every task has the same. */
export interface TaskManifest {
  /** A GUID, which never changes. */
  readonly id: string;
  /** What a pipeline calls the task, without `@<major>`; never changes. */
  readonly name: string;
  /** `<major>.<minor>.<patch>` */
  readonly version: string;
  /** At most 40 characters. */
  readonly friendlyName: string;
  readonly description: string;
  /** One Markdown link to the vendor's page. */
  readonly learnMore: string;
  /**
   * An authenticate task: it has the inputs that all of those share, `feeds`, `workingDirectory` and
   * `replacePublicRegistry`, and this is where their help differs.
   */
  readonly authenticates?: {
    /** Ends the sentence "Leave empty to authenticate the feeds that …". */
    readonly feedsNamedBy: string;
    /** The whole help of `workingDirectory`. */
    readonly workingDirectory: string;
  };
  /** Beside the shared ones. */
  readonly inputs: readonly TaskInput[];
  readonly outputVariables: readonly TaskVariable[];
  /** `restricted`: the agent takes only its short list of logging commands from the task (TaskRestrictionsExtension.cs). */
  readonly commands: "restricted" | "any";
  /** Globs; the agent drops every other variable that the task sets, with a warning. */
  readonly settableVariables: readonly string[];
  readonly page: TaskPage;
}

/** What the task that restores has to say of a client. */
export interface RestoreManifest {
  /** What the client's program is run with: `uv sync`. */
  readonly command: string;
  /** The files, in Markdown, that say which versions are restored. */
  readonly lockFiles: readonly string[];
  /** The variables that lead later steps to what was fetched, with what they hold. */
  readonly keeps: readonly TaskVariable[];
  /** An argument that a user may want to add, and one Markdown link to the client's own page on it. */
  readonly argument: { readonly example: string; readonly link: string };
  /** What only this client needs. */
  readonly inputs: readonly TaskInput[];
  readonly failures: readonly Failure[];
  readonly goodToKnow: readonly string[];
}

/** Everything that manifests and pages say of one client; `npm run assemble` makes them of it. */
export interface ClientManifest {
  /** As in `authenticate-<client>`: one lower-case word. */
  readonly client: string;
  /** What the client calls itself. */
  readonly title: string;
  /** Whose name it is: `<client> is <owner>'s`. */
  readonly trademark: string;
  /** What the extension is found by in the Marketplace. */
  readonly tags: readonly string[];
  /** Of the client's row in tables: Markdown lists of what is restored and published by. */
  readonly row: { readonly restores: string; readonly publishes: string };
  readonly task: TaskManifest;
  readonly restore: RestoreManifest;
}

/** A client that is authenticated by the task of another one, as RestoreUpstream speaks of it. */
export type RestoredManifest = Pick<ClientManifest, "client" | "title" | "restore">;

/** The tasks that authenticate some clients, each once: one may be that of several. */
export function tasksOf(clients: readonly ClientManifest[]): readonly TaskManifest[] {
  return [...new Set(clients.map(({ task }) => task))];
}
