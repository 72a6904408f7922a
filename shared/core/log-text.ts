import { parseUrl } from "./url";

/**
 * Text from a repository, a feed or a child process, made safe for a log line: no line break or other control or
 * format character survives, and nothing in it can begin a logging command. The agent finds `##vso[` anywhere in a
 * line, with a search that skips ignorable characters (agent, Command.cs:43). Control and format characters are shown by
 * their number; which others a culture ignores, the machine's ICU says (marks of many scripts among them), so whatever
 * is not ASCII may stand between the characters of a command, and it is taken for one all the same.
 */
export function logText(text: string): string {
  return text
    .replace(
      /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replace(command, "$&_");
}

/** Up to the second `#`, so that one more character there takes the command apart. */
const command = /#[^\0-\x7f]*#(?=[^\0-\x7f]*(?:v[^\0-\x7f]*s[^\0-\x7f]*o[^\0-\x7f]*)?\[)/gi;

/**
 * An address as it may be printed: without user name and password, and safe for a log line. In a text that is no
 * address nobody can say where a password ends, so all up to its last `@` counts as one.
 */
export function logAddress(address: string): string {
  const isAddress = /^[^/?#\\]*:[/\\]{2}/.test(address) && parseUrl(address) !== undefined;
  const userinfo = isAddress ? /^([^/?#\\]*:[/\\]+)[^/?#\\]*@/ : /^([^/?#@\\]*:[/\\]+)?.*@/su;
  return logText(address.replace(userinfo, "$1"));
}
