import { join, resolve } from "node:path";
import type { Files } from "../../../core/files";
import { projectFolders, type Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { allFoldersUp, filesUp, foldersUp } from "../../../formats/folders-up";

/** A word of an option, and the next one. */
interface Word {
  readonly text: string;
  readonly next: string;
  readonly where: string;
  /** Whether the repository says it, and not the pipeline or the machine. */
  readonly ofRepository: boolean;
}

/** `-Dname=value`, which Java or Maven is given. */
export interface SystemProperty {
  readonly name: string;
  readonly value: string;
  readonly where: string;
  readonly ofRepository: boolean;
}

/** A settings.xml that an option names. */
export interface NamedSettings {
  readonly path: string;
  readonly ofRepository: boolean;
}

/** Files by which a folder `.mvn` shows; Maven takes the nearest one at or above the working directory. */
const marks = ["maven.config", "jvm.config", "extensions.xml", "wrapper/maven-wrapper.properties"].map(
  (name) => join(".mvn", name),
);

/** The files that tell which `.mvn` counts, and what is in it. Source: maven.apache.org/configure.html. */
export function optionFiles(job: Job, read: Files): readonly string[] {
  const named = nearestFolders(job, read).flatMap((folder) =>
    argumentFiles(job, read.get(join(folder, ".mvn", "jvm.config")) ?? ""),
  );
  return [...filesUp(allFoldersUp(projectFolders(job)), marks), ...named];
}

/** The nearest folder with a `.mvn`, for each folder that Maven is run in. */
export function nearestFolders(job: Job, read: Files): readonly string[] {
  const nearest = projectFolders(job).map((folder) =>
    foldersUp(folder).find((above) => filesUp([above], marks).some((path) => read.has(path))),
  );
  return [...new Set(nearest.filter((folder) => folder !== undefined))];
}

/** Files with further options of Java: `@file` (java, "argument files"), `-XX:VMOptionsFile=` and `-XX:Flags=`. */
function argumentFiles(job: Job, text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)(?:@|-XX:(?:VMOptionsFile|Flags)=)["']?([^\s"']+)/g)].map((match) =>
    resolve(job.workingDirectory, match[1] ?? ""),
  );
}

/** The properties of `.mvn/jvm.config`, `.mvn/maven.config`, and of the variables that Java and Maven read. */
export function systemProperties(job: Job, read: Files): readonly SystemProperty[] {
  const variables = ["MAVEN_OPTS", "MAVEN_ARGS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"];
  const words = [
    ...nearestFolders(job, read).flatMap((folder) => [
      ...javaWords(job, read, join(folder, ".mvn", "jvm.config")),
      ...fileWords(read, join(folder, ".mvn", "maven.config")),
    ]),
    ...variables.flatMap((name) => wordsOf(job.environment.get(name) ?? "", () => `variable ${name}`, false)),
  ];
  return words.flatMap(({ text, next, where, ofRepository }) => {
    const alone = /^(?:-D|--def[a-z]*)$/.test(text) ? next : undefined;
    const [, name, value = "true"] =
      /^([^=]+)(?:=(.*))?$/.exec(alone ?? /^(?:-D|--def[a-z]*=)(.+)$/.exec(text)?.[1] ?? "") ?? [];
    return name === undefined ? [] : [{ name, value, where, ofRepository }];
  });
}

/** The files of `-s` and `-gs` in `.mvn/maven.config` and in MAVEN_ARGS, and that of a home which jvm.config moves. */
export function namedSettings(job: Job, read: Files): readonly NamedSettings[] {
  const ofProject = nearestFolders(job, read).flatMap((folder) =>
    fileWords(read, join(folder, ".mvn", "maven.config")),
  );
  const ofPipeline = wordsOf(job.environment.get("MAVEN_ARGS") ?? "", () => "variable MAVEN_ARGS", false);
  const named = [...ofProject, ...ofPipeline].flatMap(({ text, next, ofRepository }) => {
    const [, name, value = ""] = /^(-g?s|--se[a-z]*|--gl[a-z-]*)=?(.*)$/.exec(text) ?? [];
    if (name === undefined) return [];
    return [{ path: resolve(job.workingDirectory, value === "" ? next : value), ofRepository }];
  });
  const homes = systemProperties(job, read).filter(
    ({ name, ofRepository }) => name === "user.home" && ofRepository,
  );
  return [
    ...named,
    ...homes.map(({ value, ofRepository }) => ({
      path: resolve(job.workingDirectory, value, ".m2", "settings.xml"),
      ofRepository,
    })),
  ];
}

function javaWords(job: Job, read: Files, path: string): readonly Word[] {
  const more = argumentFiles(job, read.get(path) ?? "");
  return [path, ...more].flatMap((each) => fileWords(read, each));
}

function fileWords(read: Files, path: string): readonly Word[] {
  return wordsOf(read.get(path) ?? "", (line) => `${logText(path)}:${line}`, true);
}

/** Maven 3.9 takes each line of maven.config as one argument, older ones split at spaces: both are looked at. */
function wordsOf(text: string, where: (line: number) => string, ofRepository: boolean): readonly Word[] {
  const words = text.split("\n").flatMap((line, index) => {
    const place = where(index + 1);
    const isComment = line.trimStart().startsWith("#");
    return (isComment ? [] : line.split(/\s+/))
      .map((word) => ({ text: word.replace(/["']/g, ""), where: place, ofRepository }))
      .filter((word) => word.text !== "");
  });
  return words.map((word, index) => ({ ...word, next: words[index + 1]?.text ?? "" }));
}
