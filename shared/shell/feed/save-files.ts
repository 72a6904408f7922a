import type { LockEntry } from "../../core/lock-entry";
import type { Found, LookUp, Reply, Target } from "../../core/protocol";
import { Failures } from "./failures";
import type { FeedAccess } from "./feed-access";
import { HeldFiles } from "./held-files";
import type { FeedContents } from "./holdings";
import { Aborted, type Requests } from "./requests";
import { saveFile } from "./save-file";
import type { SaveProgress, SaveResult } from "./save-result";
import { SaveRun } from "./save-run";

export interface SaveOptions {
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
}

/**
 * Has the feed save every file that the entries name. Fails per file; the run ends early when no other file could fare
 * better (no permission, no such feed) and when the signal fires, and then still gives what it came to.
 * Throws only defects and what iterating over the entries throws.
 */
export async function saveEntries(access: FeedAccess, options: SaveOptions): Promise<SaveResult> {
  const requests = access.client.batch();
  const run = new SaveRun(options.onProgress);
  const saver = new EntrySaver(access, options, requests, run);
  const groups = groupEntries(options.entries);
  const work = async (): Promise<void> => {
    for (let next = groups.next(); next.done !== true; next = groups.next())
      await saver.saveGroup(next.value);
  };
  try {
    await Promise.all(Array.from({ length: access.client.concurrency }, work));
    return run.result(requests.sent);
  } finally {
    requests.stop();
  }
}

class EntrySaver {
  readonly #access: FeedAccess;
  readonly #options: SaveOptions;
  readonly #requests: Requests;
  readonly #run: SaveRun;
  readonly #failures: Failures;
  readonly #held: HeldFiles;
  readonly #lookUps = new Map<string, LookUp>();

  constructor(access: FeedAccess, options: SaveOptions, requests: Requests, run: SaveRun) {
    this.#access = access;
    this.#options = options;
    this.#requests = requests;
    this.#run = run;
    this.#failures = new Failures(access, requests, options.held);
    this.#held = new HeldFiles(access, requests, options.held, options.resume ?? "files");
  }

  async saveGroup(entries: readonly LockEntry[]): Promise<void> {
    if (!this.#run.isRunning) {
      this.#run.notTried(entries.length);
      return;
    }
    const open: LockEntry[] = [];
    for (const entry of entries) {
      const version = this.#held.find(entry);
      if (version === undefined) {
        open.push(entry);
        continue;
      }
      await this.#attempt(entry, undefined, async () => {
        if (await this.#held.has(entry, version, entry.file)) this.#run.alreadySaved();
        else open.push(entry);
      });
    }
    if (open.length > 0) await this.#saveOpen(open);
  }

  async #saveOpen(entries: readonly LockEntry[]): Promise<void> {
    let reply: Reply<Found> | undefined;
    let problem: unknown;
    try {
      reply = await this.#lookUp(entries);
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

  async #lookUp(entries: readonly LockEntry[]): Promise<Reply<Found>> {
    const protocol = entries[0]?.protocol ?? "";
    const { protocols } = this.#access;
    const lookUp =
      this.#lookUps.get(protocol) ?? protocols.of(protocol).openLookUp(this.#access, this.#requests.ask);
    this.#lookUps.set(protocol, lookUp);
    return lookUp(entries);
  }

  #saveTarget(target: Target): Promise<void> {
    const { entry, file } = target;
    return this.#attempt(entry, file, async () => {
      const version = entry.file === undefined ? this.#held.find(entry) : undefined;
      if (version !== undefined && (await this.#held.has(entry, version, file))) {
        this.#run.alreadySaved();
        return;
      }
      const outcome = await saveFile(this.#requests, target, this.#options.verify ?? "stated");
      if (outcome.kind === "saved") this.#run.saved(entry, file);
      else if (outcome.kind === "refused") await this.#refuse(outcome.reply, entry, file);
      else if (target.isOther) this.#run.failed(entry, await this.#failures.ofOtherFile(), file);
      else this.#run.failed(entry, this.#failures.ofOutcome(outcome), file);
    });
  }

  async #refuse(reply: Reply<unknown>, entry: LockEntry, file?: string): Promise<void> {
    this.#run.failed(entry, await this.#failures.ofReply(reply, entry), file);
    if (!this.#run.isRunning) this.#requests.stop();
  }

  /** Does a step for one file, unless the run has ended; an error fails the file, an abort ends the run. */
  async #attempt(entry: LockEntry, file: string | undefined, step: () => Promise<void>): Promise<void> {
    try {
      if (this.#run.isRunning) await step();
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
  for (const entry of entries) {
    const [first] = group;
    const isSame = first?.name === entry.name && first.protocol === entry.protocol;
    if (first !== undefined && (!isSame || group.length >= largest)) {
      yield group;
      group = [];
    }
    group.push(entry);
  }
  if (group.length > 0) yield group;
}
