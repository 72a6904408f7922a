import type { JobContext } from "./job-context";

type KnobSource = Pick<JobContext, "variables" | "environment">;

/** A knob of the agent: the first of these names that is a job variable or in the agent's environment. */
export function readKnob(source: KnobSource, ...names: readonly string[]): string | undefined {
  return names
    .map((name) => source.variables.get(name) ?? source.environment[name])
    .find((value) => value !== undefined && value !== "");
}

/** AS/Util/StringUtil.cs:56-76: what the agent takes for true. */
export function isTrue(value: string | undefined): boolean {
  return ["1", "true", "$true"].includes(value?.toLowerCase() ?? "");
}

/** DECODE_PERCENTS, on where nobody sets it (AgentKnobs.cs, DecodePercents): whether `%AZP25` becomes `%`. */
export function decodesPercents(source: KnobSource): boolean {
  return isTrue(readKnob(source, "DECODE_PERCENTS") ?? "true");
}

/** A knob in milliseconds. */
export function readDuration(source: KnobSource, name: string, otherwise: number): number {
  const value = readKnob(source, name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : otherwise;
}
