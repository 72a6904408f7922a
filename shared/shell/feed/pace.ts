/** Somebody who waits, and whom for: all that wait for the same can be dismissed together. */
interface Waiting {
  readonly group: object;
  readonly start: () => void;
  readonly fail: (reason: Error) => void;
}

/**
 * How many requests are under way at once: at most `limit`, which is halved when the feed says that it is too much and
 * grows by one per `limit` good answers, up to where it began. A pause holds everybody back.
 */
export class Pace {
  readonly #max: number;
  #limit: number;
  #running = 0;
  #good = 0;
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #waiting: Waiting[] = [];

  constructor(max: number) {
    this.#max = max;
    this.#limit = max;
  }

  /** Resolves when a request of the group may be sent; `leave` must follow. Rejects when the group is dismissed. */
  enter(group: object): Promise<void> {
    return new Promise((start, fail) => {
      this.#waiting.push({ group, start, fail });
      this.#admit();
    });
  }

  leave(good: boolean): void {
    this.#running -= 1;
    this.#good = good ? this.#good + 1 : 0;
    if (this.#good >= this.#limit && this.#limit < this.#max) {
      this.#limit += 1;
      this.#good = 0;
    }
    this.#admit();
  }

  /**
   * Sends nothing for some milliseconds, and gives by how many that is longer than it was. Of pauses that overlap the
   * first halves the limit: they are one complaint.
   */
  pause(milliseconds: number): number {
    const now = Date.now();
    if (now >= this.#pausedUntil) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    const before = Math.max(this.#pausedUntil, now);
    this.#pausedUntil = Math.max(this.#pausedUntil, now + milliseconds);
    this.#good = 0;
    return Math.max(0, this.#pausedUntil - before);
  }

  /** Those of a group who wait do so no longer, and are told the reason. */
  dismiss(group: object, reason: Error): void {
    const dismissed = this.#waiting.filter((each) => each.group === group);
    this.#waiting = this.#waiting.filter((each) => each.group !== group);
    if (this.#waiting.length === 0) clearTimeout(this.#timer);
    for (const { fail } of dismissed) fail(reason);
  }

  /** The timer runs only while somebody waits: it would keep the process from ending. */
  #admit(): void {
    const rest = this.#pausedUntil - Date.now();
    if (rest > 0) {
      clearTimeout(this.#timer);
      if (this.#waiting.length > 0) this.#timer = setTimeout(this.#admit.bind(this), rest);
      return;
    }
    while (this.#running < this.#limit) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#running += 1;
      next.start();
    }
  }
}
