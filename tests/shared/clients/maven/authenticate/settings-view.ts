import type { Plan } from "../../../../../shared/core/plan";
import { filesOf } from "../../planning";

/** What a test asks of a settings.xml that a plan writes. */
export interface SettingsView {
  readonly servers: readonly string[];
  /** `id -> mirrorOf -> address` in the order of the file, without the guards. */
  readonly mirrors: readonly string[];
  readonly text: string;
}

export function settingsOf(plan: Plan): SettingsView {
  const text = Object.entries(filesOf(plan)).find(([path]) => path.endsWith("/conf/settings.xml"))?.[1] ?? "";
  const part = (name: string, xml: string): string =>
    new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(xml)?.[1] ?? "";
  const items = (name: string, xml: string): string[] =>
    [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map((match) => match[1] ?? "");
  return {
    servers: items("server", part("servers", text)).map((xml) => part("id", xml)),
    mirrors: items("mirror", part("mirrors", text))
      .map((xml) => `${part("id", xml)} -> ${part("mirrorOf", xml)} -> ${part("url", xml)}`)
      .filter((line) => !line.startsWith("feedpass-guard-")),
    text,
  };
}

/** The addresses to which the ids of repositories are bound: `id -> address`. */
export function bindingsOf(plan: Plan): readonly string[] {
  return settingsOf(plan)
    .mirrors.filter((line) => line.startsWith("feedpass-") && !line.startsWith("feedpass-public"))
    .map((line) => line.replace(/^\S+ -> /, ""));
}
