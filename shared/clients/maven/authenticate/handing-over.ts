import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import type { Effect } from "../../../core/plan";
import { Problem } from "../../../core/problem";

/**
 * Tells Maven of the job's files: MAVEN_ARGS with `-gs` (Maven 3.9 and later), and MAVEN_OPTS with `-Dmaven.conf`
 * (older, and wrappers that start Maven in their own process). What the variables hold is kept; an earlier step's or
 * user's `-gs` is taken out, since the first one counts and the job's file holds what that one says.
 * Throws a Problem where the path has a space: no quoting gets it through Maven's start script (tried, 3.8 and 3.9).
 */
export function handingOver(job: Job, settings: string, folder: string): readonly Effect[] {
  if (/\s/.test(settings) && !job.windows) {
    throw new Problem(
      "temp-directory-space",
      `The agent's temp folder has a space in its path (${logText(job.jobFolder)}), and Maven's start script splits MAVEN_ARGS and MAVEN_OPTS at spaces.`,
      "Configure the agent with a work folder whose path has no space.",
    );
  }
  const quote = (path: string): string => (/\s/.test(path) ? `"${path}"` : path);
  const args = withoutGlobalSettings(job.environment.get("MAVEN_ARGS") ?? "");
  const options = withoutConfiguration(job.environment.get("MAVEN_OPTS") ?? "");
  return [
    { kind: "set-variable", name: "MAVEN_ARGS", value: append(args, `-gs ${quote(settings)}`) },
    { kind: "set-variable", name: "MAVEN_OPTS", value: append(options, quote(`-Dmaven.conf=${folder}`)) },
  ];
}

function append(before: string, more: string): string {
  return before === "" ? more : `${before} ${more}`;
}

/** `-gs FILE` as it may stand in MAVEN_ARGS, the file in quotes or not. */
const globalSettings = /(^|\s)(?:-gs|--global-settings)(?:\s+|=)(?:"([^"]*)"|(\S+))/g;

/** `-Dmaven.conf=FOLDER` as it may stand in MAVEN_OPTS, the whole or the folder in quotes or not. */
const configuration = /(^|\s)(?:"-Dmaven\.conf=([^"]*)"|-Dmaven\.conf=(?:"([^"]*)"|(\S+)))/g;

/** The file of `-gs` that counts: Maven takes the first. Tried with 3.9. */
export function globalSettingsOption(args: string): string | undefined {
  return values(args, globalSettings)[0];
}

/** The folder of `-Dmaven.conf` that counts: Java takes the last. Tried with Maven 3.8 and 3.9. */
export function configurationOption(options: string): string | undefined {
  return values(options, configuration).at(-1);
}

export function withoutGlobalSettings(args: string): string {
  return args.replace(globalSettings, "$1").trim();
}

export function withoutConfiguration(options: string): string {
  return options.replace(configuration, "$1").trim();
}

function values(text: string, option: RegExp): readonly string[] {
  return [...text.matchAll(option)].map((match) => match[2] ?? match[3] ?? match[4] ?? "");
}
