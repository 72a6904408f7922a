/**
 * Whether an input is shown, and so its `required` counts: comparisons with `=`, `==` or `!=` joined by `&&` or
 * `||`. A rule of another form counts as true, which is the stricter reading. The service reads it, not the agent.
 */
export function isVisible(rule: string | undefined, valueOf: (input: string) => string): boolean {
  if (rule === undefined) {
    return true;
  }
  return rule.split("||").some((part) => part.split("&&").every((term) => compare(term, valueOf)));
}

function compare(term: string, valueOf: (input: string) => string): boolean {
  const [, input, operator, value] = /^\s*(\w+)\s*(==?|!=)\s*(.*?)\s*$/.exec(term) ?? [];
  if (input === undefined || value === undefined) {
    return true;
  }
  const isEqual = valueOf(input).toLowerCase() === value.replace(/^["']|["']$/g, "").toLowerCase();
  return operator === "!=" ? !isEqual : isEqual;
}
