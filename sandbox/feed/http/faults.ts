import type { Exchange } from "./exchange";
import { Problem } from "./problem";

/** A disturbance that a run switches on. Conditions that are absent always hold. */
export interface Fault {
  /** Path pattern; a string must occur in the path. */
  readonly path?: RegExp | string;
  readonly method?: string;
  /** Only every nth request that meets the other conditions, the nth first. */
  readonly every?: number;
  /** At most this many times. */
  readonly times?: number;
  /** Delay before anything else, in milliseconds. */
  readonly latencyMs?: number;
  /** Status to answer with: 429 and 503 as the service words them. */
  readonly status?: number;
  /** Seconds for `Retry-After`; 1 when absent. */
  readonly retryAfter?: number;
  /** Cut the connection instead of answering. */
  readonly cut?: boolean;
}

/** Applies the faults that are switched on. */
export class FaultInjector {
  #faults: { readonly fault: Fault; met: number; applied: number }[] = [];

  constructor(faults: readonly Fault[]) {
    this.set(faults);
  }

  /** Replaces all faults; their counters start again. */
  set(faults: readonly Fault[]): void {
    this.#faults = faults.map((fault) => ({ fault, met: 0, applied: 0 }));
  }

  /**
   * Delays or ends the request as the faults say.
   * @returns false when the connection was cut and there is nothing to answer.
   * @throws Problem with the status of a fault.
   */
  async disturb(exchange: Exchange): Promise<boolean> {
    for (const state of this.#faults) {
      const { fault } = state;
      if (!meets(exchange, fault)) continue;
      state.met += 1;
      if (state.met % (fault.every ?? 1) !== 0 || state.applied >= (fault.times ?? Infinity)) continue;
      state.applied += 1;
      if (fault.latencyMs !== undefined) await delay(fault.latencyMs);
      if (fault.cut === true) {
        exchange.request.socket.destroy();
        return false;
      }
      if (fault.status !== undefined) throw faultProblem(fault.status, fault.retryAfter ?? 1);
    }
    return true;
  }
}

/** Waits some milliseconds. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function meets(exchange: Exchange, fault: Fault): boolean {
  if (fault.method !== undefined && fault.method !== exchange.method) return false;
  if (fault.path === undefined) return true;
  return typeof fault.path === "string"
    ? exchange.path.includes(fault.path)
    : exchange.path.search(fault.path) !== -1;
}

/** Text: dotnet/arcade#4190. Headers: learn.microsoft.com "Rate and usage limits". */
function faultProblem(status: number, retryAfter: number): Problem {
  if (status !== 429) {
    return new Problem(status, "VssServiceException", "Service unavailable.", {
      ...(status === 503 && { "Retry-After": String(retryAfter) }),
    });
  }
  const message =
    "Request was blocked due to exceeding usage of resource 'Concurrency' in namespace 'IPAddress'. " +
    'For more information on why your request was blocked, see the topic "Rate limits" on the Microsoft ' +
    "Web site (https://go.microsoft.com/fwlink/?LinkId=823950).";
  return new Problem(429, "RequestBlockedException", message, {
    "Retry-After": String(retryAfter),
    "X-RateLimit-Resource": "Concurrency",
    "X-RateLimit-Limit": "200",
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": String(Math.ceil(Date.now() / 1000) + retryAfter),
  });
}
