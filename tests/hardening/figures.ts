/**
 * What was tried in this run, how often, and how often it did not hold. One row for each way of trying; the tests count
 * for themselves, and the table is printed behind the last of them. docs/security.md has the same rows.
 */
export class Figure {
  readonly title: string;
  #tried = 0;
  #failures = 0;

  constructor(title: string) {
    this.title = title;
  }

  get tried(): number {
    return this.#tried;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Counts what was tried, and how much of it did not hold. */
  count(tried: number, failures = 0): void {
    this.#tried += tried;
    this.#failures += failures;
  }

  /** Counts one try, which fails where the action throws; what it throws goes on. */
  async try<T>(action: () => T | Promise<T>): Promise<T> {
    this.#tried += 1;
    try {
      return await action();
    } catch (error) {
      this.#failures += 1;
      throw error;
    }
  }
}

/** The rows, in the order of the table. */
export const figures = {
  leakJobs: new Figure("Jobs searched for the token: task × outcome × `System.Debug`"),
  leakPlaces: new Figure("Files, consoles and uploads searched in them"),
  commandLines: new Figure("Command lines of their processes, sampled while they ran"),
  repositories: new Figure(
    "Hostile repositories, with the real clients; failures are what no setting prevents",
  ),
  kills: new Figure("SIGKILL before an effect of a task, or in the middle of one"),
  signals: new Figure("SIGINT or SIGTERM to a task"),
  failedEffects: new Figure("Effects of a task that the machine refuses (no space, no right, read-only)"),
  temps: new Figure("Temp folders that are not as they should be"),
  parallelJobs: new Figure("Jobs that ran sixteen at a time on one home"),
  networkFaults: new Figure("Ways in which a feed, a storage host or a proxy goes wrong"),
  properties: new Figure("Generated files, answers, addresses and texts"),
  packages: new Figure("The package, made again from another copy"),
  planted: new Figure("Planted faults, each to be found"),
} as const;

/** The table in Markdown, a line for each row. */
export function figuresTable(): readonly string[] {
  const rows = Object.values(figures).map(
    ({ title, tried, failures }) => `| ${title} | ${tried} | ${failures} |`,
  );
  return ["| What was tried | How often | Failures |", "|---|---|---|", ...rows];
}
