import type { ConsoleLog } from "../console-log";
import type { StepResult } from "../results";
import type { JobContext } from "./job-context";

const rule = "=".repeat(78);

/** The "Initialize job" part of a log. */
export function writeJobHeader(job: JobContext, displayName: string): void {
  const value = (name: string): string => job.variables.get(name) ?? "";
  const lines = [
    `##[section]Starting: ${displayName}`,
    "##[section]Starting: Initialize job",
    `Agent name: '${value("agent.name")}'`,
    `Agent machine name: '${value("agent.machinename")}'`,
    `Current agent version: '${value("agent.version")}'`,
    "##[group]Environment",
    `Work folder: ${job.folders.work}`,
    `Collection: ${job.run.server.collectionUri} (${job.run.server.serverType})`,
    ...Object.entries(job.run.nodes).map(([name, program]) => `${name}: ${program}`),
    "##[endgroup]",
    "##[section]Finishing: Initialize job",
  ];
  for (const line of lines) {
    job.console.write(job.masker.mask(line));
  }
}

/** The last lines of a job's log. */
export function writeJobFooter(job: JobContext, displayName: string, result: StepResult): void {
  for (const line of [rule, `Job ${displayName}: ${result}`, `##[section]Finishing: ${displayName}`]) {
    job.console.write(job.masker.mask(line));
  }
}

/** Why the service cancels a job that runs too long. */
export function writeJobTimeout(console: ConsoleLog, minutes: number): void {
  console.write(`##[error]The job ran longer than the maximum time of ${minutes} minutes and is canceled.`);
}
