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
