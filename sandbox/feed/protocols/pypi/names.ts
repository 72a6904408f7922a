/** Normalizes a project name: lower case, runs of `-`, `_`, `.` become one `-`. Source: PEP 503. */
export function normalizeName(name: string): string {
  return name.replace(/[-_.]+/gu, "-").toLowerCase();
}

/**
 * The form of a version in download addresses, which is also how two spellings are compared: trailing zero
 * components of the release number are dropped, also before a pre-release tag (80 addresses in uv#10394,
 * uv#8840, uv#13208, uv#17144): `2.31.0` is `2.31`, `2.0.0` is `2`, `7.1.0b4` is `7.1b4`.
 */
export function trimVersion(version: string): string {
  const lower = version.trim().toLowerCase().replace(/^v/u, "");
  const [, epoch = "", release = "", suffix = ""] = /^(\d+!)?(\d+(?:\.\d+)*)(.*)$/u.exec(lower) ?? [];
  return release === "" ? lower : `${epoch}${release.replace(/(?:\.0+)+$/u, "")}${normalizeSuffix(suffix)}`;
}

/** Brings pre-, post- and development tags to their normal form. Source: PEP 440, "Normalization". */
function normalizeSuffix(suffix: string): string {
  const [, tags = "", local = ""] = /^([^+]*)(.*)$/u.exec(suffix) ?? [];
  const normal = tags
    .replace(/[-_.]?(alpha|beta|preview|pre|rc|a|b|c)[-_.]?(\d*)/u, (_all, tag: string, number: string) => {
      const short = /^a/u.test(tag) ? "a" : /^b/u.test(tag) ? "b" : "rc";
      return `${short}${number === "" ? "0" : number}`;
    })
    .replace(/[-_.]?(?:post|rev|r(?!c))[-_.]?(\d*)/u, ".post$1")
    .replace(/[-_.]?dev[-_.]?(\d*)/u, ".dev$1");
  return `${normal}${local.replace(/[-_]/gu, ".")}`;
}
