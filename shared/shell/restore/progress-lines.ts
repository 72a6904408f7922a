import { command, print } from "../agent";
import type { SaveProgress } from "../feed/save-result";

const millisecondsBetween = 5000;

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
    if (this.#last !== undefined) print([describe(this.#last)]);
  }
}

function describe({ saved, alreadySaved, failed }: SaveProgress): string {
  return `Files: ${saved} given by the feed, ${alreadySaved} already saved, ${failed} failed`;
}
