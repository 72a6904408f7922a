import { textHash } from "./text-hash";

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
