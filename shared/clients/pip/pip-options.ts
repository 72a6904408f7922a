import type { Files } from "../../core/files";
import { isOfEarlierStep, type Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { parseIniFile } from "../../formats/ini/ini-file";
import { pipFiles } from "./configuration-files";

/** One value of an option of pip's, and where it stands. */
export interface Setting {
  readonly value: string;
  /** `file:line`, or the variable's name. */
  readonly where: string;
  /** The file, where it is one. */
  readonly file?: string;
}

/** What pip makes of an option. */
export interface FoundOption {
  readonly settings: readonly Setting[];
  /** Whether a variable of the job says it, and not a file. */
  readonly isVariable: boolean;
  /** Other values, in sections of commands: what only some of them see. */
  readonly contradicting?: readonly Setting[];
}

/**
 * The values of an option as pip's commands see them: a variable is stronger than every file, the section of a command
 * than `[global]`, and a later file than an earlier one (pip.pypa.io/en/stable/topics/configuration, "Precedence").
 * An option with several values has them between white space.
 */
export function pipOption(job: Job, read: Files, key: string): FoundOption {
  const name = `PIP_${key.toUpperCase().replaceAll("-", "_")}`;
  const given = job.environment.get(name) ?? "";
  // An empty variable is as none (tried with pip 20.3 to 26.3: the file's value stays).
  if (given.trim() !== "") return { settings: valuesOf(given, name), isVariable: true };
  const sections = new Map<string, readonly Setting[]>();
  for (const path of pipFiles(job)) {
    if (isOfEarlierStep(job, path)) continue;
    for (const { section, key: written, value, line } of read.parsed(path, parseIniFile) ?? []) {
      const isMeant = written.replace(/^--/, "").replaceAll("_", "-") === key && installs.has(section);
      if (isMeant && value !== "") sections.set(section, valuesOf(value, logText(`${path}:${line}`), path));
    }
  }
  const [first = [], ...others] = sections.values();
  const text = (settings: readonly Setting[]): string => settings.map(({ value }) => value).join(" ");
  const contradicting = others.filter((each) => text(each) !== text(first)).flat();
  return {
    settings: first,
    isVariable: false,
    ...(contradicting.length > 0 ? { contradicting } : {}),
  };
}

/** The sections of the commands that ask an index. */
const installs: ReadonlySet<string> = new Set(["global", "install", "download", "wheel", "lock"]);

function valuesOf(text: string, where: string, file?: string): readonly Setting[] {
  return text
    .split(/\s+/)
    .filter((value) => value !== "")
    .map((value) => ({ value, where, ...(file === undefined ? {} : { file }) }));
}

/**
 * Throws a Problem where an option that the task has to set for all commands is another one for some: a variable takes
 * the place of all sections.
 */
export function requireOneMeaning(key: string, { settings, contradicting }: FoundOption): void {
  const [first, other] = [settings[0], contradicting?.[0]];
  if (first === undefined || other === undefined) return;
  throw new Problem(
    "pip-sections-differ",
    `pip's configuration has two values of ${key}: ${first.where} and ${other.where}, in sections of different commands, and a variable takes the place of both.`,
    `Write ${key} once, in [global].`,
  );
}
