/** Values to go through, as often as one likes. Each may be made when its turn comes: keep what you need of it. */
export interface Listed<T> extends Iterable<T> {
  readonly length: number;
}

/** The values of several lists, one list after the other. */
export function joinLists<T>(lists: readonly Listed<T>[]): Listed<T> {
  return {
    length: lists.reduce((sum, { length }) => sum + length, 0),
    *[Symbol.iterator]() {
      for (const list of lists) yield* list;
    },
  };
}

/** The list with something made of each of its values when its turn comes. */
export function mapList<T, U>(list: Listed<T>, make: (value: T) => U): Listed<U> {
  return {
    length: list.length,
    *[Symbol.iterator]() {
      for (const value of list) yield make(value);
    },
  };
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
