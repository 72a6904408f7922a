import { walkXml, type XmlElement } from "../../../formats/xml/xml-file";

/** An entry of a list in settings.xml (`proxy`, `mirror`, `profile` …), with the text it has in the file. */
export interface SettingsEntry {
  readonly id: string;
  readonly line: number;
  readonly xml: string;
}

/** The lists of a settings.xml, and everything else in it as it stands. */
export interface SettingsFile {
  readonly lists: ReadonlyMap<string, readonly SettingsEntry[]>;
  readonly rest: readonly string[];
}

/** The lists of settings.xml that a job adds to, in the order of the schema. Source: maven.apache.org/settings.html. */
export const settingsLists = ["proxies", "mirrors", "profiles", "activeProfiles"] as const;

export type SettingsList = (typeof settingsLists)[number];

const entryPath = new RegExp(`^settings/(${settingsLists.join("|")})/[^/]+$`);
const idPath = new RegExp(`^settings/(?:${settingsLists.join("|")})/[^/]+/id$`);
const restPath = /^settings\/([^/]+)$/;

export const noSettings: SettingsFile = { lists: new Map(), rest: [] };

/**
 * A text with nothing but the line breaks of its comments: nearly all of the file that comes with Maven is comments, and
 * the parser would go through them one character at a time. Where there is CDATA, `<!--` may be none.
 */
export function withoutComments(text: string): string {
  return text.includes("<![CDATA[")
    ? text
    : text.replace(/<!--.*?-->/gs, (comment) => comment.replace(/[^\n]+/g, ""));
}

/** Reads a settings.xml in one pass. Throws a Problem when it is not well-formed. */
export function parseSettings(path: string, written: string): SettingsFile {
  const text = withoutComments(written);
  const lists = new Map<string, SettingsEntry[]>();
  const rest: string[] = [];
  let id: string | undefined;
  walkXml(path, text, (element) => {
    if (idPath.test(element.path)) {
      id = element.text;
      return;
    }
    const list = entryPath.exec(element.path)?.[1];
    if (list !== undefined) {
      const entries = lists.get(list) ?? [];
      entries.push({ id: id ?? element.text, line: element.line, xml: xmlOf(element, text) });
      lists.set(list, entries);
      id = undefined;
      return;
    }
    const name = restPath.exec(element.path)?.[1];
    if (name !== undefined && !settingsLists.some((known) => known === name)) rest.push(xmlOf(element, text));
  });
  return { lists, rest };
}

/** The element with its tags. No tag has a `<` inside it. */
function xmlOf({ innerStart, end }: XmlElement, text: string): string {
  return text.slice(text.lastIndexOf("<", innerStart - 1), end);
}
