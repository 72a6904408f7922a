import { isPythonVersion, pythonName } from "../names";

/** What one requirement of a requirements file asks for. */
export type Requirement =
  | { readonly kind: "pinned"; readonly name: string; readonly version: string }
  | { readonly kind: "direct"; readonly name: string; readonly address: string }
  | { readonly kind: "unpinned"; readonly name: string; readonly reason: string }
  | { readonly kind: "other"; readonly name: string; readonly reason: string };

/**
 * Reads a requirement by PEP 508: name, extras, version, marker. Undefined for what is none.
 * Only one `==` without a `*` names one version (pip, `InstallRequirement.is_pinned`).
 */
export function parseRequirement(text: string): Requirement | undefined {
  if (isDirect(text)) return { kind: "direct", name: text, address: text };
  const [, name = "", rest = ""] =
    /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/s.exec(text) ?? [];
  if (name === "" || !/^(?:$|[@=<>!~(;])/.test(rest)) return undefined;
  if (rest.startsWith("@"))
    return { kind: "direct", name, address: rest.slice(1).trim().split(/\s/)[0] ?? "" };
  const marker = rest.indexOf(";");
  const range = withoutParentheses(rest.slice(0, marker < 0 ? undefined : marker).trim());
  if (pythonName(name) === undefined) return { kind: "other", name, reason: "not a valid package name" };
  const version = /^={2,3}([^=<>!~,]*)$/.exec(range)?.[1]?.trim();
  if (version === undefined || version.endsWith(".*"))
    return { kind: "unpinned", name, reason: "not pinned to one version with ==" };
  if (!isPythonVersion(version)) return { kind: "other", name, reason: "not a valid version of a package" };
  return { kind: "pinned", name, version };
}

function withoutParentheses(range: string): string {
  return range.startsWith("(") && range.endsWith(")") ? range.slice(1, -1).trim() : range;
}

/** An address or a path in place of a name (packaging.python.org, "Direct references"; pip takes archives by path). */
function isDirect(text: string): boolean {
  return (
    /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|file:|\.{0,2}[\\/]|\.{1,2}$|[A-Za-z]:\\)/.test(text) ||
    isArchivePath(text)
  );
}

function isArchivePath(text: string): boolean {
  return !/[\s=@<>;]/.test(text) && /\.(?:whl|zip|tar\.gz|tar\.bz2|tgz)$/i.test(text);
}
