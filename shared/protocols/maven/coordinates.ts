/** Longer names are refused: no file system and no registry takes them. */
const longest = 255;

/** A groupId: words joined by dots, which become folders. */
export function isMavenGroup(text: string): boolean {
  return text.length <= longest && /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(text) && !/\.\.|\.$/.test(text);
}

/** An artifactId, a version, a classifier, a file extension or a file name: one folder or file of a repository. */
export function isMavenPart(text: string): boolean {
  return text.length <= longest && /^[A-Za-z0-9_-][A-Za-z0-9_.+~-]*$/.test(text) && !text.includes("..");
}

/** The path of a file in a Maven repository (maven.apache.org/repositories/layout). */
export function mavenPath(group: string, artifact: string, version: string, file: string): string {
  return `${group.replaceAll(".", "/")}/${artifact}/${version}/${file}`;
}
