import { join, posix } from "node:path";
import type { RestoreFacts } from "../../../core/client";
import { asList, asTable, asText, parseTomlPart, type TomlTable } from "../../../formats/toml/toml-file";
import { projectKey } from "../../../protocols/pypi/names";
import { parseRequirement } from "../../../protocols/pypi/locks/requirement";

/** What the builds of some folders need of a feed. */
export interface BuildRequirements {
  /** The requirements of each build environment, each once: uv resolves every one by itself. */
  readonly environments: readonly (readonly string[])[];
  /** What is not known, or comes from elsewhere than a feed: folders, and requirements as written. */
  readonly open: readonly string[];
}

/** Of a project that does not say it: PEP 517, and the version that uv asks for (crates/uv-build-frontend). */
const unsaid = ["setuptools>=40.8.0"];

/**
 * What `[build-system] requires` says in the pyproject.toml of each folder (PEP 518); folders are relative to the
 * project's, and those outside of it are not read. What a backend asks for while it builds, only a build tells.
 */
export function buildRequirements(facts: RestoreFacts, folders: readonly string[]): BuildRequirements {
  const environments = new Map<string, readonly string[]>();
  const open: string[] = [];
  const ofRoot = fromElsewhere(documentIn(facts, "."));
  for (const folder of folders) {
    const document = documentIn(facts, folder);
    if (document === undefined) {
      open.push(folder);
      continue;
    }
    const elsewhere = new Set([...ofRoot, ...fromElsewhere(document)]);
    const { plain, others } = divided(asTable(document["build-system"])?.["requires"] ?? unsaid, elsewhere);
    open.push(...others);
    if (plain.length > 0) environments.set([...plain].sort().join("\n"), plain);
  }
  return { environments: [...environments.values()], open };
}

/** What the project says of the versions that builds take: docs.astral.sh/uv/reference/settings. */
export function buildConstraints(facts: RestoreFacts): readonly string[] {
  const settings = settingsOf(documentIn(facts, "."));
  return divided(settings?.["build-constraint-dependencies"], new Set()).plain;
}

/** The pyproject.toml of a folder; an empty one where there is none, undefined where it cannot be read as one. */
function documentIn(facts: RestoreFacts, folder: string): TomlTable | undefined {
  const path = posix.join(folder, "pyproject.toml");
  if (path.startsWith("../") || posix.isAbsolute(path)) return undefined;
  return parseTomlPart(facts.read(join(facts.job.workingDirectory, path)) ?? "");
}

function settingsOf(document: TomlTable | undefined): TomlTable | undefined {
  return asTable(asTable(document?.["tool"])?.["uv"]);
}

/** What `[tool.uv.sources]` says where to take from: builds go by it, too, and a requirements file does not. */
function fromElsewhere(document: TomlTable | undefined): readonly string[] {
  return Object.keys(asTable(settingsOf(document)?.["sources"]) ?? {}).map(projectKey);
}

/** Requirements that can be a line of a requirements file and mean there what they mean here, and the others. */
function divided(
  list: unknown,
  elsewhere: ReadonlySet<string>,
): { readonly plain: readonly string[]; readonly others: readonly string[] } {
  const plain: string[] = [];
  const others: string[] = [];
  for (const text of asList(list).map((each) => asText(each)?.trim() ?? "")) {
    const requirement = isOneLine.test(text) ? parseRequirement(text) : undefined;
    const isPlain = requirement?.kind === "pinned" || requirement?.kind === "unpinned";
    if (isPlain && !elsewhere.has(projectKey(requirement.name))) plain.push(text);
    else if (text !== "") others.push(text);
  }
  return { plain, others };
}

/** No end of a line, no comment, and nothing that uv continues on the next line or fills in from the environment. */
const isOneLine = /^[^\\$#\p{Cc}]+$/u;
