import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Node } from "yaml";
import { PipelineFileError } from "./pipeline-file-error";

export interface Field {
  readonly key: Node;
  readonly value: Node;
}

/** A pipeline file with the place of each node. Every scalar is a string, as the service reads it. */
export class YamlSource {
  readonly root: Node;
  readonly #file: string;
  readonly #lines = new LineCounter();

  /** @throws PipelineFileError on YAML errors, anchors and template expressions. */
  constructor(file: string, text: string) {
    this.#file = file;
    const document = parseDocument(text, {
      schema: "failsafe",
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    const error = document.errors[0];
    if (error !== undefined) {
      throw this.#errorAt(error.pos[0], "", `not valid YAML: ${error.message}`);
    }
    if (document.contents === null) {
      throw this.#errorAt(0, "", "the file is empty");
    }
    this.root = document.contents;
    this.#refuseWhatTheServiceEvaluates();
  }

  /** The error to throw for a node; `offset` counts characters from the node's start. */
  errorAt(node: Node, key: string, reason: string, offset = 0): PipelineFileError {
    return this.#errorAt((node.range?.[0] ?? 0) + offset, key, reason);
  }

  /** Fields of a mapping by key; a key that is not in `known` is an error. */
  fields(node: Node, what: string, known: readonly string[]): ReadonlyMap<string, Field> {
    const fields = this.anyFields(node, what);
    for (const [name, field] of fields) {
      if (!known.includes(name)) {
        throw this.errorAt(field.key, name, `unsupported key '${name}' in ${what}`);
      }
    }
    return fields;
  }

  /** Fields of a mapping whose keys are free. */
  anyFields(node: Node, what: string): ReadonlyMap<string, Field> {
    if (!isMap<Node, Node | null>(node)) {
      throw this.errorAt(node, what, `${what} must be a mapping`);
    }
    const fields = new Map<string, Field>();
    for (const { key, value } of node.items) {
      const name = this.text({ key, value: key }, "key");
      if (value === null) {
        throw this.errorAt(key, name, `'${name}' has no value`);
      }
      fields.set(name, { key, value });
    }
    return fields;
  }

  items(field: Field, name: string): readonly Node[] {
    if (!isSeq<Node>(field.value)) {
      throw this.errorAt(field.value, name, `'${name}' must be a list`);
    }
    return field.value.items;
  }

  text(field: Field, name: string): string {
    if (!isScalar(field.value) || typeof field.value.value !== "string") {
      throw this.errorAt(field.value, name, `'${name}' must be a text`);
    }
    return field.value.value;
  }

  boolean(field: Field, name: string): boolean {
    const text = this.text(field, name).toLowerCase();
    if (text !== "true" && text !== "false") {
      throw this.errorAt(field.value, name, `'${name}' must be true or false, not '${text}'`);
    }
    return text === "true";
  }

  wholeNumber(field: Field, name: string): number {
    const text = this.text(field, name);
    if (!/^\d+$/.test(text)) {
      throw this.errorAt(field.value, name, `'${name}' must be a whole number, not '${text}'`);
    }
    return Number(text);
  }

  #errorAt(offset: number, key: string, reason: string): PipelineFileError {
    const { line, col } = this.#lines.linePos(offset);
    return new PipelineFileError({ file: this.#file, line, column: col }, key, reason);
  }

  #refuseWhatTheServiceEvaluates(): void {
    visit(this.root, (_, node) => {
      if (isAlias(node)) {
        throw this.errorAt(node, `*${node.source}`, "anchors and aliases are not supported");
      }
      if (isScalar(node) && typeof node.value === "string" && node.value.includes("${{")) {
        throw this.errorAt(node, "${{ }}", "template expressions ${{ }} are not supported");
      }
    });
  }
}
