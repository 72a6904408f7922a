/**
 * Text from a repository, a feed or a child process, made safe for a log line: no line break or other control or
 * format character survives, and nothing in it can begin a logging command. The agent finds `##vso[` anywhere in a
 * line, with a search that skips ignorable characters (agent, Command.cs:43), so these are shown by their number.
 */
export function logText(text: string): string {
  return text
    .replace(/[\p{C}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/##(?=vso\[|\[)/gi, "##_");
}

/** An address as it may be printed: without user name and password, and safe for a log line. */
export function logAddress(address: string): string {
  return logText(address.replace(/(:\/\/)[^/?#]*@/, "$1"));
}
