/**
 * Replaces `$(name)` in a text: the name runs to the first `)`. A known name is replaced and scanning goes on
 * after the inserted text; an unknown one stays and scanning resumes one character after its `$`.
 * VSA/Util/VarUtil.cs:158-204
 */
export function expandMacros(text: string, lookup: (name: string) => string | undefined): string {
  let value = text;
  let start = 0;
  for (;;) {
    const prefix = value.indexOf("$(", start);
    const suffix = prefix < 0 ? -1 : value.indexOf(")", prefix + 2);
    if (suffix < 0) {
      return value;
    }
    const name = value.slice(prefix + 2, suffix);
    const replacement = name === "" ? undefined : lookup(name);
    if (replacement === undefined) {
      start = prefix + 1;
    } else {
      value = value.slice(0, prefix) + replacement + value.slice(suffix + 1);
      start = prefix + replacement.length;
    }
  }
}
