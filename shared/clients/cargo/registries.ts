import { dirname, resolve } from "node:path";
import { logText } from "../../core/log-text";
import {
  asList,
  asTable,
  asText,
  lineFinder,
  parseTomlFile,
  place,
  type TomlTable,
} from "../../formats/toml/toml-file";

/** A registry as the configuration or the environment names it. `where` is `file:line`, or the variable's name. */
export interface Registry {
  readonly name: string;
  readonly index: string;
  readonly where: string;
  /** Named only as `[source.<name>] registry`, where Cargo looks for no token until a registry has the same index. */
  readonly onlySource?: true;
}

/** A source that takes another's place and is no registry: a folder, a local registry, or a Git repository. */
export interface OtherSource {
  readonly name: string;
  readonly address: string;
  readonly isFolder: boolean;
  readonly where: string;
}

/** What takes the place of crates-io. */
export interface Replacement {
  readonly name: string;
  readonly where: string;
}

/** One configuration file, and what it says that matters here. */
export interface CargoFile {
  readonly document: TomlTable;
  readonly registries: readonly Registry[];
  readonly otherSources: readonly OtherSource[];
  readonly replacement?: Replacement;
  /** Absolute paths of the files that it includes, of which the last is the strongest. */
  readonly includes: readonly string[];
}

/**
 * The registries of one configuration file, in whichever form the tables are written; those without an `index`
 * (`[registries.crates-io] protocol = "sparse"`) are none that could be authenticated. Throws a Problem for bad TOML.
 * Source: doc.rust-lang.org/cargo/reference/config.html, `registries.<name>.index` and `source.<name>.replace-with`.
 */
export function parseCargoFile(path: string, text: string): CargoFile {
  const document = parseTomlFile(path, text);
  const findLine = lineFinder(text);
  const replacement = asText(sourceTable(document, "crates-io")?.["replace-with"]);
  const named = (section: string, key: string): Registry[] =>
    Object.entries(asTable(document[section]) ?? {}).flatMap(([name, entry]) => {
      const index = asText(asTable(entry)?.[key]);
      return index === undefined || isCratesIo(name)
        ? []
        : [{ name, index, where: place(path, findLine(index)) }];
    });
  const sources = named("source", "registry").map((source) => ({ ...source, onlySource: true as const }));
  const registries = [...named("registries", "index"), ...sources];
  const otherSources = otherSourcesOf(document, (value) => place(path, findLine(value)));
  const file = { document, registries, otherSources, includes: includesOf(path, document) };
  if (replacement === undefined) return file;
  return { ...file, replacement: { name: replacement, where: place(path, findLine(replacement)) } };
}

/** Cargo's config reference, "Including extra configuration files": a list of texts, or of tables with a `path`. */
function includesOf(path: string, document: TomlTable): readonly string[] {
  return asList(document["include"]).flatMap((entry) => {
    const included = asText(entry) ?? asText(asTable(entry)?.["path"]);
    return included === undefined ? [] : [resolve(dirname(path), included)];
  });
}

/** doc.rust-lang.org/cargo/reference/source-replacement.html. Only a source that takes another's place counts. */
function otherSourcesOf(document: TomlTable, placeOf: (value: string) => string): readonly OtherSource[] {
  const sources = Object.entries(asTable(document["source"]) ?? {});
  const used = new Set(sources.map(([, source]) => asText(asTable(source)?.["replace-with"])));
  return sources.flatMap(([name, entry]) => {
    const source = asTable(entry);
    const folder = asText(source?.["directory"]) ?? asText(source?.["local-registry"]);
    const address = folder ?? asText(source?.["git"]);
    if (address === undefined || !used.has(name)) return [];
    return [{ name, address, isFolder: folder !== undefined, where: placeOf(address) }];
  });
}

function sourceTable(document: TomlTable, name: string): TomlTable | undefined {
  return asTable(asTable(document["source"])?.[name]);
}

/** Those of the files that the environment leaves: it wins over every registry whose name gives the same variable. */
export function withoutOverridden(
  files: readonly Registry[],
  environment: readonly Registry[],
): readonly Registry[] {
  const taken = new Set(environment.map(({ name }) => registryVariables(name).index));
  return files.filter(
    ({ name, onlySource }) => onlySource === true || !taken.has(registryVariables(name).index),
  );
}

/** Registries that the environment names: `CARGO_REGISTRIES_<NAME>_INDEX`. They win over the files. */
export function registriesInEnvironment(environment: ReadonlyMap<string, string>): readonly Registry[] {
  return [...environment].flatMap(([variable, index]) => {
    const name = /^CARGO_REGISTRIES_(.+)_INDEX$/.exec(variable)?.[1];
    if (name === undefined || index === "" || isCratesIo(name)) return [];
    return [{ name: name.toLowerCase(), index, where: logText(variable) }];
  });
}

/** The strongest registry of each name, a registry before a source; given from the strongest to the weakest. */
export function strongest(registries: readonly Registry[]): readonly Registry[] {
  const byName = new Map<string, Registry>();
  for (const registry of registries) {
    const known = byName.get(registry.name);
    const isBetter = known?.onlySource === true && registry.onlySource === undefined;
    if (known === undefined || isBetter) byName.set(registry.name, registry);
  }
  return [...byName.values()];
}

/** The environment variables of a registry: upper case, `-` and `.` become `_` (Cargo's config reference, "Environment variables"). */
export function registryVariables(name: string): {
  readonly index: string;
  readonly token: string;
  readonly credentialProvider: string;
} {
  const label = `CARGO_REGISTRIES_${name.toUpperCase().replace(/[-.]/g, "_")}`;
  return {
    index: `${label}_INDEX`,
    token: `${label}_TOKEN`,
    credentialProvider: `${label}_CREDENTIAL_PROVIDER`,
  };
}

/** A name that Cargo accepts for a registry: letters, digits, `-` and `_` (Cargo, `restricted_names.rs`). */
export function validRegistryName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, "-");
}

/** Whether Cargo takes a name for that of its public registry, whose index no configuration moves. */
export function isCratesIo(name: string): boolean {
  return registryVariables(name).token === registryVariables("crates-io").token;
}
