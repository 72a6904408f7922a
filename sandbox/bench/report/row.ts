/** More than the limit is too much; the aim is what is good. */
export interface Bounds {
  readonly limit: number;
  readonly aim: number;
}

/** A line of the table: something measured, with what it may be. */
export interface Row {
  /** Which part of the bench it belongs to; `--only` takes this name. */
  readonly part: string;
  readonly what: string;
  /** Version of the Node that ran; absent where none did. */
  readonly node?: string;
  /** Absent when it could not be measured; `remark` says why. */
  readonly value?: number;
  readonly unit: "÷" | "s" | "ms" | "bytes" | "files" | "KB" | "MiB" | "requests" | "%";
  /** More than this is too much; absent: for information. */
  readonly limit?: number;
  readonly aim?: number;
  /** Limit and aim are the least that is good, as for a throughput. */
  readonly atLeast?: true;
  /** What was to be measured ended with an error, which `remark` has. */
  readonly failed?: true;
  /** Absolute figures and what else there is to know. */
  readonly remark?: string;
}

export type Verdict = "failed" | "aim" | "within" | "over" | "not measured" | "information";

/** Where a row stands between aim and limit. */
export function judge({ value, limit, aim, atLeast, failed }: Row): Verdict {
  if (failed === true) return "failed";
  if (value === undefined || Number.isNaN(value)) return "not measured";
  const reaches = (bound: number): boolean => (atLeast === true ? value >= bound : value <= bound);
  if (limit === undefined) return "information";
  if (!reaches(limit)) return "over";
  return aim !== undefined && reaches(aim) ? "aim" : "within";
}
