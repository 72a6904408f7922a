/** Longer names are refused: no file system and no registry takes them. */
const longest = 255;

/** A name by PEP 508 as PEP 503 normalizes it, or undefined for what is no name. */
export function pythonName(text: string): string | undefined {
  const isName = text.length <= longest && /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text);
  return isName ? text.toLowerCase().replace(/[-_.]+/g, "-") : undefined;
}

/** Whether a text has the letters of a version by PEP 440, normalized or not. */
export function isPythonVersion(text: string): boolean {
  return (
    text.length <= longest &&
    /^v?[0-9](?:[A-Za-z0-9._!+-]*[A-Za-z0-9])?$/.test(text) &&
    !/[._!+-]{2}/.test(text)
  );
}

/** Whether a file name is one of a wheel or source archive of this package (`name` normalized). */
export function isPythonFile(file: string, name: string): boolean {
  const isPlain =
    file.length <= longest && /^[A-Za-z0-9][A-Za-z0-9._!+-]*$/.test(file) && !file.includes("..");
  const isArchive = /\.(?:whl|zip|egg|tgz|tar\.(?:gz|bz2|xz|lzma))$/i.test(file);
  return (
    isPlain &&
    isArchive &&
    file
      .toLowerCase()
      .replace(/[-_.]+/g, "-")
      .startsWith(`${name}-`)
  );
}

/** A crate's name as a registry takes it (Cargo's registry index reference, "Name restrictions"). */
export function isCrateName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(text);
}

/** A version by semver.org, which Cargo demands. */
export function isCrateVersion(text: string): boolean {
  return text.length <= longest && /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.test(text);
}

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
