import { normalizeName } from "../names";

const SDIST = /\.(?:tar\.gz|tgz|tar\.bz2|tar\.xz|zip)$/;

/**
 * Gives the version in the name of a wheel (PEP 427) or a source distribution (PEP 625 and the older forms,
 * in which the project's name may have dashes). Undefined for another kind of file or another project's.
 */
export function versionOfFile(normalizedName: string, filename: string): string | undefined {
  if (filename.endsWith(".whl")) {
    const parts = filename.slice(0, -".whl".length).split("-");
    const named = parts.length >= 5 && normalizeName(parts[0] ?? "") === normalizedName;
    return named ? parts[1] : undefined;
  }
  const stem = filename.replace(SDIST, "");
  if (stem === filename) return undefined;
  for (let dash = stem.indexOf("-"); dash > 0; dash = stem.indexOf("-", dash + 1)) {
    if (normalizeName(stem.slice(0, dash)) === normalizedName) return stem.slice(dash + 1) || undefined;
  }
  return undefined;
}
