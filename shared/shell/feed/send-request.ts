import { request, type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestTls } from "node:https";
import type { Patience } from "./patience";

/** A certificate that leads to no authority that is trusted (Node, tls, "X509 certificate error codes"). */
const untrusted = new Set<unknown>([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);

/**
 * A connection that broke before or within an answer; `stale` when a kept one was closed by the other side, `untrusted`
 * when the other side showed a certificate of an authority that nobody named.
 */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";
  readonly stale: boolean;
  readonly untrusted: boolean;

  constructor(cause: unknown, stale: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.stale = stale;
    this.untrusted = cause instanceof Error && "code" in cause && untrusted.has(cause.code);
  }
}

/**
 * Sends one GET and gives its answer to `read`, whose promise ends the request.
 * Throws a BrokenConnection for connections that fail, time out or end early; what `read` throws otherwise, as it is.
 */
export function sendRequest<T>(
  options: RequestOptions,
  patience: Patience,
  active: ActiveRequests,
  read: (answer: IncomingMessage) => Promise<T>,
): Promise<T> {
  const sent = (options.protocol === "https:" ? requestTls : request)(options);
  active.add(sent);
  sent.setTimeout(patience.idleMs, () => sent.destroy(new Error(`Nothing came for ${patience.idleMs} ms`)));
  return new Promise<T>((resolve, reject) => {
    sent.on("error", (error: Error & { code?: string }) => {
      const reset = error.code === "ECONNRESET" || error.code === "EPIPE";
      reject(error.name === "ProxyRefusal" ? error : new BrokenConnection(error, sent.reusedSocket && reset));
    });
    sent.once("response", (answer) => {
      let broken: Error | undefined;
      answer.once("error", (error) => (broken = error));
      read(answer).then(resolve, (error: unknown) => {
        answer.destroy();
        reject(broken === undefined ? toError(error) : new BrokenConnection(broken, false));
      });
    });
    sent.end();
  }).finally(() => {
    active.remove(sent);
  });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * The requests under way. A list and not a set: V8 links each table of a set that it replaces to the next, so that
 * after tens of thousands of additions and removals the dead tables, and the requests in them, outlive every scavenge
 * (measured: they were most of what a run kept).
 */
export class ActiveRequests {
  readonly #requests: ClientRequest[] = [];

  add(request: ClientRequest): void {
    this.#requests.push(request);
  }

  remove(request: ClientRequest): void {
    const index = this.#requests.indexOf(request);
    if (index < 0) return;
    const last = this.#requests.pop();
    if (index < this.#requests.length && last !== undefined) this.#requests[index] = last;
  }

  destroy(reason: Error): void {
    for (const request of [...this.#requests]) request.destroy(reason);
  }
}
