import { isAbsolute, join, resolve } from "node:path";
import { asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";

type Change = (value: unknown) => unknown;

/**
 * The configuration of Cargo's home for a file at another place: its relative paths made absolute. They count from the
 * folder above Cargo's home, programs only when they have a separator, and `include` from the file itself.
 * Source: Cargo's config reference, "Config-relative paths", "Executable paths with arguments", "Including".
 */
export function withAbsolutePaths(document: TomlTable, home: string): TomlTable {
  const file = absolute(join(home, ".."));
  const program: Change = (value) => (/[\\/]/.test(asText(value) ?? "") ? file(value) : value);
  const build = { rustc: program, "rustc-wrapper": program, "rustc-workspace-wrapper": program };
  return changed(document, {
    build: inTable({ ...build, rustdoc: program, "target-dir": file, "build-dir": file }),
    http: inTable({ cainfo: file, "proxy-cainfo": file }),
    install: inTable({ root: file }),
    paths: inList(file),
    source: inEach(inTable({ directory: file, "local-registry": file })),
    target: inEach(inTable({ linker: program, runner: program })),
    env: inEach((value) => (asTable(value)?.["relative"] === true ? inTable({ value: file })(value) : value)),
    include: inList((value) =>
      asTable(value) === undefined ? absolute(home)(value) : inTable({ path: absolute(home) })(value),
    ),
  });
}

function absolute(folder: string): Change {
  return (value) => {
    const path = asText(value);
    return path === undefined || isAbsolute(path) ? value : resolve(folder, path);
  };
}

function changed(table: TomlTable, changes: Readonly<Record<string, Change>>): TomlTable {
  const entries = Object.entries(changes).filter(([key]) => table[key] !== undefined);
  return { ...table, ...Object.fromEntries(entries.map(([key, change]) => [key, change(table[key])])) };
}

function inTable(changes: Readonly<Record<string, Change>>): Change {
  return (value) => {
    const table = asTable(value);
    return table === undefined ? value : changed(table, changes);
  };
}

function inEach(change: Change): Change {
  return (value) => {
    const table = asTable(value);
    if (table === undefined) return value;
    return Object.fromEntries(Object.entries(table).map(([key, entry]) => [key, change(entry)]));
  };
}

function inList(change: Change): Change {
  return (value) => (Array.isArray(value) ? value.map(change) : change(value));
}
