/** FNV-1a with 32 bits (RFC 9923), then mixed once more, since its low bits alone are weak. From 0 to 2^32 - 1. */
export function textHash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * Tells of texts whether they were added, by a number for each: of twenty thousand, `has` is wrong about one in a
 * hundred thousand that was not added, and never about one that was. A set of the texts themselves takes several times as much memory.
 */
export class TextNumbers {
  readonly #numbers = new Set<number>();

  /** Whether it was not there before. */
  add(text: string): boolean {
    const before = this.#numbers.size;
    return this.#numbers.add(numberOf(text)).size > before;
  }

  has(text: string): boolean {
    return this.#numbers.has(numberOf(text));
  }
}

/** Of 31 bits: larger numbers are objects of their own. */
function numberOf(text: string): number {
  return textHash(text) >>> 1;
}

/**
 * Tells, of values that are then gone through once in the same order, whether each is the first with its key. Looks
 * through them once beforehand, so that only keys that come again are kept: of most lists hardly any.
 */
export function onlyFirst<T>(values: Iterable<T>, keyOf: (value: T) => string): (value: T) => boolean {
  const repeated = repeatedKeys(values, keyOf);
  const taken = new Set<string>();
  return (value) => {
    const key = keyOf(value);
    if (!repeated.has(key)) return true;
    const before = taken.size;
    return taken.add(key).size > before;
  };
}

/** Every key that comes more than once, and now and then one that does not. */
function repeatedKeys<T>(values: Iterable<T>, keyOf: (value: T) => string): ReadonlySet<string> {
  const seen = new TextNumbers();
  const repeated = new Set<string>();
  for (const value of values) {
    const key = keyOf(value);
    if (!seen.add(key)) repeated.add(key);
  }
  return repeated;
}
