import { SaxesParser } from "saxes";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";

/** An element as it was met: names from the root down, the text directly in it, and where it stands in the file. */
export interface XmlElement {
  /** Names from the root down, joined by `/`: `project/build/plugins`. Prefixes of namespaces are left off. */
  readonly path: string;
  readonly text: string;
  /** The line of its start tag, from 1. */
  readonly line: number;
  /** Offsets in the file: behind its start tag, and behind its end tag. */
  readonly innerStart: number;
  readonly end: number;
}

/** No project's or settings' file is deeper; the paths of deeper elements would grow with the square of the depth. */
const deepest = 200;

interface OpenElement {
  readonly path: string;
  readonly line: number;
  readonly innerStart: number;
  text: string;
}

/**
 * Walks an XML 1.0 file and gives each element at its end tag, children before their parent.
 * Throws a Problem with file, line and column where the file is not well-formed or its elements are nested too deeply;
 * external entities are never read.
 */
export function walkXml(path: string, text: string, onElement: (element: XmlElement) => void): void {
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  parser.on("error", (error) => {
    throw malformed(path, parser.line, parser.column, error.message);
  });
  parser.on("opentag", (tag) => {
    const name = tag.name.replace(/^.*:/, "");
    const parent = open.at(-1);
    if (open.length === deepest) throw tooDeep(path, parser.line, parser.column);
    open.push({
      path: parent === undefined ? name : `${parent.path}/${name}`,
      line: parser.line,
      innerStart: parser.position,
      text: "",
    });
  });
  const addText = (chunk: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += chunk;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    if (element === undefined) return;
    const { path: names, line, innerStart } = element;
    onElement({ path: names, line, innerStart, text: element.text.trim(), end: parser.position });
  });
  parser.write(text).close();
}

function malformed(path: string, line: number, column: number, message: string): Problem {
  const reason = message.replace(/^(?:[^:]*:)?\d+:\d+:\s*/, "");
  return new Problem(
    "xml-malformed",
    `${logText(path)}:${line}:${column + 1}: not well-formed XML: ${logText(reason)}`,
    "Fix the file at that place; nothing was done.",
  );
}

function tooDeep(path: string, line: number, column: number): Problem {
  return new Problem(
    "xml-too-deep",
    `${logText(path)}:${line}:${column + 1}: elements are nested more than ${deepest} deep, and deeper ones are not read.`,
    "Take the file out of the build, or make it flatter; nothing was done.",
  );
}

/** Text as it may stand in an XML element. */
export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
