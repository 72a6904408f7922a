import { posix, join } from "node:path";
import type { RestoreFacts } from "../../../core/client";
import type { LockedProject } from "../../../core/lock-entry";
import { logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import {
  asList,
  asTable,
  asText,
  lineFinder,
  parseTomlPart,
  place,
  type TomlTable,
} from "../../../formats/toml/toml-file";
import { projectKey, pythonName } from "../../../protocols/pypi/names";

/**
 * Throws a Problem where a pyproject.toml needs what uv.lock does not have for it: `uv sync --frozen` would leave that
 * out, and end well. uv repeats in uv.lock what each project of it requires, so no resolution is needed to see it. Of
 * what uv writes in another way than people (markers, versions with letters) only the name is compared.
 */
export function refuseStaleLock(facts: RestoreFacts): void {
  const { job, project, locked } = facts;
  for (const own of locked?.file.projects ?? []) {
    const manifest = posix.join(own.folder, "pyproject.toml");
    if (manifest.startsWith("../") || posix.isAbsolute(manifest)) continue;
    const text = facts.read(join(job.workingDirectory, manifest));
    const document = text === undefined ? undefined : parseTomlPart(text);
    if (text === undefined || document === undefined) continue;
    const gained = needsOf(document).find((need) => !isLocked(need, own));
    if (gained === undefined) continue;
    const shown = posix.join(project.folder, manifest);
    throw new Problem(
      "lock-stale",
      `${place(shown, lineFinder(text)(gained.written))} needs ${logText(gained.written)}${gained.group === undefined ? "" : ` in group ${logText(gained.group)}`}, which ${logText(project.lock ?? "uv.lock")} does not have: the lock file is out of date.`,
      "Run uv lock and commit uv.lock.",
    );
  }
}

/** Something that a pyproject.toml needs, as written there. */
interface Need {
  readonly name: string;
  readonly written: string;
  readonly specifier: string;
  readonly group?: string;
}

/** PEP 621 and PEP 735; what a build decides (`dynamic`) is not in the file. */
function needsOf(document: TomlTable): readonly Need[] {
  const project = asTable(document["project"]);
  const dynamic = asList(project?.["dynamic"]);
  const lists = [
    ...(dynamic.includes("dependencies") ? [] : [project?.["dependencies"]]),
    ...(dynamic.includes("optional-dependencies")
      ? []
      : Object.values(asTable(project?.["optional-dependencies"]) ?? {})),
  ];
  const own = pythonName(asText(project?.["name"]) ?? "");
  const groups = Object.entries(asTable(document["dependency-groups"]) ?? {});
  const all = [
    ...lists.flatMap(asList).map((written) => needOf(written)),
    ...groups.flatMap(([group, list]) => asList(list).map((written) => needOf(written, group))),
  ];
  return all.filter((need) => need !== undefined).filter(({ name }) => name !== own);
}

function needOf(requirement: unknown, group?: string): Need | undefined {
  const written = asText(requirement) ?? "";
  const [, title = "", rest = ""] =
    /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*([^;]*)/.exec(written) ?? [];
  const name = pythonName(title);
  if (name === undefined) return undefined;
  const specifier = rest.trim().replace(/^\((.*)\)$/, "$1");
  return { name, written, specifier, ...(group === undefined ? {} : { group }) };
}

function isLocked({ name, specifier, group }: Need, { requirements, dependencies }: LockedProject): boolean {
  if (requirements === undefined) return dependencies.includes(name);
  const key = group === undefined ? undefined : projectKey(group);
  const same = requirements.filter((each) => each.name === name && each.group === key);
  return same.some((each) => isSameSpecifier(specifier, each.specifier));
}

function isSameSpecifier(written: string, locked: string | undefined): boolean {
  if (locked === undefined) return true;
  const one = clausesOf(written);
  const other = clausesOf(locked);
  return one === undefined || other === undefined || one === other;
}

/** `>=1.0, <2` as uv and people may order and space it; undefined for what may be spelt in several ways. */
function clausesOf(specifier: string): string | undefined {
  const clauses = specifier
    .split(",")
    .map((clause) => clause.replace(/\s+/g, ""))
    .filter((clause) => clause !== "");
  const isPlain = clauses.every((clause) =>
    /^(?:[<>=!~]=|[<>])(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*(?:\.\*)?$/.test(clause),
  );
  return isPlain ? [...new Set(clauses)].sort().join(",") : undefined;
}
