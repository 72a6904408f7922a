import { Problem } from "../../core/problem";

/**
 * Splits the input `arguments` at white space into what the program gets one by one; quotes of either kind keep white
 * space together. No shell reads them, so nothing else in them has a meaning.
 * Throws a Problem where a quote is not closed.
 */
export function splitArguments(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? [];
  if (words.some((word) => word === '"' || word === "'")) {
    throw new Problem(
      "arguments-malformed",
      "Input arguments: a quote is not closed.",
      "Close it with a quote of the same kind, or write the argument without quotes.",
    );
  }
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}
