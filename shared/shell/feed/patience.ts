import type { AnswerLimits } from "./send-request";

/**
 * How long requests are waited for, how much is taken of an answer, and how often they are sent again. Times in
 * milliseconds. Each has an end, so that no feed, and nothing on the way to it, can keep a job (docs/report.md, "Limits").
 */
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
  /** All pauses of a run together: as long as a job may take if nobody says otherwise (`timeoutInMinutes`). */
  readonly waitMs: number;
  /** A run whole: longer than this no hosted agent works on a job ("Configure and pay for parallel jobs"). */
  readonly runMs: number;
  /** A list, an index or a page, from the request to the end of its answer: 64 MiB at 220 KB/s. */
  readonly textMs: number;
  /** The same for a package file: 1 GiB at 300 KB/s, with the feed's own download before it. */
  readonly fileMs: number;
  /** Characters of such a text. A page of 1 000 packages with 100 versions each has about as many. */
  readonly maxText: number;
  /** Bytes of a file: twice what a feed takes ("Azure Artifacts limits": 500 MB). */
  readonly maxFile: number;
  /** Pages of a list: a million packages. */
  readonly maxPages: number;
  /** Interim answers to a request, such as `100 Continue`; a server has no reason for more than two or three. */
  readonly maxInterim: number;
  /** Requests of a run that get no end of an answer; good answers give them back. */
  readonly maxCuts: number;
  /** Before each further look at a list that does not name yet what the feed gave. */
  readonly listingMs: readonly number[];
}

export const defaultPatience: Patience = {
  attempts: 5,
  baseMs: 250,
  capMs: 20_000,
  connectMs: 15_000,
  idleMs: 120_000,
  pauseMs: 600_000,
  waitMs: 3_600_000,
  runMs: 21_600_000,
  textMs: 300_000,
  fileMs: 3_600_000,
  maxText: 2 ** 26,
  maxFile: 2 ** 30,
  maxPages: 1000,
  maxInterim: 100,
  maxCuts: 20,
  listingMs: [1000, 2000, 4000, 8000],
};

/** What is waited for and taken of a file, or of a text. */
export function limitsOf(asked: "text" | "file" | undefined, patience: Patience): AnswerLimits {
  const { idleMs, maxInterim, textMs, fileMs, maxText, maxFile } = patience;
  const [wholeMs, maxBody] = asked === "file" ? [fileMs, maxFile] : [textMs, maxText];
  return { idleMs, wholeMs, maxBody, maxInterim };
}

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
