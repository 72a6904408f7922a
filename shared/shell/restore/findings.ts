import { logText } from "../../core/log-text";
import type { Bypass } from "../../core/lock-entry";
import { Problem } from "../../core/problem";
import { realBypasses } from "../../core/restore-report";
import { command, print } from "../agent";
import type { Severity } from "./restore-inputs";

/** More of one kind than this stand only in the report. */
const maxShown = 50;

/**
 * Prints what bypasses the feed, before anything runs; what is restored through the feed all the same is a note. Throws a
 * Problem when the input onBypass says so.
 */
export function reportBypasses(all: readonly Bypass[], severity: Severity): void {
  if (severity === "ignore") return;
  const notes = all.filter(({ throughFeed }) => throughFeed === true).slice(0, maxShown);
  print(
    notes.map(({ where, host }) =>
      logText(`${where}: names ${host}; restored through the feed all the same.`),
    ),
  );
  const bypasses = realBypasses({ bypasses: all });
  if (bypasses.length === 0) return;
  const lines = bypasses
    .slice(0, maxShown)
    .map(({ where, host, text }) => logText(`${where}: fetched from ${host}, not from the feed. ${text}`));
  const more = bypasses.length > maxShown ? [`… and ${bypasses.length - maxShown} more, in the report.`] : [];
  print(severity === "warn" ? [...lines.map(warningLine), ...more] : [...lines, ...more]);
  if (severity === "fail") {
    throw new Problem(
      "bypass",
      `${bypasses.length} ${bypasses.length === 1 ? "place bypasses" : "places bypass"} the feed, and onBypass is fail: nothing was restored. First: ${lines[0] ?? ""}`,
      "Fix the places above, or set onBypass: warn.",
    );
  }
}

/** A line that is also an issue on the build page. */
export function warningLine(text: string): string {
  return command("task.logissue", { type: "warning" }, text);
}
