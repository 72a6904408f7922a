/** How long requests are waited for and how often they are sent again. Times in milliseconds. */
export interface Patience {
  /** Requests for one file before it is given up; those that were answered 429 are counted for themselves. */
  readonly attempts: number;
  /** Waits before a retry are random between 0 and `baseMs` doubled per retry, at most `capMs` ("full jitter"). */
  readonly baseMs: number;
  readonly capMs: number;
  readonly connectMs: number;
  /** Without a byte. A feed answers a first GET when it has the file from upstream: up to 500 MB. */
  readonly idleMs: number;
  /** The longest `Retry-After` that is obeyed; the service counts in windows of 5 minutes ("Rate limits"). */
  readonly pauseMs: number;
}

export const defaultPatience: Patience = {
  attempts: 5,
  baseMs: 250,
  capMs: 20_000,
  connectMs: 15_000,
  idleMs: 120_000,
  pauseMs: 600_000,
};

/** The wait before retry number `retry` (0 is the first). */
export function backoff(patience: Patience, retry: number, random: number): number {
  return random * Math.min(patience.capMs, patience.baseMs * 2 ** retry);
}

/** Milliseconds that a `Retry-After` asks for: seconds or a date (RFC 9110, section 10.2.3). */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Whether a status may pass by itself: 408, 429 and 5xx, without 501 and 505, which say "never". */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * Retries that may still be made: each costs one, each answer that needs none gives one back. So single failures are
 * repeated, and when most requests fail they are not, which would only make it worse and last long.
 */
export class RetryBudget {
  static readonly max = 200;
  #left = RetryBudget.max;

  refill(): void {
    this.#left = Math.min(RetryBudget.max, this.#left + 1);
  }

  /** Whether one more retry may be made. */
  spend(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}
