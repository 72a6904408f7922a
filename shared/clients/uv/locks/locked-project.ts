import type { LockedProject, LockedRequirement } from "../../../core/lock-entry";
import { asList, asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import { projectKey } from "../../../protocols/pypi/names";

/** How uv.lock says that a package is a folder of the project itself. */
export const localSources = ["editable", "virtual", "directory"];

/** What else than an index may be given for a requirement (uv, crates/uv-resolver/src/lock). */
const elsewhere = ["git", "url", "path", ...localSources];

/** A project that uv.lock was written for; undefined for a package that is none. */
export function lockedProject(table: TomlTable, dependencies: readonly string[]): LockedProject | undefined {
  const source = asTable(table["source"]);
  const folder = localSources.map((kind) => asText(source?.[kind])).find((text) => text !== undefined);
  if (folder === undefined) return undefined;
  const own = {
    folder,
    dependencies,
    ...(source?.["virtual"] === undefined ? { isBuilt: true as const } : {}),
  };
  const metadata = asTable(table["metadata"]);
  if (metadata === undefined) return own;
  const groups = Object.entries(asTable(metadata["requires-dev"]) ?? {});
  const requirements = [
    ...asList(metadata["requires-dist"]).map((each) => requirementOf(each)),
    ...groups.flatMap(([group, list]) => asList(list).map((each) => requirementOf(each, group))),
  ];
  return { ...own, requirements };
}

function requirementOf(entry: unknown, group?: string): LockedRequirement {
  const table = asTable(entry) ?? {};
  const isElsewhere = elsewhere.some((kind) => table[kind] !== undefined);
  return {
    name: projectKey(asText(table["name"]) ?? ""),
    ...(group === undefined ? {} : { group: projectKey(group) }),
    ...(isElsewhere ? {} : { specifier: asText(table["specifier"]) ?? "" }),
  };
}
