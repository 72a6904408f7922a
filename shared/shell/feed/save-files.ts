import type { LockEntry } from "../../core/lock-entry";
import { CrateDownloads } from "../../protocols/cargo/crate-files";
import type { FeedAccess } from "./feed-access";
import { Aborted, defaultConcurrency, FeedClient } from "./requests";
import type { FeedContents } from "./feed-contents";
import { Failures } from "./failures";
import { HeldFiles } from "./held-files";
import { findMavenFiles } from "../../protocols/maven/artifact-files";
import type { Patience } from "./patience";
import { findPypiFiles, type Found } from "../../protocols/pypi/project-files";
import type { Reply } from "../../core/protocol";
import { saveFile } from "./save-file";
import type { SaveProgress, SaveResult } from "./save-result";
import { SaveRun } from "./save-run";
import type { Target } from "../../core/protocol";
import { packageKey } from "./feed-protocols";

export interface SaveOptions extends FeedAccess {
  /** Each file once; entries of one package side by side cost one look-up of the package. */
  readonly entries: Iterable<LockEntry>;
  /** What the feed held before; without it every file is asked for. */
  readonly held?: FeedContents;
  /** `stated` (the default): the hash that the feed's index states, else the bytes; `always`: the bytes. */
  readonly verify?: "stated" | "always";
  /** `files` (the default): a version that is held is asked for its files; `versions`: it counts as complete. */
  readonly resume?: "files" | "versions";
  /** Called after each file. */
  readonly onProgress?: (progress: SaveProgress) => void;
  readonly patience?: Partial<Patience>;
}

/**
 * Has the feed save every file that the entries name. Fails per file; the run ends early when no other file could fare
 * better (no permission, no such feed) and when the signal fires, and then still gives what it came to.
 * Throws only defects and what iterating over the entries throws.
 */
export async function saveEntries(options: SaveOptions): Promise<SaveResult> {
  const client = new FeedClient(options, options.patience);
  const run = new SaveRun(options.onProgress);
  const saver = new EntrySaver(options, client, run);
  const groups = groupEntries(options.entries);
  const work = async (): Promise<void> => {
    for (let next = groups.next(); next.done !== true; next = groups.next())
      await saver.saveGroup(next.value);
  };
  try {
    const workers = Math.max(1, options.concurrency ?? defaultConcurrency);
    await Promise.all(Array.from({ length: workers }, work));
    return run.result(client.requests);
  } finally {
    client.close();
  }
}

class EntrySaver {
  readonly #options: SaveOptions;
  readonly #client: FeedClient;
  readonly #run: SaveRun;
  readonly #crates: CrateDownloads;
  readonly #failures: Failures;
  readonly #held: HeldFiles;

  constructor(options: SaveOptions, client: FeedClient, run: SaveRun) {
    this.#options = options;
    this.#client = client;
    this.#run = run;
    this.#crates = new CrateDownloads(client, options);
    this.#failures = new Failures(options, client, options.held);
    this.#held = new HeldFiles(options, client, options.held, options.resume ?? "files");
  }

  async saveGroup(entries: readonly LockEntry[]): Promise<void> {
    if (!this.#run.goesOn) {
      this.#run.notTried(entries.length);
      return;
    }
    const open: LockEntry[] = [];
    for (const entry of entries) {
      if (!this.#held.mayHave(entry)) {
        open.push(entry);
        continue;
      }
      await this.#attempt(entry, undefined, async () => {
        if (await this.#held.has(entry)) this.#run.alreadySaved();
        else open.push(entry);
      });
    }
    if (open.length > 0) await this.#saveOpen(open);
  }

  async #saveOpen(entries: readonly LockEntry[]): Promise<void> {
    let reply: Reply<Found> | undefined;
    let problem: unknown;
    try {
      reply = await this.#find(entries);
    } catch (error) {
      problem = error;
    }
    await Promise.all(
      entries.map((entry) =>
        this.#attempt(entry, undefined, async () => {
          if (reply === undefined) throw problem;
          const targets = reply.value?.get(entry) ?? [];
          if (reply.value === undefined) await this.#refuse(reply, entry);
          else if (targets.length === 0) this.#run.failed(entry, await this.#failures.missing(entry));
          else await Promise.all(targets.map((target) => this.#saveTarget(target)));
        }),
      ),
    );
  }

  async #find(entries: readonly LockEntry[]): Promise<Reply<Found>> {
    const protocol = entries[0]?.protocol;
    if (protocol === "pypi") return findPypiFiles(this.#client, this.#options, entries);
    if (protocol === "cargo") return this.#crates.find(entries);
    return { status: 200, value: findMavenFiles(this.#options, entries), message: "", typeKey: "" };
  }

  #saveTarget(target: Target): Promise<void> {
    const { entry, file } = target;
    return this.#attempt(entry, file, async () => {
      if (entry.file === undefined && (await this.#held.has(entry, file))) {
        this.#run.alreadySaved();
        return;
      }
      const outcome = await saveFile(this.#client, target, this.#options.verify ?? "stated");
      if (outcome.kind === "saved") this.#run.saved(entry, file);
      else if (outcome.kind === "refused") await this.#refuse(outcome.reply, entry, file);
      else this.#run.failed(entry, this.#failures.ofOutcome(outcome), file);
    });
  }

  async #refuse(reply: Reply<unknown>, entry: LockEntry, file?: string): Promise<void> {
    this.#run.failed(entry, await this.#failures.ofReply(reply, entry), file);
    if (!this.#run.goesOn) this.#client.close();
  }

  /** Does a step for one file, unless the run has ended; an error fails the file, an abort ends the run. */
  async #attempt(entry: LockEntry, file: string | undefined, step: () => Promise<void>): Promise<void> {
    try {
      if (this.#run.goesOn) await step();
      else this.#run.notTried(1);
    } catch (error) {
      if (error instanceof Aborted) this.#run.abort();
      else this.#run.failed(entry, this.#failures.ofError(error), file);
    }
  }
}

/** More files than this in one package are looked up in several steps, so that a group stays small. */
const largest = 500;

/** Neighbouring entries of one package, which share what is asked about the package. */
function* groupEntries(entries: Iterable<LockEntry>): Generator<readonly LockEntry[]> {
  let group: LockEntry[] = [];
  let key = "";
  for (const entry of entries) {
    const next = packageKey(entry);
    if (group.length > 0 && (next !== key || group.length >= largest)) {
      yield group;
      group = [];
    }
    key = next;
    group.push(entry);
  }
  if (group.length > 0) yield group;
}
