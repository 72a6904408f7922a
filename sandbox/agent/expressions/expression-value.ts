/** A value of the expression language; `variables` itself is the only object. */
export type ExpressionValue = null | boolean | number | string | ReadonlyMap<string, string>;

export class ExpressionError extends Error {
  /** Zero-based offset in the expression's text, when the error is one of syntax. */
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(message);
    this.name = "ExpressionError";
    this.offset = offset;
  }
}

/** Falsy are null, 0, NaN and the empty string; the string `false` is true. [fork] EvaluationResult.cs */
export function castToBoolean(value: ExpressionValue): boolean {
  return value instanceof Map || Boolean(value);
}

/** Undefined when a string is no number: sign, decimal point and thousands commas are understood. */
export function castToNumber(value: ExpressionValue): number | undefined {
  if (value === null || typeof value === "boolean") {
    return value === true ? 1 : 0;
  }
  if (typeof value === "number") {
    return value;
  }
  if (typeof value !== "string") {
    return undefined;
  }
  const text = value.trim();
  if (text === "") {
    return 0;
  }
  return /^[+-]?(\d[\d,]*)?(\.\d*)?$/.test(text) && /\d/.test(text)
    ? Number(text.replaceAll(",", ""))
    : undefined;
}

/** Undefined for an object. Booleans become `True` and `False`. */
export function castToString(value: ExpressionValue): string | undefined {
  if (value === null) {
    return "";
  }
  if (typeof value === "boolean") {
    return value ? "True" : "False";
  }
  return typeof value === "object" ? undefined : String(value);
}

/** Equality: the right value is converted to the left one's kind; strings ignore case. */
export function areEqual(left: ExpressionValue, right: ExpressionValue): boolean {
  if (left === null) {
    return right === null || right === "";
  }
  if (typeof left === "boolean") {
    return left === castToBoolean(right);
  }
  if (typeof left === "number") {
    return left === castToNumber(right);
  }
  return typeof left === "string"
    ? left.toLowerCase() === castToString(right)?.toLowerCase()
    : left === right;
}

/** Order of two values, negative, 0 or positive; throws when the right one is not of the left one's kind. */
export function compareValues(left: ExpressionValue, right: ExpressionValue): number {
  if (typeof left === "string") {
    const other = castToString(right);
    if (other !== undefined) {
      return compareOrdinal(left.toUpperCase(), other.toUpperCase());
    }
  } else if (typeof left === "boolean") {
    return Number(left) - Number(castToBoolean(right));
  } else {
    const [a, b] = [castToNumber(left), castToNumber(right)];
    if (a !== undefined && b !== undefined) {
      return a - b;
    }
  }
  throw new ExpressionError("Unable to convert the values to one kind in order to compare them.");
}

function compareOrdinal(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}
