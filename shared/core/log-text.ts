import { parseUrl } from "./url";

/**
 * The beginning of a logging command, `##vso[` or `##[`, with anything in it but ASCII. The agent looks for it with a
 * search by culture (agent, Command.cs:43), which skips characters that do not count in sorting: besides those without
 * a shape also hundreds of marks that are drawn on another, and are shown as they are elsewhere.
 */
const commandStart = /#([^ -~]*)#(?=[^ -~]*(?:v[^ -~]*s[^ -~]*o[^ -~]*)?\[)/gi;

/**
 * Text from a repository, a feed or a child process, made safe for a log line: no line break or other control or
 * format character survives, these are shown by their number, and nothing in it can begin a logging command.
 */
export function logText(text: string): string {
  return text
    .replace(
      /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replace(commandStart, "#$1#_");
}

/**
 * An address as it may be printed: without user name and password, and safe for a log line. In a text that is no
 * address, or has a `\` that only some programs take for a `/`, nobody can say where a password ends, so all up to its
 * last `@` counts as one.
 */
export function logAddress(address: string): string {
  const isAddress = /^[^/?#\\]*:\/\/[^\\]*$/.test(address) && parseUrl(address) !== undefined;
  const userinfo = isAddress ? /^([^/?#]*:\/+)[^/?#]*@/ : /^([^/?#@\\]*:[/\\]+)?.*@/su;
  return logText(address.replace(userinfo, "$1"));
}
