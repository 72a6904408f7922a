import type { StepResult } from "../results";
import { areEqual, castToBoolean, castToString, compareValues, ExpressionError } from "./expression-value";
import type { ExpressionValue } from "./expression-value";

/** What a condition is evaluated against. */
export interface ExpressionContext {
  /** Job status at a step, or the merged result of the jobs that a job depends on; names narrow it to those. */
  readonly status: (jobs: readonly string[]) => StepResult;
  /** Keys in lower case. */
  readonly variables: ReadonlyMap<string, string>;
}

type Argument = () => ExpressionValue;

export interface ExpressionFunction {
  readonly minimum: number;
  readonly maximum: number;
  readonly call: (context: ExpressionContext, values: readonly Argument[]) => ExpressionValue;
}

const many = Number.MAX_SAFE_INTEGER;

function define(minimum: number, maximum: number, call: ExpressionFunction["call"]): ExpressionFunction {
  return { minimum, maximum, call };
}

function valueAt(values: readonly Argument[], index: number): ExpressionValue {
  return values[index]?.() ?? null;
}

function textAt(values: readonly Argument[], index: number): string {
  const text = castToString(valueAt(values, index));
  if (text === undefined) {
    throw new ExpressionError("Unable to convert an object to a string.");
  }
  return text;
}

function ofTexts(test: (left: string, right: string) => boolean): ExpressionFunction {
  return define(2, 2, (_, values) => test(textAt(values, 0).toLowerCase(), textAt(values, 1).toLowerCase()));
}

function ofOrder(test: (order: number) => boolean): ExpressionFunction {
  return define(2, 2, (_, values) => test(compareValues(valueAt(values, 0), valueAt(values, 1))));
}

function ofStatus(maximum: number, accepted: readonly StepResult[]): ExpressionFunction {
  return define(0, maximum, (context, values) =>
    accepted.includes(context.status(values.map((_, index) => textAt(values, index)))),
  );
}

function isOneOf(values: readonly Argument[]): boolean {
  const left = valueAt(values, 0);
  return values.slice(1).some((value) => areEqual(left, value()));
}

/** Functions of conditions by lower-case name; arguments are evaluated only as far as they are needed. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map([
  // AW/ExpressionManager.cs:37-44, 99-162: the five functions of job status.
  ["always", define(0, 0, () => true)],
  ["canceled", ofStatus(0, ["Canceled"])],
  ["failed", ofStatus(many, ["Failed"])],
  ["succeeded", ofStatus(many, ["Succeeded", "SucceededWithIssues"])],
  ["succeededorfailed", ofStatus(many, ["Succeeded", "SucceededWithIssues", "Failed"])],
  ["and", define(2, many, (_, values) => values.every((value) => castToBoolean(value())))],
  ["or", define(2, many, (_, values) => values.some((value) => castToBoolean(value())))],
  [
    "xor",
    define(2, 2, (_, values) => castToBoolean(valueAt(values, 0)) !== castToBoolean(valueAt(values, 1))),
  ],
  ["not", define(1, 1, (_, values) => !castToBoolean(valueAt(values, 0)))],
  ["eq", define(2, 2, (_, values) => areEqual(valueAt(values, 0), valueAt(values, 1)))],
  ["ne", define(2, 2, (_, values) => !areEqual(valueAt(values, 0), valueAt(values, 1)))],
  ["in", define(2, many, (_, values) => isOneOf(values))],
  ["notin", define(2, many, (_, values) => !isOneOf(values))],
  ["gt", ofOrder((order) => order > 0)],
  ["ge", ofOrder((order) => order >= 0)],
  ["lt", ofOrder((order) => order < 0)],
  ["le", ofOrder((order) => order <= 0)],
  ["contains", ofTexts((left, right) => left.includes(right))],
  ["startswith", ofTexts((left, right) => left.startsWith(right))],
  ["endswith", ofTexts((left, right) => left.endsWith(right))],
  [
    "coalesce",
    define(2, many, (_, values) => {
      const found = values.map((value) => value()).find((value) => value !== null && value !== "");
      return found ?? null;
    }),
  ],
  ["lower", define(1, 1, (_, values) => textAt(values, 0).toLowerCase())],
  ["upper", define(1, 1, (_, values) => textAt(values, 0).toUpperCase())],
  ["trim", define(1, 1, (_, values) => textAt(values, 0).trim())],
]);
