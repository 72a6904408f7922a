/** Variables by name. On Windows a name has no case, and keeps the spelling in which it was set first, such as `Path`. */
export type Environment = ReadonlyMap<string, string>;

/**
 * An environment of some variables; of the same name the last one counts.
 * @param windows Whether names have no case (learn.microsoft.com, "Environment Variables": `Path` and `PATH` are one).
 */
export function makeEnvironment(
  variables: Iterable<readonly [string, string]>,
  windows: boolean,
): Environment {
  const environment = windows ? new CaselessMap() : new Map<string, string>();
  for (const [name, value] of variables) environment.set(name, value);
  return environment;
}

/** The same without some names. */
export function withoutVariables(
  environment: Environment,
  names: readonly string[],
  windows: boolean,
): Environment {
  const folded = (name: string): string => (windows ? name.toUpperCase() : name);
  const without = new Set(names.map(folded));
  return makeEnvironment(
    [...environment].filter(([name]) => !without.has(folded(name))),
    windows,
  );
}

class CaselessMap extends Map<string, string> {
  readonly #spellings = new Map<string, string>();

  override get(name: string): string | undefined {
    return super.get(this.#spelled(name));
  }

  override has(name: string): boolean {
    return super.has(this.#spelled(name));
  }

  override set(name: string, value: string): this {
    const spelled = this.#spelled(name);
    this.#spellings.set(spelled.toUpperCase(), spelled);
    return super.set(spelled, value);
  }

  #spelled(name: string): string {
    return this.#spellings.get(name.toUpperCase()) ?? name;
  }
}
