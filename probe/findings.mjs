/**
 * What the probe found out, fact by fact, and what it could not: the numbers are those of docs/facts.md.
 * @typedef {{ fact: number, question: string, observed: string }} Settled
 * @typedef {{ fact: number, question: string, why: string }} Open
 */
export class Findings {
  /** @type {Settled[]} */
  settled = [];
  /** @type {Open[]} */
  open = [];
  #clean;

  /** @param {(text: string) => string} clean Takes secrets out. */
  constructor(clean) {
    this.#clean = clean;
  }

  /**
   * Asks one question and notes what came of it; no error leaves it.
   * @param {() => Promise<string | { open: string }>} ask
   */
  async ask(fact, question, ask) {
    try {
      const answer = await ask();
      if (typeof answer === "string") this.settled.push({ fact, question, observed: this.#short(answer) });
      else this.open.push({ fact, question, why: this.#short(answer.open) });
    } catch (error) {
      this.open.push({
        fact,
        question,
        why: this.#short(error instanceof Error ? error.message : String(error)),
      });
    }
  }

  /** One line without secrets, control characters, and what an agent could read as a command. */
  #short(text) {
    const line = this.#clean(text)
      .replace(/[^\x20-\x7e]+/g, " ")
      .replaceAll("##", "# #");
    return line.length > 300 ? `${line.slice(0, 300)}…` : line;
  }

  /** @param {"server" | "services"} service */
  toJson(service) {
    const { settled, open } = this;
    return `${JSON.stringify({ schemaVersion: 1, service, settled, open }, undefined, 2)}\n`;
  }

  toMarkdown(title) {
    const rows = [
      ...this.settled.map(({ fact, question, observed }) => [fact, question, observed]),
      ...this.open.map(({ fact, question, why }) => [fact, question, `not settled: ${why}`]),
    ].sort(([one], [other]) => one - other);
    return [
      `## ${title}`,
      "",
      `${this.settled.length} settled, ${this.open.length} not. The numbers are the rows of docs/facts.md.`,
      "",
      "| # | Question | What the service did |",
      "| --- | --- | --- |",
      ...rows.map(
        (row) => `| ${row.map((cell) => String(cell).replace(/[\\|<>[\]`*_]/g, "\\$&")).join(" | ")} |`,
      ),
      "",
    ].join("\n");
  }
}
