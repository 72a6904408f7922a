import type { FailureKind } from "../../core/failure";
import type { Patience } from "./patience";

/** A run asks no more: it spent what it had for waiting, for time, or for answers without an end. */
export class GivenUp extends Error {
  override readonly name = "GivenUp";
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** So many of something may be spent; what goes well gives one back. */
class Allowance {
  readonly #max: number;
  #left: number;

  constructor(max: number) {
    this.#max = max;
    this.#left = max;
  }

  refill(): void {
    this.#left = Math.min(this.#max, this.#left + 1);
  }

  /** Whether there was one left. */
  spend(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}

/**
 * What all requests of a run may spend together, so that a run ends whatever a feed does. Each retry costs one, and each
 * good answer gives one back: so single failures are repeated, and when most requests fail they are not, which would
 * only make it worse and last long. What is spent for waiting and of time does not come back.
 */
export class RunBudget {
  static readonly maxRetries = 200;
  readonly #patience: Patience;
  readonly #retries = new Allowance(RunBudget.maxRetries);
  readonly #cuts: Allowance;
  readonly #endsAt: number;
  #waitLeft: number;
  #end: GivenUp | undefined;

  constructor(patience: Patience) {
    this.#patience = patience;
    this.#cuts = new Allowance(patience.maxCuts);
    this.#endsAt = Date.now() + patience.runMs;
    this.#waitLeft = patience.waitMs;
  }

  /** Throws a GivenUp when nothing more is to be asked. */
  check(): void {
    if (Date.now() >= this.#endsAt)
      this.#end ??= new GivenUp("network", `The run took ${inWords(this.#patience.runMs)}, and asks no more`);
    if (this.#end !== undefined) throw this.#end;
  }

  /** An answer came, and was good. */
  refill(): void {
    this.#retries.refill();
    this.#cuts.refill();
  }

  /** Whether one more retry may be made. */
  spendRetry(): boolean {
    return this.#retries.spend();
  }

  /** A request got no end of an answer. */
  spendCut(): void {
    if (this.#cuts.spend()) return;
    const text = `More than ${this.#patience.maxCuts} requests got no whole answer, and no more are sent`;
    this.#end ??= new GivenUp("network", text);
  }

  /** What may be waited of what the feed asks for; `isRefusal`: it gave no answer else, and will give none. */
  pauseFor(milliseconds: number, isRefusal: boolean): number {
    if (this.#waitLeft <= 0 && isRefusal) {
      const text = `The run waited for ${inWords(this.#patience.waitMs)} in all, and asks no more`;
      this.#end ??= new GivenUp("rateLimited", text);
    }
    return Math.min(milliseconds, this.#patience.pauseMs, this.#waitLeft);
  }

  /** So long all requests were held back. */
  waited(milliseconds: number): void {
    this.#waitLeft -= milliseconds;
  }
}

function inWords(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  return minutes >= 2 ? `${Math.round(minutes)} minutes` : `${milliseconds / 1000} s`;
}
