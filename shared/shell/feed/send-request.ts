import { request, type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestTls } from "node:https";

/** A certificate that leads to no authority that is trusted (Node, tls, "X509 certificate error codes"). */
const untrusted = new Set<unknown>([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);

/** Why a request was ended from here: an answer that would not come, or not end. */
class Cut extends Error {
  override readonly name = "Cut";
  /** Whether another attempt could fare better: a pause can be an accident, the rest is how the other side answers. */
  readonly canPass: boolean;

  constructor(message: string, canPass = false) {
    super(message);
    this.canPass = canPass;
  }
}

/**
 * A connection that broke before or within an answer; `stale` when a kept one was closed by the other side, `untrusted`
 * when the other side showed a certificate of an authority that nobody named, `isCut` when it was ended from here since
 * the answer did not come or did not end, `isFinal` when another attempt cannot end otherwise.
 */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";
  readonly stale: boolean;
  readonly untrusted: boolean;
  readonly isCut: boolean;
  readonly isFinal: boolean;

  constructor(cause: unknown, stale: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.stale = stale;
    this.untrusted = cause instanceof Error && "code" in cause && untrusted.has(cause.code);
    this.isCut = cause instanceof Cut;
    this.isFinal = this.untrusted || (cause instanceof Cut && !cause.canPass);
  }
}

/** What is waited for and taken of one answer: milliseconds, and bytes or characters of its body. */
export interface AnswerLimits {
  readonly idleMs: number;
  readonly wholeMs: number;
  readonly maxBody: number;
  readonly maxInterim: number;
}

/**
 * Sends one GET and gives its answer to `read`, whose promise ends the request.
 * Throws a BrokenConnection for connections that fail, end early or go over a limit; what `read` throws otherwise, as it is.
 */
export async function sendRequest<T>(
  options: RequestOptions,
  limits: AnswerLimits,
  active: ActiveRequests,
  read: (answer: IncomingMessage) => Promise<T>,
): Promise<T> {
  const sent = (options.protocol === "https:" ? requestTls : request)(options);
  active.add(sent);
  let broken: Error | undefined;
  const stopLimiting = limit(sent, limits, (cut) => {
    broken ??= cut;
    sent.destroy(cut);
  });
  try {
    return await new Promise<T>((resolve, reject) => {
      sent.on("error", (error: Error & { code?: string }) => {
        const reset = error.code === "ECONNRESET" || error.code === "EPIPE";
        const stale = broken === undefined && sent.reusedSocket && reset;
        reject(error.name === "ProxyRefusal" ? error : new BrokenConnection(broken ?? error, stale));
      });
      sent.once("response", (answer) => {
        answer.once("error", (error) => (broken ??= error));
        read(answer).then(resolve, (error: unknown) => {
          answer.destroy();
          reject(broken === undefined ? toError(error) : new BrokenConnection(broken, false));
        });
      });
      sent.end();
    });
  } finally {
    stopLimiting();
    active.remove(sent);
  }
}

/** Tells the first limit that a request goes over. What it gives must be called in the end. */
function limit(sent: ClientRequest, limits: AnswerLimits, onCut: (cut: Cut) => void): () => void {
  const { idleMs, wholeMs, maxBody, maxInterim } = limits;
  sent.setTimeout(idleMs, () => {
    onCut(new Cut(`Nothing came for ${idleMs} ms`, true));
  });
  const timer = setTimeout(() => {
    onCut(new Cut(`The answer was not whole after ${wholeMs / 1000} s`));
  }, wholeMs);
  let interim = 0;
  sent.on("information", () => {
    interim += 1;
    if (interim > maxInterim) onCut(new Cut(`More than ${maxInterim} interim answers came, and no other`));
  });
  sent.once("response", (answer) => {
    let length = 0;
    answer.on("data", (chunk: Buffer | string) => {
      length += chunk.length;
      if (length > maxBody) onCut(new Cut(`The answer is longer than ${Math.round(maxBody / 2 ** 20)} MiB`));
    });
  });
  return () => {
    clearTimeout(timer);
  };
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
