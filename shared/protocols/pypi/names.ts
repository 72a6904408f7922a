/** Longer names are refused: no file system and no registry takes them. */
const longest = 255;

/** A name by PEP 508 as PEP 503 normalizes it, or undefined for what is no name. */
export function pythonName(text: string): string | undefined {
  const isName = text.length <= longest && /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text);
  return isName ? projectKey(text) : undefined;
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
  return isPlain && isArchive && projectKey(file).startsWith(`${name}-`);
}

/** A name as PEP 503 normalizes it, whatever it holds: the form in which names of equal projects are equal. */
export function projectKey(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/**
 * A version in the form in which two spellings of it are equal, as a feed has them: lower case, no `v`, no `.0` at the
 * end of the release number: `7.1.0b4` is at `…/azure-devops/7.1b4/…` (https://github.com/astral-sh/uv/issues/10394,
 * /13208, /17144).
 */
export function versionKey(version: string): string {
  const [, epoch = "", release = "", rest = ""] =
    /^v?(\d+!)?(\d+(?:\.\d+)*)(.*)$/s.exec(version.toLowerCase()) ?? [];
  return release === "" ? version.toLowerCase() : epoch + release.replace(/(?:\.0+)+$/, "") + rest;
}
