/** Longer names are refused: no file system and no registry takes them. */
const longest = 255;

/** A crate's name as a registry takes it (Cargo's registry index reference, "Name restrictions"). */
export function isCrateName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(text);
}

/** A version by semver.org, which Cargo demands. */
export function isCrateVersion(text: string): boolean {
  return text.length <= longest && /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.test(text);
}

/** A crate's file: Cargo book, "Registry web API". Joined to one flat text, since thousands are kept. */
export function crateFile(name: string, version: string): string {
  return [name, "-", version, ".crate"].join("");
}

/** A crate's name in the form that is equal for equal ones: a registry takes `-` and `_` for one, in any case (Cargo book, "Registry index"). */
export function crateKey(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

/** A version without build metadata: versions that differ only there are one (Cargo book, "Registry web API"). */
export function versionKey(version: string): string {
  return version.replace(/\+.*$/s, "");
}
