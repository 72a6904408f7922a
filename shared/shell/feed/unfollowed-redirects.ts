import { setTimeout as wait } from "node:timers/promises";
import { feedTitle } from "../../core/feed-address";
import { logText } from "../../core/log-text";
import type { LockEntry } from "../../core/lock-entry";
import type { Reply, Target } from "../../core/protocol";
import type { FeedAccess } from "./feed-access";
import { isListed } from "./feed-contents";
import type { FeedContents } from "./holdings";
import type { Requests } from "./requests";

/** A file that the feed answered with a redirect. */
export interface Redirected {
  readonly target: Target;
  readonly reply: Reply<unknown>;
}

/** The first new file of a protocol, and what its list says of it. */
interface Trial extends Redirected {
  /** Whether redirects are followed: while the list does not have the file, or has not answered. */
  follows: boolean;
  /** Resolves when the list has answered first, or takes so long that nobody should wait for it. */
  readonly firstLook: Promise<unknown>;
  /** Whether the list had the file in the end, or does not tell. */
  readonly isSaved: Promise<boolean>;
}

/**
 * Whether a feed saves a file whose redirect nobody follows. That is shown for Cargo (microsoft/mxc, seed_feed.py) and
 * for no other protocol, so the feed's list is asked for the first new file of each. While the list does not have it, the
 * redirects of all others are followed, which saves in any case, and that one's is not: if the list has it a little later,
 * the list was behind. If it never does, that one's is followed as well, and those of the rest.
 */
export class UnfollowedRedirects {
  readonly #access: FeedAccess;
  readonly #requests: Requests;
  readonly #held: FeedContents | undefined;
  readonly #trials = new Map<string, Trial>();
  readonly #ended = new AbortController();

  /** @param held What the feed held before; where that is not known, its list tells nothing. */
  constructor(access: FeedAccess, requests: Requests, held: FeedContents | undefined) {
    this.#access = access;
    this.#requests = requests;
    this.#held = held;
  }

  /** `saved`: the redirect need not be followed; `later`: `finish` tells. */
  async judge(redirected: Redirected): Promise<"saved" | "follow" | "later"> {
    const { entry } = redirected.target;
    const trial = this.#trials.get(entry.protocol);
    if (trial !== undefined) {
      await trial.firstLook;
      return trial.follows ? "follow" : "saved";
    }
    if (this.#held?.known !== true || this.#held.find(entry)?.deleted === false) return "saved";
    this.#trials.set(entry.protocol, this.#begin(redirected));
    return "later";
  }

  /** The files that were judged `later`, and whether the list has them. No list is waited for any more. */
  async finish(): Promise<readonly (Redirected & { readonly isSaved: boolean })[]> {
    this.stop();
    return Promise.all(
      [...this.#trials.values()].map(async ({ target, reply, isSaved }) => ({
        ...{ target, reply },
        isSaved: await isSaved,
      })),
    );
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.#ended.abort();
  }

  #begin(redirected: Redirected): Trial {
    const { entry } = redirected.target;
    const first = this.#look(entry);
    const answered = first.then((found) => {
      trial.follows = found === false;
    });
    const longest = Math.max(0, ...this.#access.client.listingWaits);
    const trial: Trial = {
      ...redirected,
      follows: true,
      firstLook: Promise.race([answered, this.#isOver(longest)]),
      isSaved: this.#lookOn(entry, first).then((isSaved) => {
        trial.follows = !isSaved;
        return isSaved;
      }),
    };
    return trial;
  }

  async #lookOn(entry: LockEntry, first: Promise<boolean | undefined>): Promise<boolean> {
    let found = await first;
    for (const pause of this.#access.client.listingWaits) {
      if (found !== false) return true;
      if (await this.#isOver(pause)) return false;
      found = await this.#look(entry);
    }
    if (found !== false) return true;
    const feed = logText(feedTitle(this.#access.feed));
    await this.#access.client.notice(
      () =>
        `Feed ${feed} gave ${logText(`${entry.name} ${entry.version}`)} and does not list it, so files of this protocol are fetched as well, which takes longer.`,
    );
    return false;
  }

  /** Undefined where the list does not tell. */
  #look(entry: LockEntry): Promise<boolean | undefined> {
    return isListed(this.#access, this.#requests, entry).catch(() => undefined);
  }

  /** Waits, and gives whether the run ended meanwhile. */
  async #isOver(milliseconds: number): Promise<boolean> {
    try {
      await wait(milliseconds, undefined, { signal: this.#ended.signal });
      return false;
    } catch {
      return true;
    }
  }
}
