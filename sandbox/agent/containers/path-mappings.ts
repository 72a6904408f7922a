/** Folders of the host, and where a container has them: the first that fits counts. */
export type PathMappings = readonly (readonly [host: string, container: string])[];

/** A host path as the container has it; any text that does not begin with a mapped folder stays. AS/ContainerInfo.cs:211-234 */
export function toContainerPath(mappings: PathMappings, text: string): string {
  return move(text, mappings);
}

/** The other way, for paths that a task hands to the agent. AS/ContainerInfo.cs:236-275 */
export function toHostPath(mappings: PathMappings, text: string): string {
  return move(
    text,
    mappings.map(([host, container]) => [container, host] as const),
  );
}

function move(text: string, folders: PathMappings): string {
  for (const [from, to] of folders) {
    if (text === from || text.startsWith(`${from}/`)) {
      return to + text.slice(from.length);
    }
  }
  return text;
}
