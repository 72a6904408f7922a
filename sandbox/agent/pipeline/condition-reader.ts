import { isScalar, Scalar } from "yaml";
import { parseExpression } from "../expressions/expression-parser";
import { ExpressionError } from "../expressions/expression-value";
import type { Condition } from "./pipeline-definition";
import type { Field, YamlSource } from "./yaml-source";

function makeCondition(text: string): Condition {
  return { text, evaluate: parseExpression(text) };
}

/** The condition of every step and job that has none of its own. */
export function defaultCondition(): Condition {
  return makeCondition("succeeded()");
}

/** The condition of a post-job step. AW/JobExtension.cs:184-202 */
export function alwaysCondition(): Condition {
  return makeCondition("always()");
}

/** Parses a `condition`; a syntax error is named with its line and column. */
export function readCondition(source: YamlSource, field: Field | undefined): Condition {
  if (field === undefined) {
    return defaultCondition();
  }
  const text = source.text(field, "condition");
  if (text.trim() === "") {
    return defaultCondition();
  }
  try {
    return makeCondition(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) {
      throw error;
    }
    // Only in a plain scalar do the characters stand where the text says.
    const isPlain = isScalar(field.value) && field.value.type === Scalar.PLAIN;
    const offset = isPlain ? error.offset : 0;
    throw source.errorAt(field.value, "condition", `condition '${text}': ${error.message}`, offset);
  }
}
