/** Values to go through, as often as one likes. Each may be made when its turn comes: keep what you need of it. */
export interface Listed<T> extends Iterable<T> {
  readonly length: number;
}

/** Values together in one text: enough to be worth one, few enough to be taken apart at once. */
const perChunk = 32;

/**
 * A list of values that JSON can say, kept as text outside of the JavaScript heap. Every turn through it makes each
 * value anew. Of twenty thousand small objects the collector of garbage otherwise copies each one several times, and
 * makes its own room three times as large meanwhile: measured, docs/performance.md.
 */
export class PackedList<T> implements Listed<T> {
  readonly #chunks: Buffer[] = [];
  #last: string[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(value: T): void {
    this.#last.push(JSON.stringify(value));
    this.#length += 1;
    if (this.#last.length < perChunk) return;
    this.#chunks.push(Buffer.from(this.#last.join(",")));
    this.#last = [];
  }

  *[Symbol.iterator](): Generator<T> {
    for (const chunk of this.#chunks) yield* JSON.parse(`[${chunk.toString()}]`) as T[];
    for (const text of this.#last) yield JSON.parse(text) as T;
  }
}
