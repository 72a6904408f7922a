import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PipelineRecord } from "../../../sandbox/agent/agent-run";
import type { TokenSearch } from "../token-forms";

/** Looks for a token in all that a job could leave behind, and says where it was found, in which form and when. */
export class TokenPlaces {
  readonly #search: TokenSearch;
  readonly #found = new Set<string>();
  #looked = 0;

  constructor(search: TokenSearch) {
    this.#search = search;
  }

  /** `console: as it is`, or `after the job: work/_temp/x: in base64`. */
  get found(): readonly string[] {
    return [...this.#found];
  }

  /** Texts and files that were looked through. */
  get looked(): number {
    return this.#looked;
  }

  /** Every file below a folder, and its name; links are not followed. */
  lookBelow(folder: string, when: string): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      this.#look(`${when}: the name of ${path.slice(folder.length + 1)}`, entry.name);
      if (!entry.isFile()) continue;
      const content = contentOf(path);
      if (content === undefined) continue;
      this.#looked += 1;
      this.#look(`${when}: ${path.slice(folder.length + 1)}`, content);
    }
  }

  /** The masked console, the issues of the build page, and what went to the service. */
  lookAtRecord({ log, jobs }: PipelineRecord): void {
    this.lookAtText("console", log);
    for (const step of jobs.flatMap(({ steps }) => steps)) {
      this.lookAtText(`issues of ${step.displayName}`, step.issues.map(({ message }) => message).join("\n"));
      for (const { command, properties, data } of step.recorded)
        this.lookAtText(`${command} of ${step.displayName}`, `${JSON.stringify(properties)}\n${data}`);
    }
  }

  lookAtText(place: string, text: string): void {
    this.#looked += 1;
    this.#look(place, text);
  }

  #look(place: string, content: string | Buffer): void {
    const forms = this.#search.forms(content);
    if (forms.length > 0) this.#found.add(`${place}: ${forms.join(", ")}`);
  }
}

/** Undefined where it went in between, as the files of a process that still runs do. */
function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
