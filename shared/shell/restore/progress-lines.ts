import { command, print } from "../agent";
import type { SaveProgress } from "../feed/save-result";

const millisecondsBetween = 5000;

/** Says in the log that, and how long, nothing is asked because the feed wants a pause: at once, and while it lasts. */
export class PauseLines {
  readonly #betweenMs: number;
  readonly #say: (line: string) => void;
  #until = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param betweenMs Between two lines, and the shortest pause that is worth one. */
  constructor(
    say = (line: string) => {
      print([line]);
    },
    betweenMs = millisecondsBetween,
  ) {
    this.#say = say;
    this.#betweenMs = betweenMs;
  }

  /** From now on nothing is sent for so many milliseconds. */
  paused(milliseconds: number): void {
    this.#until = Math.max(this.#until, Date.now() + milliseconds);
    if (this.#timer === undefined && milliseconds >= this.#betweenMs) this.#tell();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The timer keeps no process alive: requests that wait do. */
  #tell(): void {
    const left = this.#until - Date.now();
    this.end();
    if (left <= 0) return;
    this.#say(`The feed asked for a pause (Retry-After): going on in ${Math.ceil(left / 1000)} s`);
    this.#timer = setTimeout(this.#tell.bind(this), Math.min(left, 6 * this.#betweenMs)).unref();
  }
}

/** Shows how far long work is: the percentage on the build page, and a line in the log every few seconds at most. */
export class ProgressLines {
  readonly #total: number;
  #shownAt = Date.now();
  #percent = -1;
  #last: SaveProgress | undefined;

  /** @param total Entries; one can be several files, so the percentage is an estimate that stops at 99. */
  constructor(total: number) {
    this.#total = Math.max(1, total);
  }

  update(progress: SaveProgress): void {
    this.#last = progress;
    if (Date.now() - this.#shownAt < millisecondsBetween) return;
    this.#shownAt = Date.now();
    const done = progress.saved + progress.alreadySaved + progress.failed;
    const percent = Math.min(99, Math.floor((100 * done) / this.#total));
    if (percent > this.#percent)
      print([command("task.setprogress", { value: String(percent) }, "Saving packages")]);
    this.#percent = Math.max(percent, this.#percent);
    print([describe(progress)]);
  }

  end(): void {
    const { saved = 0, failed = 0 } = this.#last ?? {};
    if (this.#last !== undefined && saved + failed > 0) print([describe(this.#last)]);
  }
}

function describe({ saved, alreadySaved, failed }: SaveProgress): string {
  return `Files: ${saved} given by the feed, ${alreadySaved} already saved, ${failed} failed`;
}
