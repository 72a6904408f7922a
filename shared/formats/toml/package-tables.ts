import { asList, asTable, parseTomlFile, parseTomlPart, type TomlTable } from "./toml-file";
import { packageHeaders, tableBlocks, type Block } from "./table-blocks";

/** A package's table in a lock file, and where it stands. */
export interface PackageTable {
  readonly table: TomlTable;
  readonly block: Block;
}

/** A lock file in TOML: what stands beside the packages, and these, which every turn through them may parse anew. */
export interface PackageTables extends Iterable<PackageTable> {
  readonly document: TomlTable;
  /** Whether the file has the packages' array at all. */
  readonly hasPackages: boolean;
}

/**
 * Gives `read` the tables `[[name]]` of a lock file. They are parsed one at a time, so that no more of a large file is
 * in memory than the package at hand; a file that cannot be cut into them is parsed whole, and `read` begins anew.
 * Throws the Problem of a file that is not TOML, and what `read` throws.
 */
export function readPackageTables<T>(
  path: string,
  text: string,
  name: string,
  read: (tables: PackageTables) => T,
): T {
  const cut = cutIntoPackages(text, name);
  if (cut === undefined) return read(parseWhole(path, text, name));
  try {
    return read(cut);
  } catch (error) {
    // What is wrong with the file, and where, is known only when all of it is parsed at once.
    if (error instanceof NotCuttable) return read(parseWhole(path, text, name));
    throw error;
  }
}

/** A part of the file is not a package's table and nothing else. */
class NotCuttable extends Error {
  override readonly name = "NotCuttable";
}

function parseWhole(path: string, text: string, name: string): PackageTables {
  const document = parseTomlFile(path, text);
  const tables = asList(document[name]).map((each) => asTable(each) ?? {});
  const blocks = tableBlocks(text, packageHeaders(text, name), tables.length);
  return {
    document,
    hasPackages: document[name] !== undefined,
    *[Symbol.iterator]() {
      for (const [index, table] of tables.entries()) yield { table, block: blocks(index) };
    },
  };
}

/**
 * The parts between the headers. A header's line that is none, within a string or an array, leaves the part before it
 * unfinished, and so not TOML. Beside packages, only the part before the first and that of the last have anything.
 */
function cutIntoPackages(text: string, name: string): PackageTables | undefined {
  const headers = packageHeaders(text, name);
  const count = headers.length;
  if (count === 0) return undefined;
  const blocks = tableBlocks(text, headers, count);
  const parse = (index: number): TomlTable | undefined =>
    parseTomlPart(text.slice(headers.offset(index), headers.offset(index + 1)));
  const [head, tail] = [parse(-1), parse(count - 1)];
  if (head === undefined || tail === undefined) return undefined;
  const behind = Object.fromEntries(Object.entries(tail).filter(([key]) => key !== name));
  if ([name, ...Object.keys(behind)].some((key) => Object.hasOwn(head, key))) return undefined;
  return {
    document: { ...head, ...behind },
    hasPackages: true,
    *[Symbol.iterator]() {
      for (let index = 0; index < count; index += 1) {
        const table = onlyPackage(parse(index), name, index === count - 1);
        if (table === undefined) throw new NotCuttable();
        yield { table, block: blocks(index) };
      }
    },
  };
}

function onlyPackage(part: TomlTable | undefined, name: string, isLast: boolean): TomlTable | undefined {
  if (part === undefined || (!isLast && Object.keys(part).length !== 1)) return undefined;
  const list = asList(part[name]);
  return list.length === 1 ? asTable(list[0]) : undefined;
}
