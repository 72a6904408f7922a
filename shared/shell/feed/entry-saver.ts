import type { LockEntry } from "../../core/lock-entry";
import type { Found, LookUp, Reply, Target } from "../../core/protocol";
import { Failures } from "./failures";
import type { FeedAccess } from "./feed-access";
import { maySave } from "./feed-role";
import { HeldFiles, type FileState } from "./held-files";
import type { FeedContents } from "./holdings";
import { Aborted, type Requests } from "./requests";
import { compareStated, followRedirect, saveFile, type Outcome } from "./save-file";
import type { SaveRun } from "./save-run";
import { UnfollowedRedirects } from "./unfollowed-redirects";
import type { VersionFiles } from "./version-files";

export interface EntryOptions {
  /** What the feed held before; without it every file is asked for. */
  readonly held?: FeedContents;
  /** Which files that are; what is not told there is asked for. */
  readonly files?: VersionFiles;
  /** `stated` (the default): the hash that the feed's index states, else the bytes; `always`: the bytes. */
  readonly verify?: "stated" | "always";
  /** Nothing is saved: what would be asked for counts as saved, unless the feed's index says that it would fail. */
  readonly onlyLook?: boolean;
}

/** Has the feed save the entries of one package after the other. */
export class EntrySaver {
  readonly #access: FeedAccess;
  readonly #options: EntryOptions;
  readonly #requests: Requests;
  readonly #run: SaveRun;
  readonly #failures: Failures;
  readonly #held: HeldFiles;
  readonly #redirects: UnfollowedRedirects;
  readonly #lookUps = new Map<string, LookUp>();

  constructor(access: FeedAccess, options: EntryOptions, requests: Requests, run: SaveRun) {
    this.#access = access;
    this.#options = options;
    this.#requests = requests;
    this.#run = run;
    this.#failures = new Failures(access, requests, options.held);
    this.#held = new HeldFiles(access, requests, options.held, options.files);
    this.#redirects = new UnfollowedRedirects(access, requests, options.held);
  }

  /** To be called after the last group: what was not known of the first files is found out now. */
  async finish(): Promise<void> {
    for (const { target, reply, isSaved } of await this.#redirects.finish()) {
      const { entry, file } = target;
      if (isSaved || !this.#run.isRunning) this.#run.saved(entry, file);
      else
        await this.#attempt(entry, file, async () => {
          await this.#note(target, await followRedirect(this.#requests, target, reply));
        });
    }
  }

  /** Nothing is waited for any more, whether or not `finish` was called. */
  stop(): void {
    this.#redirects.stop();
  }

  /** @param entries All of one package. */
  async saveGroup(entries: readonly LockEntry[]): Promise<void> {
    const open: LockEntry[] = [];
    let unverified = none;
    for (const entry of entries) {
      const version = this.#held.find(entry);
      if (version === undefined) {
        open.push(entry);
        continue;
      }
      await this.#attempt(entry, undefined, async () => {
        const state = await this.#held.stateOf(entry, version, entry.file);
        if (state === "unverified") unverified = new Set([...unverified, entry]);
        if (!this.#isDone(state, entry, entry.file)) open.push(entry);
      });
    }
    if (open.length > 0) await this.#saveOpen(open, unverified);
  }

  /** Whether nothing more has to be asked about a file; then it is noted. */
  #isDone(state: FileState, entry: LockEntry, file: string | undefined): boolean {
    if (state === "held") this.#run.alreadySaved();
    else if (state === "wrong") this.#run.failed(entry, this.#failures.ofHeldFile(), file);
    else return false;
    return true;
  }

  async #saveOpen(entries: readonly LockEntry[], unverified: ReadonlySet<LockEntry>): Promise<void> {
    if (this.#options.onlyLook === true && (await this.#isBlind())) {
      for (const entry of entries)
        if (unverified.has(entry)) this.#run.alreadySaved();
        else this.#run.saved(entry, entry.file);
      return;
    }
    let reply: Reply<Found> | undefined;
    let problem: unknown;
    try {
      if (this.#run.isRunning) reply = await this.#lookUp(entries);
    } catch (error) {
      problem = error;
    }
    const saveOne = async (entry: LockEntry): Promise<void> => {
      if (reply === undefined) throw problem;
      const targets = reply.value?.get(entry) ?? [];
      if (unverified.has(entry)) await this.#verify(entry, targets[0]);
      else if (reply.value === undefined) await this.#refuse(reply, entry);
      else if (targets.length === 0) this.#run.failed(entry, await this.#failures.missing(entry));
      else await Promise.all(targets.map((target) => this.#saveTarget(target)));
    };
    await Promise.all(entries.map((entry) => this.#attempt(entry, undefined, () => saveOne(entry))));
  }

  /** A Reader's index need not have what a feed could save, so a look says nothing of it. */
  async #isBlind(): Promise<boolean> {
    return maySave(await this.#access.role()) === false;
  }

  async #lookUp(entries: readonly LockEntry[]): Promise<Reply<Found>> {
    const protocol = entries[0]?.protocol ?? "";
    const known = this.#access.protocols.of(protocol);
    const lookUp = this.#lookUps.get(protocol) ?? known.openLookUp(this.#access, this.#requests.askIn(known));
    this.#lookUps.set(protocol, lookUp);
    return lookUp(entries);
  }

  /** Compares the hash that the feed states for a file that it holds; where it states none, it cannot be told. */
  async #verify(entry: LockEntry, target: Target | undefined): Promise<void> {
    const protocol = this.#access.protocols.of(entry.protocol);
    let seen = target;
    if (target !== undefined && target.stated === undefined) {
      const stated = await protocol.askHash?.(target, this.#requests.askIn(protocol));
      seen = stated === undefined ? target : { ...target, stated };
    }
    if (seen === undefined || compareStated(seen) !== "different") this.#run.alreadySaved();
    else this.#run.failed(entry, this.#failures.ofHeldFile(), seen.file);
  }

  #saveTarget(target: Target): Promise<void> {
    const { entry, file } = target;
    return this.#attempt(entry, file, async () => {
      const version = entry.file === undefined ? this.#held.find(entry) : undefined;
      const state = version === undefined ? "missing" : await this.#held.stateOf(entry, version, file);
      if (state === "unverified") await this.#verify(entry, target);
      else if (!this.#isDone(state, entry, file)) await this.#ask(target);
    });
  }

  async #ask(target: Target): Promise<void> {
    const outcome = this.#options.onlyLook === true ? lookAt(target) : await this.#save(target);
    if (outcome !== undefined) await this.#note(target, outcome);
  }

  async #note(target: Target, outcome: Outcome): Promise<void> {
    const { entry, file } = target;
    if (outcome.kind === "saved" || outcome.kind === "redirected") this.#run.saved(entry, file);
    else if (outcome.kind === "refused") await this.#refuse(outcome.reply, entry, file);
    else if (target.isOther) this.#run.failed(entry, await this.#failures.ofOtherFile(), file);
    else this.#run.failed(entry, this.#failures.ofOutcome(outcome), file);
  }

  /** Undefined where `finish` tells. */
  async #save(target: Target): Promise<Outcome | undefined> {
    const { scheme } = this.#access.protocols.of(target.entry.protocol);
    const verify = this.#options.verify ?? "stated";
    const outcome = await saveFile(this.#requests, target, { verify, scheme });
    if (outcome.kind !== "redirected") return outcome;
    const verdict = await this.#redirects.judge({ target, reply: outcome.reply });
    if (verdict === "follow") return followRedirect(this.#requests, target, outcome.reply);
    return verdict === "later" ? undefined : outcome;
  }

  async #refuse(reply: Reply<unknown>, entry: LockEntry, file?: string): Promise<void> {
    this.#run.failed(entry, await this.#failures.ofReply(reply, entry), file);
    if (!this.#run.isRunning) this.#requests.stop();
  }

  /** Does a step for one file, unless the run has ended; an error fails the file, an abort ends the run. */
  async #attempt(entry: LockEntry, file: string | undefined, step: () => Promise<void>): Promise<void> {
    try {
      if (this.#run.isRunning) await step();
      else this.#run.notTried(entry);
    } catch (error) {
      if (error instanceof Aborted) this.#run.abort(entry);
      else this.#run.failed(entry, this.#failures.ofError(error), file);
    }
  }
}

/** One for all groups: thousands of empty sets are thousands of objects. */
const none: ReadonlySet<LockEntry> = new Set();

/** What asking for a file would come to, as far as its stated hash tells. */
function lookAt(target: Target): Outcome {
  return compareStated(target) === "different" ? { kind: "hash", seen: "stated" } : { kind: "saved" };
}
