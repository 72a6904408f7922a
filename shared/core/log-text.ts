import { parseUrl } from "./url";

/**
 * Text from a repository, a feed or a child process, made safe for a log line: no line break or other control or
 * format character survives, and nothing in it can begin a logging command. The agent finds `##vso[` anywhere in a
 * line, with a search that skips ignorable characters (agent, Command.cs:43), so these are shown by their number.
 */
export function logText(text: string): string {
  return text
    .replace(
      /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replace(/##(?=vso\[|\[)/gi, "##_");
}

/**
 * An address as it may be printed: without user name and password, and safe for a log line. In a text that is no
 * address nobody can say where a password ends, so all up to its last `@` counts as one.
 */
export function logAddress(address: string): string {
  const isAddress = /^[^/?#\\]*:[/\\]{2}/.test(address) && parseUrl(address) !== undefined;
  const userinfo = isAddress ? /^([^/?#\\]*:[/\\]+)[^/?#\\]*@/ : /^([^/?#@\\]*:[/\\]+)?.*@/su;
  return logText(address.replace(userinfo, "$1"));
}
