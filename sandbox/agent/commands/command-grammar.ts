const prefix = "##vso[";

export interface LoggingCommand {
  /** As written; compare ignoring case. */
  readonly area: string;
  readonly event: string;
  /** Keys in lower case (they are case-insensitive), values unescaped. */
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

// AS/CommandStringConvertor.cs: pairs in the order in which they are unescaped; the percent sign last.
const escapes: readonly (readonly [string, string])[] = [
  [";", "%3B"],
  ["\r", "%0D"],
  ["\n", "%0A"],
  ["]", "%5D"],
];
const percent = "%AZP25";

/**
 * Unescapes a property value or data. AS/CommandStringConvertor.cs
 * @param decodePercents The knob DECODE_PERCENTS, which is on unless a variable says otherwise.
 */
export function unescapeData(text: string, decodePercents = true): string {
  const unescaped = escapes.reduce((value, [character, token]) => value.replaceAll(token, character), text);
  return decodePercents ? unescaped.replaceAll(percent, "%") : unescaped;
}

/** Escapes a value as a command would carry it: percent first. AS/CommandStringConvertor.cs */
export function escapeData(text: string): string {
  return escapes.reduce(
    (value, [character, token]) => value.replaceAll(character, token),
    text.replaceAll("%", percent),
  );
}

/** Whether a line that is no command still looks as if it meant to be one; in lower case only. AW/WorkerCommandManager.cs:79-84 */
export function mentionsCommand(line: string): boolean {
  return line.includes("##vso");
}

/** Parses one output line; undefined when it holds no well-formed command. VSA/Command.cs:32-103 */
export function parseCommand(line: string, decodePercents = true): LoggingCommand | undefined {
  const start = line.indexOf(prefix);
  const end = start < 0 ? -1 : line.indexOf("]", start);
  if (end < 0) {
    return undefined;
  }
  const header = line.slice(start + prefix.length, end);
  const space = header.indexOf(" ");
  const name = space < 0 ? header : header.slice(0, space);
  const [area, event, ...more] = name.split(".").filter((part) => part !== "");
  if (area === undefined || event === undefined || more.length > 0) {
    return undefined;
  }
  const unescape = (text: string): string => unescapeData(text, decodePercents);
  const properties =
    space < 0 ? new Map<string, string>() : parseProperties(header.slice(space + 1), unescape);
  return { area, event, properties, data: unescape(line.slice(end + 1)) };
}

function parseProperties(text: string, unescape: (text: string) => string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const pair of text.split(";")) {
    // VSA/Command.cs:77-90: split at the first `=`, empty parts dropped; a pair without value is no property.
    const [, key, value] = /^=*([^=]+)=+([^=].*)$/s.exec(pair) ?? [];
    if (key !== undefined && value !== undefined) {
      properties.set(key.toLowerCase(), unescape(value));
    }
  }
  return properties;
}
