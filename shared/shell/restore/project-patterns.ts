import { Minimatch } from "minimatch";
import type { Project } from "../../core/client";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";

/** A line of the input `projects`, that somebody's projects are chosen by. */
interface Pattern {
  /** As written. */
  readonly text: string;
  readonly excludes: boolean;
  matches(path: string): boolean;
}

/**
 * Which projects and lock files are meant, by the lines of the input `projects`: each is a pattern of `Cache@2` and
 * `CopyFiles@2` (minimatch: `*`, `**`, `?`, `[…]`), relative to the working directory; `!` before it excludes, `#` makes
 * it a comment. A project is meant where its folder, its manifest or its lock file matches.
 */
export class ProjectPatterns {
  readonly #patterns: readonly Pattern[];

  /** Throws a Problem for a line that is no pattern, or when all lines exclude and none includes what is not there. */
  constructor(input: string) {
    const lines = input
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    this.#patterns = lines.map(patternOf);
  }

  /** Whether a lock file, by its relative path, is meant. */
  means(path: string): boolean {
    return this.#isMeant([path]);
  }

  /** Those projects that are meant. Throws a Problem for a pattern that includes none of them. */
  select<Found extends Project>(projects: readonly Found[], lockPaths: readonly string[]): readonly Found[] {
    const named = [...projects.map(pathsOf), ...lockPaths.map((path) => [path])];
    for (const pattern of this.#patterns) {
      const isUsed = named.some((paths) => paths.some((path) => pattern.matches(path)));
      if (!pattern.excludes && !isUsed) throw nothingMatches(pattern, projects);
    }
    return projects.filter((project) => this.#isMeant(pathsOf(project)));
  }

  /** Lines of excludes alone leave all others. */
  #isMeant(paths: readonly string[]): boolean {
    const matching = this.#patterns.filter((pattern) => paths.some((path) => pattern.matches(path)));
    if (matching.some(({ excludes }) => excludes)) return false;
    return matching.length > 0 || this.#patterns.every(({ excludes }) => excludes);
  }
}

/** The folder itself is `.` to whoever writes a pattern. */
function pathsOf({ folder, manifest, lock }: Project): readonly string[] {
  return [folder === "" ? "." : folder, manifest, ...(lock === undefined ? [] : [lock])];
}

function patternOf(line: string): Pattern {
  const excludes = line.startsWith("!");
  const written = (excludes ? line.slice(1) : line)
    .trim()
    .replaceAll("\\", "/")
    .replace(/^\.\/(?=.)/, "");
  const text = written.length > 1 ? written.replace(/\/+$/, "") : written;
  const refuse = (found: string, hint: string): Problem =>
    new Problem("projects-malformed", `Input projects: "${logText(line)}" ${found}.`, hint);
  if (text === "") throw refuse("is no pattern", "Give a folder or a file, as services/**.");
  if (/^(?:\/|[A-Za-z]:|\.\.(?:\/|$))/.test(text))
    throw refuse(
      "leads out of the working directory",
      "Give paths relative to workingDirectory, or set workingDirectory to a folder further up.",
    );
  // As the agent's own tasks match: names that begin with a dot count, braces and `!` have no meaning within a pattern.
  const options = {
    dot: true,
    nobrace: true,
    nonegate: true,
    nocomment: true,
    nocase: process.platform === "win32",
  };
  const matcher = new Minimatch(text, options);
  return { text: line, excludes, matches: (path) => matcher.match(path) };
}

function nothingMatches({ text }: Pattern, projects: readonly Project[]): Problem {
  const found = projects.slice(0, 10).map(({ manifest }) => logText(manifest));
  const more = projects.length > found.length ? ` and ${projects.length - found.length} more` : "";
  return new Problem(
    "projects-unmatched",
    `Input projects: "${logText(text)}" matches no project. Found: ${found.length === 0 ? "none" : found.join(", ")}${more}.`,
    "A pattern is matched with the paths of projects' folders and of their files, relative to workingDirectory: services/** means all below services.",
  );
}
