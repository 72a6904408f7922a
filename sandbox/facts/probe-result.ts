/** What the probe found out (probe/findings.mjs); `fact` is a row of docs/facts.md. */
export interface ProbeResult {
  readonly service: "services" | "server";
  readonly settled: readonly Settled[];
  readonly open: readonly Open[];
}

export interface Settled {
  readonly fact: number;
  readonly question: string;
  readonly observed: string;
}

export interface Open {
  readonly fact: number;
  readonly question: string;
  readonly why: string;
}

/** @throws Error, with the file's title, for what is not such a result. */
export function readProbe(text: string, title: string): ProbeResult {
  const { schemaVersion, service, settled, open } = fieldsOf(parse(text, title));
  if (schemaVersion !== 1 || !Array.isArray(settled) || !Array.isArray(open))
    throw new Error(`${title} is not a result of the probe: it needs schemaVersion 1, settled and open`);
  return {
    service: service === "services" ? "services" : "server",
    settled: settled.map((each) => ({
      ...questionOf(each, title),
      observed: textOf(each, "observed", title),
    })),
    open: open.map((each) => ({ ...questionOf(each, title), why: textOf(each, "why", title) })),
  };
}

function parse(text: string, title: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${title} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function questionOf(value: unknown, title: string): { readonly fact: number; readonly question: string } {
  const { fact } = fieldsOf(value);
  if (typeof fact !== "number" || !Number.isSafeInteger(fact))
    throw new Error(`${title}: an answer without the number of its fact`);
  return { fact, question: textOf(value, "question", title) };
}

/** In one line: a result comes from elsewhere, and is printed. */
function textOf(value: unknown, name: string, title: string): string {
  const text = fieldsOf(value)[name];
  if (typeof text !== "string") throw new Error(`${title}: an answer without ${name}`);
  return text.replace(/[^\x20-\x7e…]+/g, " ").replaceAll("##", "# #");
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
