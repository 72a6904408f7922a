import { join } from "node:path";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import type { Effect } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { systemProperties } from "./maven-options";

/** The extension, which lies beside the task's code: shared/clients/maven/beside. */
const extension = "feedpass-maven.jar";

/** What Maven is told of extensions by, `-Dmaven.ext.class.path=FOLDER:FILE`. */
export const extensionProperty = "maven.ext.class.path";

/**
 * Tells Maven of the job's files in MAVEN_ARGS (Maven 3.9 and later) and MAVEN_OPTS (older, and wrappers that start
 * Maven in their own process): the extension with the folder `access` of its list, and where there are settings in a
 * folder `conf`, `-gs` and `-Dmaven.conf`. What the variables hold is kept: extensions of the user or an earlier step
 * stay behind ours; a `-gs` is taken out, since the first one counts and the job's file holds what that one says.
 * Throws a Problem where a path has a space: no quoting gets it through Maven's start script (tried, 3.8 and 3.9).
 */
export function handingOver(
  job: Job,
  read: Files,
  access: string,
  conf: string | undefined,
): readonly Effect[] {
  const jar = join(job.taskFolder, extension);
  const spaced = [access, jar].find((path) => /\s/.test(path));
  if (spaced !== undefined && !job.windows) throw spaceInPath(spaced);
  const quote = (text: string): string => (/\s/.test(text) ? `"${text}"` : text);
  const separator = job.windows ? ";" : ":";
  const classPath = [...new Set([access, jar, ...extensionsBefore(job, read, separator)])].join(separator);
  const ours = quote(`-D${extensionProperty}=${classPath}`);
  const args = withoutProperty(job.environment.get("MAVEN_ARGS") ?? "", extensionProperty);
  const options = withoutProperty(job.environment.get("MAVEN_OPTS") ?? "", extensionProperty);
  const ofConf =
    conf === undefined
      ? { args, options }
      : {
          args: append(withoutGlobalSettings(args), `-gs ${quote(join(conf, "settings.xml"))}`),
          options: append(withoutProperty(options, "maven.conf"), quote(`-Dmaven.conf=${conf}`)),
        };
  return [
    { kind: "set-variable", name: "MAVEN_ARGS", value: append(ofConf.args, ours) },
    { kind: "set-variable", name: "MAVEN_OPTS", value: append(ofConf.options, ours) },
  ];
}

/** What the variables and the repository's `.mvn` name; the extension of another of our tasks would be a second one. */
function extensionsBefore(job: Job, read: Files, separator: string): readonly string[] {
  const ofVariables = ["MAVEN_ARGS", "MAVEN_OPTS"].flatMap((name) =>
    propertyValues(job.environment.get(name) ?? "", extensionProperty),
  );
  const ofRepository = systemProperties(job, read)
    .filter(({ name, ofRepository: isTheirs }) => name === extensionProperty && isTheirs)
    .map(({ value }) => value);
  return [...ofVariables, ...ofRepository]
    .flatMap((value) => value.split(separator))
    .filter((path) => path !== "" && !path.endsWith(extension));
}

function spaceInPath(path: string): Problem {
  return new Problem(
    "temp-directory-space",
    `The agent's work folder has a space in its path (${logText(path)}), and Maven's start script splits MAVEN_ARGS and MAVEN_OPTS at spaces.`,
    "Configure the agent with a work folder whose path has no space.",
  );
}

function append(before: string, more: string): string {
  return before === "" ? more : `${before} ${more}`;
}

/** `-gs FILE` as it may stand in MAVEN_ARGS, the file in quotes or not. */
const globalSettings = /(^|\s)(?:-gs|--global-settings)(?:\s+|=)(?:"([^"]*)"|(\S+))/g;

/** `-Dname=value` as it may stand in either variable, the whole or the value in quotes or not. */
function property(name: string): RegExp {
  const escaped = name.replace(/\./g, "\\.");
  return new RegExp(`(^|\\s)(?:"-D${escaped}=([^"]*)"|-D${escaped}=(?:"([^"]*)"|(\\S+)))`, "g");
}

/** The file of `-gs` that counts: Maven takes the first. Tried with 3.9. */
export function globalSettingsOption(args: string): string | undefined {
  return values(args, globalSettings)[0];
}

/** The folder of `-Dmaven.conf` that counts: Java takes the last. Tried with Maven 3.8 and 3.9. */
export function configurationOption(options: string): string | undefined {
  return propertyValues(options, "maven.conf").at(-1);
}

function withoutGlobalSettings(args: string): string {
  return args.replace(globalSettings, "$1").trim();
}

function withoutProperty(text: string, name: string): string {
  return text.replace(property(name), "$1").trim();
}

function propertyValues(text: string, name: string): readonly string[] {
  return values(text, property(name));
}

function values(text: string, option: RegExp): readonly string[] {
  return [...text.matchAll(option)].map((match) => match[2] ?? match[3] ?? match[4] ?? "");
}
