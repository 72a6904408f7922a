import type { SeedPackage } from "../../world/definition";
import { normalizeName, trimVersion } from "./names";
import type { PypiMetadata } from "./project-files";
import { pythonWheel } from "./python-wheel";

/** A wheel or source distribution, as it was uploaded. */
export interface PypiSeed {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly content: Buffer;
  readonly requiresPython?: string;
}

/** A wheel or source distribution that is in a feed from the start. */
export function pypiSeed({ name, version, file, content, requiresPython }: PypiSeed): SeedPackage {
  const metadata: PypiMetadata = { requiresPython };
  return {
    protocol: "pypi",
    name: normalizeName(name),
    version,
    normalizedVersion: trimVersion(version),
    file,
    content,
    metadata,
  };
}

/** `fabrikam-greeting`. */
export function examplePackages(): readonly SeedPackage[] {
  const [name, version] = ["fabrikam-greeting", "1.2.0"];
  const source = 'def greet(name: str) -> str:\n    return f"Hello {name}, from the private feed"\n';
  const wheel = pythonWheel({ name, version, modules: { "fabrikam_greeting/__init__.py": source } });
  return [pypiSeed({ name, version, ...wheel })];
}
