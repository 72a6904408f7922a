import { asList, asTable, asText, type TomlTable } from "../toml/toml-file";
import { malformedLock } from "./lock-problem";
import type { Block } from "./table-blocks";

/**
 * Throws a Problem when a package or the workspace needs one that is not in the file, which is how a file looks that
 * was cut off between two packages. uv refuses such a file too (crates/uv-resolver/src/lock, `UnrecognizedDependency`).
 */
export function requirePackages(
  path: string,
  document: TomlTable,
  tables: readonly TomlTable[],
  blocks: (index: number) => Block,
): void {
  const names = new Set(tables.map((table) => asText(table["name"])));
  const missing = (name: string, line: number | undefined): never => {
    throw malformedLock(path, line, `a package \`${name}\` in the file, because it is depended on here`);
  };
  for (const member of asList(asTable(document["manifest"])?.["members"])) {
    const name = asText(member) ?? "";
    if (!names.has(name)) missing(name, undefined);
  }
  tables.forEach((table, index) => {
    for (const dependency of dependenciesOf(table)) {
      const name = asText(asTable(dependency)?.["name"]) ?? "";
      if (!names.has(name)) missing(name, blocks(index).find(name));
    }
  });
}

function dependenciesOf(table: TomlTable): readonly unknown[] {
  const groups = [asTable(table["optional-dependencies"]), asTable(table["dev-dependencies"])];
  return [
    ...asList(table["dependencies"]),
    ...groups.flatMap((group) => Object.values(group ?? {}).flatMap(asList)),
  ];
}
