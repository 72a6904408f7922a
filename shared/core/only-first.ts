import { TextNumbers } from "./text-numbers";

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
