import { join } from "node:path";
import { credentialsOf, type Credentials } from "../../../core/credentials";
import type { Job } from "../../../core/job";

/** Where uv looks for the user's netrc: NETRC, else `.netrc` in the home (uv-netrc). */
export function netrcFile({ environment, home }: Job): string {
  const named = environment.get("NETRC") ?? "";
  return named === "" ? join(home, ".netrc") : named;
}

/**
 * What a netrc says for a host: its `machine`, else `default`. Undefined where it has none, or no password.
 * Source: ftp(1), "THE .netrc FILE"; a `macdef` goes up to an empty line.
 */
export function netrcCredentials(text: string, host: string): Credentials | undefined {
  const words = text.replace(/^[ \t]*macdef\b[^]*?(?:\n[ \t]*\r?\n|$(?![^]))/gm, "").match(/\S+/g) ?? [];
  const entries: { readonly host: string | undefined; readonly values: Map<string, string> }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "default") entries.push({ host: undefined, values: new Map() });
    else if (word === "machine") entries.push({ host: words[(at += 1)], values: new Map() });
    else entries.at(-1)?.values.set(word, words[(at += 1)] ?? "");
  }
  const found =
    entries.find((entry) => entry.host === host) ?? entries.find((entry) => entry.host === undefined);
  const password = found?.values.get("password") ?? "";
  return password === "" ? undefined : credentialsOf(found?.values.get("login") ?? "", password);
}
