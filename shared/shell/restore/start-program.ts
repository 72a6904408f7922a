import { Problem } from "../../core/problem";
import { logText } from "../../core/log-text";

/** What is given to `spawn`. */
export interface Start {
  readonly file: string;
  readonly args: readonly string[];
  /** The arguments are quoted already (Windows only). */
  readonly verbatim: boolean;
}

/**
 * How a program is started: by itself, so that no shell reads its arguments. Windows starts batch files (mvn.cmd) only
 * through cmd.exe, whose rules of quoting differ from the program's, so there an argument with a character that cmd.exe
 * reads is refused with a Problem (nodejs.org, "Spawning .bat and .cmd files on Windows"; CVE-2024-27980).
 */
export function startOf(program: string, args: readonly string[], platform: NodeJS.Platform): Start {
  if (platform !== "win32" || !/\.(?:cmd|bat)$/i.test(program))
    return { file: program, args, verbatim: false };
  const words = [program, ...args];
  const bad = words.find((word) => /["%!^&|<>\r\n]/.test(word));
  if (bad !== undefined) {
    throw new Problem(
      "argument-unquotable",
      `The argument "${logText(bad)}" cannot be handed to a batch file: it has a character that cmd.exe reads itself.`,
      'Leave out the characters " % ! ^ & | < > in the input arguments, and in the path of the program.',
    );
  }
  const line = words.map((word) => `"${word}"`).join(" ");
  return { file: "cmd.exe", args: ["/d", "/s", "/c", `"${line}"`], verbatim: true };
}
