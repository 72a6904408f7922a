import type { ClientRequest } from "node:http";

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
