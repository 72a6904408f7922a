import { createHash } from "node:crypto";

/**
 * A GUID that depends on nothing but the names, so that two runs of one world have the same addresses.
 * @param kind What is identified: "organization", "project", "feed", "view", ...
 * @param path The names from the organization down to the thing itself.
 */
export function guidFor(kind: string, ...path: readonly string[]): string {
  const seed = [kind, ...path].map((part) => part.toLowerCase()).join("\0");
  const hex = createHash("sha256").update(seed).digest("hex");
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Whether two names are the same name; Azure DevOps compares names without case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
