import { readdirSync, readFileSync } from "node:fs";

/** Reads the command lines of all processes that this one started, again and again, until it is stopped (Linux). */
export class CommandLines {
  readonly #seen = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  /** @param everyMs Milliseconds between two looks: a process that lives shorter may not be seen. */
  constructor(everyMs = 4) {
    this.#timer = setInterval(() => {
      for (const pid of descendantsOf(process.pid)) this.#seen.add(commandLine(pid));
    }, everyMs);
  }

  /** Each line that was seen, with its arguments as one text. */
  stop(): readonly string[] {
    clearInterval(this.#timer);
    return [...this.#seen].filter((line) => line !== "");
  }
}

/** The arguments of a process as one text; empty for one that ended. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
}

/** All that a process started, and what that started. */
export function descendantsOf(pid: number): readonly number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Empty for a process that ended meanwhile. */
function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
