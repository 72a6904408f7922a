import type { ProbeResult } from "./probe-result";

/** A question of the probe, and how two services answered it. */
export interface Compared {
  readonly fact: number;
  readonly question: string;
  readonly verdict: "same" | "different" | "not settled";
  /** What the live service did, or why that is not known. */
  readonly live: string;
  /** What the sandbox does; undefined where it was not asked or has no such thing. */
  readonly sandbox: string | undefined;
}

/** Each question of a live result beside the sandbox's answer, by the number of its fact. */
export function compareResults(live: ProbeResult, sandbox: ProbeResult): readonly Compared[] {
  const known = new Map(sandbox.settled.map(({ question, observed }) => [question, observed]));
  const settled = live.settled.map(({ fact, question, observed }): Compared => {
    const ours = known.get(question);
    const verdict = ours === observed ? "same" : "different";
    return { fact, question, verdict, live: observed, sandbox: ours };
  });
  const open = live.open.map(({ fact, question, why }): Compared => ({
    ...{ fact, question, verdict: "not settled", live: why },
    sandbox: known.get(question),
  }));
  return [...settled, ...open].sort((one, other) => one.fact - other.fact);
}

/** The comparison as lines for a terminal, with what to do about it. */
export function describeComparison(compared: readonly Compared[]): readonly string[] {
  const of = (verdict: Compared["verdict"]): readonly Compared[] =>
    compared.filter((each) => each.verdict === verdict);
  const different = of("different");
  const facts = [...new Set(different.map(({ fact }) => fact))];
  return [
    `${of("same").length} answers as in the sandbox, ${different.length} different, ${of("not settled").length} not settled.`,
    ...different.flatMap(({ fact, question, live, sandbox }) => [
      `Row ${fact}: ${question}`,
      `  the service: ${live}`,
      `  the sandbox: ${sandbox ?? "has no answer to it"}`,
    ]),
    ...of("not settled").map(({ fact, question, live }) => `Row ${fact}: ${question}: not settled, ${live}`),
    ...(facts.length === 0
      ? []
      : [`Change rows ${facts.join(", ")} of docs/facts.md, the sandbox's feed, and what rests on them.`]),
  ];
}
