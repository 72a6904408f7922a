/**
 * Retries that may still be made: each costs one, each answer that needs none gives one back. So single failures are
 * repeated, and when most requests fail they are not, which would only make it worse and last long.
 */
export class RetryBudget {
  static readonly most = 200;
  #left = RetryBudget.most;

  refill(): void {
    this.#left = Math.min(RetryBudget.most, this.#left + 1);
  }

  /** Whether one more retry may be made. */
  spend(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}
