import {
  asList,
  asTable,
  asText,
  lineFinder,
  parseTomlFile,
  place,
  type TomlTable,
} from "../../formats/toml/toml-file";

/** An index as the project or the environment names it. `where` is `file:line`, or the variable's name. */
export interface Index {
  readonly name?: string;
  readonly address: string;
  readonly publishAddress?: string;
  /** The file itself tells uv to send it no credentials (`authenticate = "never"`). */
  readonly never?: boolean;
  /** It stands in the place of the public index, which `UV_DEFAULT_INDEX` takes (tried: uv 0.13). */
  readonly isDefault?: boolean;
  /** Of a workspace member or a path dependency: `uv publish` in the project does not mean it. */
  readonly beside?: boolean;
  readonly where: string;
}

/** What a pyproject.toml or uv.toml says that matters here. */
export interface UvFile {
  readonly document: TomlTable;
  /** The table that uv reads: `tool.uv` of a pyproject.toml, the whole of any other file. */
  readonly settings: TomlTable | undefined;
  /** Every index: `[[index]]` with and without a name, `index-url` and `extra-index-url`, also below `[pip]`. */
  readonly indexes: readonly Index[];
  /** `file:line` of a quoted value, as far as the line is known. */
  readonly place: (value: string) => string;
}

/**
 * Reads a pyproject.toml or uv.toml. Source: docs.astral.sh/uv/reference/settings. Throws a Problem for bad TOML.
 */
export function parseUvFile(path: string, text: string): UvFile {
  const document = parseTomlFile(path, text);
  const settings = path.endsWith("pyproject.toml") ? asTable(asTable(document["tool"])?.["uv"]) : document;
  const findLine = lineFinder(text);
  const placeOf = (value: string): string => place(path, findLine(value));
  return { document, settings, indexes: indexesIn(settings, placeOf), place: placeOf };
}

function indexesIn(settings: TomlTable | undefined, where: (address: string) => string): readonly Index[] {
  return [settings, asTable(settings?.["pip"])]
    .filter((table) => table !== undefined)
    .flatMap((table) => [
      ...asList(table["index"]).flatMap((entry) => indexOfTable(asTable(entry), where)),
      ...addressesOf(table["index-url"], where).map((index) => ({ ...index, isDefault: true })),
      ...addressesOf(table["extra-index-url"], where),
    ]);
}

function addressesOf(value: unknown, where: (address: string) => string): readonly Index[] {
  return asList(value).flatMap((entry) => {
    const address = asText(entry);
    return address === undefined ? [] : [{ address, where: where(address) }];
  });
}

function indexOfTable(table: TomlTable | undefined, where: (address: string) => string): readonly Index[] {
  const address = asText(table?.["url"]);
  if (table === undefined || address === undefined) return [];
  const name = asText(table["name"]);
  const publishAddress = asText(table["publish-url"]);
  return [
    {
      ...(name === undefined ? {} : { name }),
      ...(publishAddress === undefined ? {} : { publishAddress }),
      ...(table["authenticate"] === "never" ? { never: true } : {}),
      ...(table["default"] === true ? { isDefault: true } : {}),
      address,
      where: where(address),
    },
  ];
}

/** The variables of uv that hold indexes, each a list of `url` or `name=url` (docs.astral.sh/uv/reference/environment). */
const indexVariableNames = ["UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL"];

/** The indexes that the job's environment already names. */
export function indexesInEnvironment(environment: ReadonlyMap<string, string>): readonly Index[] {
  return indexVariableNames.flatMap((variable) => parseIndexList(environment.get(variable) ?? "", variable));
}

function parseIndexList(text: string, variable: string): readonly Index[] {
  return text
    .split(/\s+/)
    .filter((entry) => entry !== "")
    .map((entry) => {
      const match = /^([A-Za-z0-9._-]+)=(.*)$/s.exec(entry);
      return match?.[1] === undefined
        ? { address: entry, where: variable }
        : { name: match[1], address: match[2] ?? "", where: variable };
    });
}
