import type { Plan } from "../../../../../shared/core/plan";
import { filesOf } from "../../planning";

/** What a test asks of a settings.xml that a plan writes. */
export interface SettingsView {
  readonly servers: readonly string[];
  /** `id -> mirrorOf -> address` in the order of the file. */
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
    mirrors: items("mirror", part("mirrors", text)).map(
      (xml) => `${part("id", xml)} -> ${part("mirrorOf", xml)} -> ${part("url", xml)}`,
    ),
    text,
  };
}

/** The addresses to which the ids of repositories are bound: `id -> address`. */
export function bindingsOf(plan: Plan): readonly string[] {
  return settingsOf(plan)
    .mirrors.filter((line) => /^feedpass-\w+-of-/.test(line))
    .map((line) => line.replace(/^\S+ -> /, ""));
}

/** What the job's own ids begin with in these tests. */
export const own = "feedpass-0123456789abcdef";

/** The folder of each module that is told where to deploy, and what it is told: `folder property=address`. */
export function deploymentsOf(plan: Plan): readonly string[] {
  const { text } = settingsOf(plan);
  return Object.keys(filesOf(plan)).flatMap((path) => {
    const [, number = "", folder = ""] = /\/deploy\/(\d+)(\/.*)\/here$/.exec(path) ?? [];
    const profile = new RegExp(`<profile><id>${own}-deploy-${number}</id>.*</profile>`).exec(text)?.[0] ?? "";
    return [
      ...profile.matchAll(/<(alt\w+)>feedpass-0123456789abcdef-deploy-\d::default::([^<]+)<\/\1>/g),
    ].map(([, name, address]) => `${folder} ${name ?? ""}=${address ?? ""}`);
  });
}
