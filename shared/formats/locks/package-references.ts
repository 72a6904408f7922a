import { malformedLock } from "./lock-problem";

/**
 * Which packages of a lock file need which others. One that is needed and not there is how a file looks that was cut
 * off between two packages.
 */
export class PackageReferences {
  readonly #path: string;
  readonly #names = new Set<string | undefined>();
  /** Names that were needed before they were declared, with the line that needs each first. */
  readonly #open = new Map<string, number | undefined>();

  constructor(path: string) {
    this.#path = path;
  }

  declare(name: string | undefined): void {
    this.#names.add(name);
  }

  /** @param line Asked only when the package has not been declared so far. */
  need(name: string, line: () => number | undefined): void {
    if (!this.#names.has(name) && !this.#open.has(name)) this.#open.set(name, line());
  }

  /** Throws a Problem about the first package that is needed and that nothing declared. */
  check(): void {
    for (const [name, line] of this.#open) {
      if (this.#names.has(name)) continue;
      throw malformedLock(
        this.#path,
        line,
        `a package \`${name}\` in the file, because it is depended on here`,
      );
    }
  }
}
