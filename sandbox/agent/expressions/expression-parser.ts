import { expressionFunctions } from "./expression-functions";
import type { ExpressionContext } from "./expression-functions";
import { tokenize } from "./expression-lexer";
import type { Token } from "./expression-lexer";
import { ExpressionError } from "./expression-value";
import type { ExpressionValue } from "./expression-value";

/** A parsed expression: evaluates to a value; throws ExpressionError when values do not fit. */
export type Expression = (context: ExpressionContext) => ExpressionValue;

const keywords: ReadonlyMap<string, ExpressionValue> = new Map<string, ExpressionValue>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  parseAll(): Expression {
    const expression = this.#parseOperand();
    const rest = this.#next();
    return rest.kind === "end" ? expression : this.#refuse(rest);
  }

  #parseOperand(): Expression {
    const token = this.#next();
    switch (token.kind) {
      case "string":
        return () => token.text;
      case "number":
        return () => Number(token.text);
      case "name":
        return this.#parseName(token);
      case "punctuation":
      case "end":
        return this.#refuse(token);
    }
  }

  #parseName(token: Token): Expression {
    if (this.#accept("(")) {
      return this.#parseCall(token);
    }
    const keyword = keywords.get(token.text.toLowerCase());
    if (keyword !== undefined) {
      return () => keyword;
    }
    if (token.text.toLowerCase() !== "variables") {
      throw new ExpressionError(`Unrecognized value: '${token.text}'.`, token.offset);
    }
    return this.#parseIndexes((context) => context.variables);
  }

  #parseIndexes(target: Expression): Expression {
    if (this.#accept("[")) {
      const key = this.#parseOperand();
      this.#expect("]");
      return this.#parseIndexes(indexInto(target, key));
    }
    if (this.#accept(".")) {
      const name = this.#next();
      return name.kind === "name"
        ? this.#parseIndexes(indexInto(target, () => name.text))
        : this.#refuse(name);
    }
    return target;
  }

  #parseCall(name: Token): Expression {
    const definition = expressionFunctions.get(name.text.toLowerCase());
    if (definition === undefined) {
      throw new ExpressionError(`Unrecognized function: '${name.text}'.`, name.offset);
    }
    const operands: Expression[] = [];
    if (!this.#accept(")")) {
      do {
        operands.push(this.#parseOperand());
      } while (this.#accept(","));
      this.#expect(")");
    }
    if (operands.length < definition.minimum || operands.length > definition.maximum) {
      throw new ExpressionError(`Wrong number of parameters for '${name.text}'.`, name.offset);
    }
    return (context) =>
      definition.call(
        context,
        operands.map((operand) => () => operand(context)),
      );
  }

  #next(): Token {
    const token = this.#tokens[Math.min(this.#position, this.#tokens.length - 1)];
    this.#position++;
    return token ?? { kind: "end", text: "end of expression", offset: 0 };
  }

  #accept(mark: string): boolean {
    const token = this.#tokens[this.#position];
    const accepted = token?.kind === "punctuation" && token.text === mark;
    this.#position += accepted ? 1 : 0;
    return accepted;
  }

  #expect(mark: string): void {
    if (!this.#accept(mark)) {
      this.#refuse(this.#next(), `expected '${mark}'`);
    }
  }

  #refuse(token: Token, expected = ""): never {
    throw new ExpressionError(`Unexpected '${token.text}'${expected && `, ${expected}`}.`, token.offset);
  }
}

function indexInto(target: Expression, key: Expression): Expression {
  return (context) => {
    const object = target(context);
    const name = key(context);
    return object !== null && typeof object === "object" && typeof name === "string"
      ? (object.get(name.toLowerCase()) ?? null)
      : null;
  };
}

/** Parses a condition. Throws ExpressionError, with the offset, on anything not understood. */
export function parseExpression(text: string): Expression {
  return new Parser(text).parseAll();
}
