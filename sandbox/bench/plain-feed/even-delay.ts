/**
 * Waits a time that is right in the mean. Node's timers are late by a millisecond or two, more on a busy machine, and
 * never early; so the delay learns how late they are and asks for that much less.
 */
export class EvenDelay {
  milliseconds = 0;
  #late = 0;
  #waited = 0;
  #count = 0;

  /** Calls back once the time is over. */
  after(callback: () => void): void {
    if (this.milliseconds <= 0) {
      callback();
      return;
    }
    const startedAt = performance.now();
    // Timers know whole milliseconds only; the random part makes the mean of them right.
    const asked = Math.max(1, Math.floor(this.milliseconds - this.#late + Math.random()));
    setTimeout(() => {
      const waited = performance.now() - startedAt;
      this.#late += (waited - asked - this.#late) / 50;
      this.#waited += waited;
      this.#count += 1;
      callback();
    }, asked);
  }

  /** The mean of the times since the last call; 0 when there were none. */
  takeMean(): number {
    const mean = this.#count === 0 ? 0 : this.#waited / this.#count;
    this.#waited = 0;
    this.#count = 0;
    return mean;
  }
}
