/** Ends a set of things once: when told, or after a time in which nothing happened. */
export class Lifetime {
  readonly #idleMs: number;
  readonly #endings: (() => Promise<void>)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #end: Promise<void> | undefined;
  #resolveEnded: () => void = () => undefined;

  /** Resolves when everything has ended. */
  readonly ended: Promise<void> = new Promise((resolve) => {
    this.#resolveEnded = resolve;
  });

  /** @param idleSeconds Time without `touch` after which it ends. */
  constructor(idleSeconds: number) {
    this.#idleMs = idleSeconds * 1000;
    this.touch();
  }

  /** Adds something to end; what was added last ends first. */
  atEnd(ending: () => Promise<void>): void {
    this.#endings.unshift(ending);
  }

  /** Something happened: the idle time starts again. */
  touch(): void {
    clearTimeout(this.#timer);
    if (this.#end !== undefined) return;
    // The listeners keep the process alive; the timer alone must not.
    this.#timer = setTimeout(() => void this.stop(), this.#idleMs).unref();
  }

  /** Ends it now; further calls wait for the same end. */
  stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#end ??= this.#endAll();
    return this.#end;
  }

  async #endAll(): Promise<void> {
    for (const ending of this.#endings) await ending();
    this.#resolveEnded();
  }
}
