import type { Credentials } from "../../../core/credentials";
import type { Effect } from "../../../core/plan";

/**
 * The environment variables of an index, by uv's rule: upper case, every character that is not a letter or digit
 * becomes `_` (docs.astral.sh/uv/concepts/indexes, "Providing credentials"). Tried with uv 0.13: `my.feed`, `my-feed`
 * and `My_Feed` are all `MY_FEED`.
 */
export function indexVariables(name: string): { readonly username: string; readonly password: string } {
  const label = name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
  return { username: `UV_INDEX_${label}_USERNAME`, password: `UV_INDEX_${label}_PASSWORD` };
}

/** The variables that give an index credentials. */
export function credentialEffects(indexName: string, credentials: Credentials): readonly Effect[] {
  const names = indexVariables(indexName);
  return [
    { kind: "set-variable", name: names.username, value: credentials.username },
    { kind: "set-variable", name: names.password, value: credentials.token },
  ];
}

/** A name that uv accepts: letters, digits, `-`, `_` and `.`. */
export function validIndexName(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]+/g, "-");
}
