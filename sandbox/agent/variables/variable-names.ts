/**
 * Environment name of a variable or input: dot and space become `_`, then upper case unless its case is kept.
 * VSA/Util/VarUtil.cs:77-81
 */
export function formatEnvironmentName(name: string, preserveCase = false): string {
  const formatted = name.replaceAll(".", "_").replaceAll(" ", "_");
  return preserveCase ? formatted : formatted.toUpperCase();
}
