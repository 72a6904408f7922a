import { escapeData } from "../commands/command-grammar";
import type { SecretMasker } from "../masking/secret-masker";
import { expandMacros } from "./macro";
import { isBuiltInReadOnly } from "./read-only-variables";

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly readOnly: boolean;
  readonly preserveCase: boolean;
}

export type VariableFlags = Partial<Pick<Variable, "secret" | "readOnly" | "preserveCase">>;

/** AW/Variables.cs:30: deeper nesting leaves a variable unexpanded. */
const maxDepth = 50;

class ExpansionStopped extends Error {}

/**
 * The variables of a job, or the task variables of one step instance. Names ignore case. Two stores: as set, and
 * expanded; `recalculateExpanded` makes the second from the first before every step. AW/Variables.cs:416-633
 */
export class Variables {
  readonly #source = new Map<string, Variable>();
  #expanded = new Map<string, Variable>();
  readonly #masker: SecretMasker;
  /** How the values are read where the current step runs: paths of the host as its container has them. AW/Variables.cs:38-43 */
  translate: (value: string) => string = (value) => value;

  constructor(masker: SecretMasker) {
    this.#masker = masker;
  }

  /** Sets a value in both stores. Once secret or read-only, always so (AW/Variables.cs:424-434, 442-444). */
  set(name: string, value: string, flags: VariableFlags = {}): void {
    const key = name.toLowerCase();
    const previous = this.#expanded.get(key);
    const secret = flags.secret === true || previous?.secret === true;
    if (secret && value !== "") {
      // AW/Variables.cs:436-440: the command-escaped form and the raw value, no base64, quote or trim forms.
      this.#masker.addValue(escapeData(value));
      this.#masker.addValue(value);
    }
    const variable: Variable = {
      name,
      value,
      secret,
      readOnly: flags.readOnly === true || previous?.readOnly === true,
      preserveCase: flags.preserveCase === true,
    };
    this.#source.set(key, variable);
    this.#expanded.set(key, variable);
  }

  unset(name: string): void {
    this.#source.delete(name.toLowerCase());
    this.#expanded.delete(name.toLowerCase());
  }

  /** The expanded value as the current step reads it, or undefined when there is no such variable. */
  get(name: string): string | undefined {
    const value = this.getUntranslated(name);
    return value === undefined ? undefined : this.translate(value);
  }

  getUntranslated(name: string): string | undefined {
    return this.#expanded.get(name.toLowerCase())?.value;
  }

  /** Whether an existing variable may not be written by a task. AW/Variables.cs:456-464, 650-658 */
  isReadOnly(name: string): boolean {
    const variable = this.#expanded.get(name.toLowerCase());
    return variable !== undefined && (variable.readOnly || isBuiltInReadOnly(variable.name));
  }

  /** AW/Variables.cs:61-79 */
  all(): Variable[] {
    return [...this.#expanded.values()].map((one) => ({ ...one, value: this.translate(one.value) }));
  }

  /** Expands macros of a text once, with public and secret values. AW/Variables.cs:287-299 */
  expand(text: string): string {
    return expandMacros(text, (name) => this.get(name));
  }

  /**
   * Rebuilds the expanded store; returns the warnings of cycles and of too deep nesting. What a macro stands for is read as
   * the step does that comes next, so a path survives in the middle of a value, too. AW/Variables.cs:481-633
   */
  recalculateExpanded(): string[] {
    const warnings: string[] = [];
    const expanded = new Map<string, Variable>();
    for (const [key, variable] of this.#source) {
      expanded.set(key, this.#expandVariable(key, variable, warnings));
    }
    this.#expanded = expanded;
    return warnings;
  }

  #expandVariable(key: string, variable: Variable, warnings: string[]): Variable {
    let secret = variable.secret;
    const expandValue = (value: string, chain: readonly string[]): string =>
      expandMacros(value, (name) => {
        const nested = this.#source.get(name.toLowerCase());
        if (nested === undefined) {
          return undefined;
        }
        this.#checkChain(variable.name, name, chain);
        secret ||= nested.secret;
        return expandValue(this.translate(nested.value), [...chain, name.toLowerCase()]);
      });
    try {
      const value = expandValue(variable.value, [key]);
      if (value === variable.value) {
        return variable;
      }
      if (secret && value !== "") {
        this.#masker.addValue(value);
      }
      return { ...variable, value, secret };
    } catch (error) {
      if (!(error instanceof ExpansionStopped)) {
        throw error;
      }
      warnings.push(error.message);
      return variable;
    }
  }

  #checkChain(root: string, nested: string, chain: readonly string[]): void {
    if (chain.length === maxDepth) {
      throw new ExpansionStopped(
        `Unable to expand variable '${root}'. The expansion exceeds the maximum nesting depth of ${maxDepth}.`,
      );
    }
    if (chain.includes(nested.toLowerCase())) {
      throw new ExpansionStopped(`Unable to expand variable '${root}'. A cyclical reference was detected.`);
    }
  }
}
