type JsonObject = ReadonlyMap<string, unknown>;

/** A JSON object as a map with lower-case keys: the agent reads task.json ignoring case. AW/TaskManager.cs:610-809 */
export function readObject(value: unknown): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Map();
  }
  return new Map(Object.entries(value).map(([key, entry]) => [key.toLowerCase(), entry as unknown]));
}

export function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text of a scalar, else the empty string. */
export function readText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
