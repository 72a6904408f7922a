import { mapList } from "../../core/packed-list";
import type { RestoreReport } from "../../core/restore-report";
import { scrubbed } from "../secrets";

/**
 * The report without any piece of a secret in what feeds, children and lock files said. Done before it is rendered:
 * Markdown and JSON both escape, and what they escape is not found any more.
 */
export function scrubReport(report: RestoreReport): RestoreReport {
  const { saved, alreadySaved, wouldSave, ...rest } = report;
  return {
    ...scrubTexts(rest),
    ...{ saved: mapList(saved, scrubTexts), alreadySaved: mapList(alreadySaved, scrubTexts) },
    ...(wouldSave === undefined ? {} : { wouldSave: mapList(wouldSave, scrubTexts) }),
  };
}

/** A value of JSON's kinds with every text in it scrubbed; the names of its keys are ours. */
function scrubTexts<T>(value: T): T {
  if (typeof value === "string") return scrubbed(value) as T;
  if (Array.isArray(value)) return value.map(scrubTexts) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, scrubTexts(each)])) as T;
}
