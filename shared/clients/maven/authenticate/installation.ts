import { dirname, join, resolve } from "node:path";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import { configurationOption, globalSettingsOption } from "./handing-over";

/** Files beside settings.xml in Maven's `conf` that `-Dmaven.conf` would hide; Maven will not start without the first. */
const companionFiles = [
  "logging/simplelogger.properties",
  "toolchains.xml",
  "maven-system.properties",
  "maven-user.properties",
  "extensions.xml",
];

/** Where `-Dmaven.conf` of an earlier step or of the user points, else `conf` of the Maven on PATH or at M2_HOME. */
export function configurationFolder(job: Job): string | undefined {
  const moved = configurationOption(job.environment.get("MAVEN_OPTS") ?? "");
  if (moved !== undefined) return resolve(job.workingDirectory, moved);
  const program = job.programs.get("mvn");
  if (program !== undefined) return join(dirname(dirname(program)), "conf");
  const home = job.environment.get("MAVEN_HOME") ?? job.environment.get("M2_HOME") ?? "";
  return home === "" ? undefined : join(home, "conf");
}

/** The global settings.xml that the job's takes the place of: of `-gs` in MAVEN_ARGS, else the installation's. */
export function globalSettings(job: Job): string | undefined {
  const named = globalSettingsOption(job.environment.get("MAVEN_ARGS") ?? "");
  if (named !== undefined) return resolve(job.workingDirectory, named);
  const folder = configurationFolder(job);
  return folder === undefined ? undefined : join(folder, "settings.xml");
}

/** The user's own settings.xml, which still counts beside the job's and is stronger. Java's home is the account's. */
export function userSettings(job: Job): string {
  const moved = /(?:^|\s)-Duser\.home=(\S+)/.exec(job.environment.get("MAVEN_OPTS") ?? "")?.[1];
  return join(moved ?? job.accountHome, ".m2", "settings.xml");
}

/** The files of the installation that the job's `conf` folder needs. */
export function installationFiles(job: Job): readonly string[] {
  const folder = configurationFolder(job);
  return folder === undefined ? [] : companionFiles.map((name) => join(folder, name));
}

/** The job's `conf` folder, but for settings.xml: copies of what the installation has beside it. */
export function configurationEffects(job: Job, read: Files, folder: string): readonly Effect[] {
  const source = configurationFolder(job);
  return companionFiles.flatMap((name) => {
    const text = source === undefined ? undefined : read.get(join(source, name));
    const content = text ?? (name === companionFiles[0] ? defaultLogging : undefined);
    return content === undefined
      ? []
      : [{ kind: "write-file", path: join(folder, name), text: content } as const];
  });
}

/** What Maven's own logging file sets, for a Maven that is not on PATH yet (slf4j's simple logger). */
const defaultLogging = `org.slf4j.simpleLogger.defaultLogLevel=info
org.slf4j.simpleLogger.showDateTime=false
org.slf4j.simpleLogger.showThreadName=false
org.slf4j.simpleLogger.showLogName=false
org.slf4j.simpleLogger.logFile=System.out
org.slf4j.simpleLogger.cacheOutputStream=true
org.slf4j.simpleLogger.levelInBrackets=true
org.slf4j.simpleLogger.log.Sisu=info
org.slf4j.simpleLogger.warnLevelString=WARNING
`;
