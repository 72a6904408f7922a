import { createHash } from "node:crypto";
import { writeZip, type ArchiveEntry } from "../../archives/zip-archive";

export interface PythonWheelOptions {
  readonly name: string;
  readonly version: string;
  /** Requirements as PEP 508 writes them: `greeting>=1.0`. */
  readonly requires?: readonly string[];
  /** A PEP 440 specifier: `>=3.8`. */
  readonly requiresPython?: string;
  /** Source by module name (`greeting.words`) or by path (`greeting/__init__.py`). */
  readonly modules: Readonly<Record<string, string>>;
}

/**
 * Makes a pure Python wheel (PEP 427, core metadata 2.1) and its file name.
 * The same options give the same bytes.
 */
export function pythonWheel(options: PythonWheelOptions): { file: string; content: Buffer } {
  const stem = `${options.name.replace(/[-_.]+/g, "_").toLowerCase()}-${options.version}`;
  const info = `${stem}.dist-info`;
  const entries: ArchiveEntry[] = [
    ...Object.entries(options.modules).map(([module, source]) => entry(modulePath(module), source)),
    entry(`${info}/METADATA`, metadata(options)),
    entry(
      `${info}/WHEEL`,
      "Wheel-Version: 1.0\nGenerator: feedpass\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    ),
  ];
  const record = entries.map((file) => `${file.path},${recordHash(file.content)},${file.content.length}\n`);
  entries.push(entry(`${info}/RECORD`, `${record.join("")}${info}/RECORD,,\n`));
  return { file: `${stem}-py3-none-any.whl`, content: writeZip(entries) };
}

function metadata(options: PythonWheelOptions): string {
  const lines = ["Metadata-Version: 2.1", `Name: ${options.name}`, `Version: ${options.version}`];
  if (options.requiresPython !== undefined) lines.push(`Requires-Python: ${options.requiresPython}`);
  lines.push(...(options.requires ?? []).map((requirement) => `Requires-Dist: ${requirement}`));
  return `${lines.join("\n")}\n`;
}

function modulePath(module: string): string {
  return module.endsWith(".py") ? module : `${module.replaceAll(".", "/")}.py`;
}

function entry(path: string, text: string): ArchiveEntry {
  return { path, content: Buffer.from(text, "utf8") };
}

function recordHash(content: Buffer): string {
  return `sha256=${createHash("sha256").update(content).digest("base64url")}`;
}
