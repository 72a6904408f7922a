/** The texts of the files that were there, by absolute path. */
export interface Files extends ReadonlyMap<string, string> {
  /**
   * What `parse` makes of a file, done once for each file and parser; undefined for a file that is not there.
   * Throws what `parse` throws.
   */
  parsed<T>(path: string, parse: (path: string, text: string) => T): T | undefined;
}

type Parser = (path: string, text: string) => unknown;

/** Texts that are read one after the other, and parsed when somebody asks. */
export class ReadFiles extends Map<string, string> implements Files {
  readonly #parsed: Map<Parser, Map<string, unknown>>;

  /** @param others Of the same files: what they were parsed into counts here too. */
  constructor(texts: Iterable<readonly [string, string]> = [], others?: ReadFiles) {
    super(texts);
    this.#parsed = others === undefined ? new Map<Parser, Map<string, unknown>>() : others.#parsed;
  }

  parsed<T>(path: string, parse: (path: string, text: string) => T): T | undefined {
    const text = this.get(path);
    if (text === undefined) return undefined;
    const known = this.#parsed.get(parse) ?? new Map<string, unknown>();
    this.#parsed.set(parse, known);
    if (!known.has(path)) known.set(path, parse(path, text));
    return known.get(path) as T;
  }
}
