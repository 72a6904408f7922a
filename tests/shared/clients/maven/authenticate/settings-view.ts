import { feedTitle, recognizeFeed } from "../../../../../shared/core/feed-address";
import type { Plan } from "../../../../../shared/core/plan";
import { services } from "../../../core/organizations";
import { filesOf, notesOf } from "../../planning";

/** What a test asks of a settings.xml that a plan writes. */
export interface SettingsView {
  readonly servers: readonly string[];
  /** `id -> mirrorOf -> address` in the order of the file. */
  readonly mirrors: readonly string[];
  readonly text: string;
}

export function settingsOf(plan: Plan): SettingsView {
  const text = fileOf(plan, "/conf/settings.xml") ?? "";
  const part = (name: string, xml: string): string =>
    new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(xml)?.[1] ?? "";
  const items = (name: string, xml: string): string[] =>
    [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map((match) => match[1] ?? "");
  return {
    servers: items("server", part("servers", text)).map((xml) => part("id", xml)),
    mirrors: items("mirror", part("mirrors", text)).map(
      (xml) => `${part("id", xml)} -> ${part("mirrorOf", xml)} -> ${part("url", xml)}`,
    ),
    text,
  };
}

/** The repositories that the log says are authenticated: `id -> project/feed`. */
export function bindingsOf(plan: Plan): readonly string[] {
  return notesOf(plan).flatMap((note) => {
    const [, id, feed] = /^info: Credentials set: (.+), feed (.+?) \(/.exec(note) ?? [];
    return id === undefined || feed === undefined ? [] : [`${id} -> ${feed}`];
  });
}

/** `id -> address` as `bindingsOf` gives it. */
export function binding(line: string): string {
  const [id = "", address = ""] = line.split(" -> ");
  const found = recognizeFeed(address, services());
  return `${id} -> ${found.kind === "own" ? feedTitle(found.feed) : found.reason}`;
}

/** The lines of the list that the extension reads, those that begin with a word. */
export function accessOf(plan: Plan, word: "organization" | "repository"): readonly string[] {
  return (fileOf(plan, "/access/feedpass-maven.txt") ?? "")
    .split("\n")
    .filter((line) => line.startsWith(`${word}\t`))
    .map((line) => line.slice(word.length + 1).replaceAll("\t", " "));
}

function fileOf(plan: Plan, end: string): string | undefined {
  return Object.entries(filesOf(plan)).find(([path]) => path.endsWith(end))?.[1];
}
