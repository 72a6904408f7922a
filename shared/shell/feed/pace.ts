/**
 * How many requests are under way at once: at most `limit`, which is halved when the feed says that it is too much and
 * grows by one per `limit` good answers, up to where it began. A pause holds everybody back.
 */
export class Pace {
  readonly #most: number;
  #limit: number;
  #running = 0;
  #good = 0;
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #waiting: { readonly start: () => void; readonly fail: (reason: Error) => void }[] = [];
  #closed: Error | undefined;

  constructor(most: number) {
    this.#most = most;
    this.#limit = most;
  }

  /** Resolves when a request may be sent; `leave` must follow. Rejects once the pace is closed. */
  enter(): Promise<void> {
    return new Promise((start, fail) => {
      if (this.#closed !== undefined) {
        fail(this.#closed);
        return;
      }
      this.#waiting.push({ start, fail });
      this.#admit();
    });
  }

  leave(good: boolean): void {
    this.#running -= 1;
    this.#good = good ? this.#good + 1 : 0;
    if (this.#good >= this.#limit && this.#limit < this.#most) {
      this.#limit += 1;
      this.#good = 0;
    }
    this.#admit();
  }

  /** Sends nothing for some milliseconds; a pause that ends later than the present one also halves the limit. */
  pause(milliseconds: number): void {
    const now = Date.now();
    if (now >= this.#pausedUntil) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#pausedUntil = Math.max(this.#pausedUntil, now + milliseconds);
    this.#good = 0;
  }

  /** Nobody enters any more; those who wait are told the reason. */
  close(reason: Error): void {
    this.#closed = reason;
    clearTimeout(this.#timer);
    for (const { fail } of this.#waiting.splice(0)) fail(reason);
  }

  #admit(): void {
    const rest = this.#pausedUntil - Date.now();
    if (rest > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#admit();
      }, rest);
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
