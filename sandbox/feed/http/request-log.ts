import type { Exchange } from "./exchange";

/** One answered (or cut) request. It never holds a token. */
export interface RequestRecord {
  /** ISO 8601 time of arrival. */
  readonly time: string;
  readonly method: string;
  readonly scheme: "http" | "https";
  /** Host header, with its port. */
  readonly host: string;
  /** Path without query: queries of the blob host carry signatures. */
  readonly path: string;
  /** The `api-version` of the query, which is all of it that is kept. */
  readonly apiVersion?: string;
  readonly status: number;
  /** Name of a package protocol, "rest", "blob", or "none" when the request reached none of them. */
  readonly protocol: string;
  readonly feed?: string;
  /** Name of the identity, "anonymous" or "unknown token". */
  readonly identity: string;
  readonly auth: "Basic" | "Bearer" | "none";
  /** User-Agent header; empty when there is none. */
  readonly userAgent: string;
  readonly durationMs: number;
}

/** The requests of one server since its start or the last clear. */
export class RequestLog {
  #records: RequestRecord[] = [];
  readonly #listener: ((record: RequestRecord) => void) | undefined;

  /** @param listener Told each record when its answer is complete. */
  constructor(listener?: (record: RequestRecord) => void) {
    this.#listener = listener;
  }

  /** Follows a request until its answer is complete or its connection is closed. */
  follow(exchange: Exchange): void {
    const arrived = Date.now();
    const apiVersion = exchange.query.get("api-version");
    let noted = false;
    // "finish" comes before the client can have the whole answer; a cut connection has only "close".
    const note = (): void => {
      if (noted) return;
      noted = true;
      const { protocol, feed, identity, scheme } = exchange.notes;
      const record: RequestRecord = {
        time: new Date(arrived).toISOString(),
        method: exchange.method,
        scheme: exchange.scheme,
        host: exchange.host,
        path: exchange.path,
        ...(apiVersion !== null && { apiVersion }),
        status: exchange.response.statusCode,
        protocol,
        ...(feed !== undefined && { feed }),
        identity,
        auth: scheme,
        userAgent: exchange.userAgent,
        durationMs: Date.now() - arrived,
      };
      this.#records.push(record);
      this.#listener?.(record);
    };
    exchange.response.once("finish", note).once("close", note);
  }

  records(): readonly RequestRecord[] {
    return [...this.#records];
  }

  clear(): void {
    this.#records = [];
  }
}
