/**
 * A value that cannot be printed by accident: every way of turning it into text gives `***`.
 * `map` keeps the lineage, so that whoever masks a derived form (`Basic …`) masks its source too.
 */
export class Secret {
  readonly #value: string;
  readonly #source: Secret | undefined;

  constructor(value: string, source?: Secret) {
    this.#value = value;
    this.#source = source;
  }

  /** The derived secret `transform(value)`, which remembers this one as its source. */
  map(transform: (value: string) => string): Secret {
    return new Secret(transform(this.#value), this);
  }

  /** The derived secrets that `transform` gives, each of which remembers this one. */
  flatMap(transform: (value: string) => readonly string[]): readonly Secret[] {
    return transform(this.#value).map((text) => new Secret(text, this));
  }

  /** This secret, then what it was derived from, nearest first. */
  lineage(): readonly Secret[] {
    return this.#source === undefined ? [this] : [this, ...this.#source.lineage()];
  }

  /** The value in clear. Only `shared/shell/secrets.ts` calls it. */
  expose(): string {
    return this.#value;
  }

  toString(): string {
    return "***";
  }

  toJSON(): string {
    return "***";
  }

  /** What `util.inspect` and `console.log` print (Node's custom inspection symbol, by its registered name). */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "***";
  }
}
