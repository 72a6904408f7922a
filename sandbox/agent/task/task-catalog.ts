import type { PackagedTask } from "./task-package";

/** The tasks that the given extensions bring, as an organization would have them installed. */
export class TaskCatalog {
  readonly #tasks: readonly PackagedTask[];

  constructor(tasks: readonly PackagedTask[]) {
    this.#tasks = tasks;
  }

  /**
   * Finds the newest version of a task by `Name@major` or `id@major`, ignoring case.
   * Returns a reason in plain words when there is none.
   */
  find(reference: string): PackagedTask | { readonly reason: string } {
    const [, name, major] = /^(.+)@(\d+)$/.exec(reference.trim()) ?? [];
    if (name === undefined || major === undefined) {
      return { reason: `task '${reference}' must be written Name@major` };
    }
    const wanted = name.toLowerCase();
    const named = this.#tasks.filter(({ definition }) =>
      [definition.name.toLowerCase(), definition.id.toLowerCase()].includes(wanted),
    );
    const found = named
      .filter((task) => task.definition.version.major === Number(major))
      .sort(compareVersions);
    const newest = found.at(-1);
    return newest ?? { reason: `unknown task '${reference}': ${this.#describe(named)}` };
  }

  #describe(named: readonly PackagedTask[]): string {
    const tasks = named.length > 0 ? named : this.#tasks;
    const references = tasks.map(({ definition }) => `${definition.name}@${definition.version.major}`);
    return references.length === 0
      ? "no extension brings any task"
      : `the extensions bring ${[...new Set(references)].join(", ")}`;
  }
}

function compareVersions(left: PackagedTask, right: PackagedTask): number {
  return left.definition.version.text.localeCompare(right.definition.version.text, "en", { numeric: true });
}
