import type { HostileRepository } from "./hostile-repository";
import type { Verdict } from "./try-repositories";

/** What is wrong with the outcome; undefined when it is as it has to be. */
export function failureOf(
  { expect, elsewhereAnonymous }: Pick<HostileRepository, "expect" | "elsewhereAnonymous">,
  verdict: Verdict,
): string | undefined {
  if (verdict.leaks.length > 0) return `the token went to ${verdict.leaks.join("; ")}`;
  if (elsewhereAnonymous === true && verdict.authorizedElsewhere.length > 0)
    return `credentials that nobody gave went to ${verdict.authorizedElsewhere.join("; ")}`;
  if (verdict.refusal !== undefined && expect !== "works") return unexplained(verdict.refusal);
  if (expect === "works" && verdict.refusal !== undefined) return `refused: ${verdict.refusal}`;
  if (expect === "works" && !verdict.works) return "the feed does not serve this project";
  if (expect === "refused") return "not refused";
  if (expect === "asked" && verdict.requests === 0) return "nobody was asked, so this shows nothing";
  return undefined;
}

/** A refusal names what is wrong and the way out; a defect of the task shows its stack. */
function unexplained(refusal: string): string | undefined {
  if (/\n\s+at /.test(refusal)) return `the task broke down: ${refusal}`;
  return refusal.length > 60 ? undefined : `the task says too little: ${refusal}`;
}
