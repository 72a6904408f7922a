import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import {
  asList,
  asTable,
  asText,
  lineFinder,
  parseTomlFile,
  place,
  type TomlTable,
} from "../../formats/toml/toml-file";
import { parseRequirement } from "../../protocols/pypi/locks/requirement";

/** A source of a project as its pyproject.toml names it. */
export interface Source {
  readonly name: string;
  readonly address: string;
  /** `file:line`. */
  readonly where: string;
  /** Whether packages that name no source come from it, before any that is asked only after others or by name. */
  readonly isPrimary: boolean;
}

/** A repository of Poetry's configuration: what `poetry publish -r <name>` goes to. */
export interface Repository {
  readonly name: string;
  readonly address: string;
  /** `file:line`, or the variable's name. */
  readonly where: string;
}

/** What a pyproject.toml says that matters here. */
export interface PoetryProject {
  /** Whether the file is that of a Poetry project, with or without sources. */
  readonly isPoetry: boolean;
  /** Those that have an address: all but the public index, which Poetry knows by its name. */
  readonly sources: readonly Source[];
  /** The files that dependencies name by their addresses. */
  readonly direct: readonly Pick<Source, "address" | "where">[];
}

/** A file of Poetry's configuration, parsed: poetry.toml, config.toml, auth.toml. */
export interface PoetrySettings {
  readonly path: string;
  readonly document: TomlTable;
  readonly repositories: readonly Repository[];
  /** `file:line` of a quoted value, as far as the line is known. */
  readonly place: (value: string) => string;
}

/**
 * Reads a pyproject.toml. Source: python-poetry.org/docs/repositories, "Package sources".
 * Throws a Problem for bad TOML, and for what ends every run of Poetry (tried with 1.8.5 and 2.5.1): a source without
 * name or address, two of one name, an address for the public index.
 */
export function parseProject(path: string, text: string): PoetryProject {
  const document = parseTomlFile(path, text);
  const settings = asTable(asTable(document["tool"])?.["poetry"]);
  const findLine = lineFinder(text);
  const first = new Map<string, string>();
  const sources = asList(settings?.["source"]).flatMap((entry) => {
    const table = asTable(entry) ?? {};
    const [name, address] = [asText(table["name"]), asText(table["url"])];
    const where = place(path, findLine(address ?? name ?? ""));
    if (name === undefined || name === "") throw unnamed(where);
    const known = first.get(name.toLowerCase());
    if (known !== undefined) throw namedTwice(name, known, where);
    first.set(name.toLowerCase(), where);
    if (name.toLowerCase() === "pypi") {
      if (address !== undefined) throw publicIndexElsewhere(name, where);
      return [];
    }
    if (address === undefined || address === "") throw withoutAddress(name, where);
    return [{ name, address, where, isPrimary: isPrimary(table) }];
  });
  const direct = directAddresses(document, settings).map(({ address, written }) => ({
    address,
    where: place(path, findLine(written)),
  }));
  return { isPoetry: settings !== undefined, sources, direct };
}

/** An address, and the text that it stands in. */
interface Written {
  readonly address: string;
  readonly written: string;
}

/** `url` of Poetry's own tables, and `name @ address` of the lists that all installers read. */
function directAddresses(document: TomlTable, settings: TomlTable | undefined): readonly Written[] {
  const project = asTable(document["project"]);
  const groups = Object.values(asTable(settings?.["group"]) ?? {}).map(
    (group) => asTable(group)?.["dependencies"],
  );
  const tables = [settings?.["dependencies"], settings?.["dev-dependencies"], ...groups];
  const lists = [
    project?.["dependencies"],
    ...Object.values(asTable(project?.["optional-dependencies"]) ?? {}),
    ...Object.values(asTable(document["dependency-groups"]) ?? {}),
  ];
  const named = tables
    .flatMap((table) => Object.values(asTable(table) ?? {}))
    .flatMap((entry) => [entry, ...asList(entry)])
    .flatMap((entry) => asText(asTable(entry)?.["url"]) ?? [])
    .map((address) => ({ address, written: address }));
  const listed = lists.flatMap(asList).flatMap((entry) => {
    const written = asText(entry) ?? "";
    const requirement = parseRequirement(written);
    return requirement?.kind === "direct" ? [{ address: requirement.address, written }] : [];
  });
  return [...named, ...listed];
}

/**
 * `primary` is what a source is that says nothing, and `default` was its other word until 1.8; `secondary`,
 * `supplemental` and `explicit` are asked after them or by name. Before 1.5 it was said by two booleans.
 */
function isPrimary(table: TomlTable): boolean {
  if (table["secondary"] === true) return false;
  return ["primary", "default"].includes((asText(table["priority"]) ?? "primary").toLowerCase());
}

function unnamed(where: string): Problem {
  return new Problem(
    "source-unnamed",
    `${where}: a [[tool.poetry.source]] has no name, and Poetry refuses such a project.`,
    "Give it a name; nothing was done.",
  );
}

function withoutAddress(name: string, where: string): Problem {
  return new Problem(
    "source-without-address",
    `${where}: the source ${logText(name)} has no url, and Poetry refuses such a project.`,
    "Add the url of the feed, which ends with /pypi/simple/; nothing was done.",
  );
}

function namedTwice(name: string, first: string, second: string): Problem {
  return new Problem(
    "source-name-twice",
    `Two sources have the name ${logText(name)} (${first} and ${second}), and Poetry refuses such a project; case does not count.`,
    "Rename one of the two; nothing was done.",
  );
}

function publicIndexElsewhere(name: string, where: string): Problem {
  return new Problem(
    "source-public-index",
    `${where}: the source ${logText(name)} has a url, and Poetry takes that name for the public index alone.`,
    "Rename the source; nothing was done.",
  );
}

/** Reads a poetry.toml, config.toml or auth.toml. Source: python-poetry.org/docs/configuration. Throws a Problem for bad TOML. */
export function parseSettings(path: string, text: string): PoetrySettings {
  const document = parseTomlFile(path, text);
  const findLine = lineFinder(text);
  const placeOf = (value: string): string => place(path, findLine(value));
  const repositories = Object.entries(asTable(document["repositories"]) ?? {}).flatMap(([name, entry]) => {
    const address = asText(asTable(entry)?.["url"]);
    return address === undefined ? [] : [{ name, address, where: placeOf(address) }];
  });
  return { path, document, repositories, place: placeOf };
}

/**
 * What Poetry finds of repositories among the variables; where there is one, it looks in no file for them. A name with a
 * digit or a dot is not found so (poetry, config/config.py, `_get_environment_repositories`; tried with 1.8.5 and 2.5.1).
 */
export function repositoriesInEnvironment(environment: ReadonlyMap<string, string>): readonly Repository[] {
  return [...environment].flatMap(([variable, address]) => {
    const name = /^POETRY_REPOSITORIES_([A-Z_]+)_URL/.exec(variable.toUpperCase())?.[1];
    return name === undefined
      ? []
      : [{ name: name.toLowerCase().replaceAll("_", "-"), address, where: variable }];
  });
}

/** How Poetry spells a name in a variable's: `my-feed` is `MY_FEED`. Until 1.8, `my.feed` was so too. */
export function variableLabel(name: string): string {
  return name.toUpperCase().replace(/[-.]/g, "_");
}
