import type { Job } from "../../../core/job";
import { parseUrl } from "../../../core/url";
import { escapeXml } from "../../../formats/xml/xml-file";
import { settingsLists, type SettingsEntry, type SettingsFile, type SettingsList } from "./settings-file";

/** A repository at a feed. */
export interface NamedRepository {
  readonly id: string;
  readonly address: string;
}

/** What the job's settings.xml says beyond the file that it takes the place of. */
export interface JobSettings {
  readonly profile: string;
  /** Repositories that the project does not name and the job adds. */
  readonly added: readonly NamedRepository[];
  /** Those that keep their address, whatever mirrors of patterns there are. */
  readonly kept: readonly NamedRepository[];
  /** Takes the place of every repository that is not on this machine, but for the ids of `unmirrored`. */
  readonly publicMirror?: NamedRepository;
  readonly unmirrored: readonly string[];
  readonly proxies: readonly SettingsEntry[];
}

/** The id of the mirror in place of every other repository; an earlier step's stays. */
export const publicMirrorId = "feedpass-public";

/**
 * Whether the job needs settings: for feeds of the input, for the agent's proxy, and where feeds are reached by http,
 * which Maven since 3.8.1 forbids by a mirror of a pattern.
 */
export function needsSettings({ inputs, proxy, organization }: Job): boolean {
  return (
    (inputs.feeds ?? "").trim() !== "" ||
    proxy !== undefined ||
    parseUrl(organization.feedRoot)?.protocol === "http:"
  );
}

/** The text of the job's settings.xml: what is added, before what the other file says. No credentials of feeds. */
export function renderSettings(settings: JobSettings, base: SettingsFile): string {
  const added: Readonly<Record<SettingsList, readonly SettingsEntry[]>> = {
    proxies: settings.proxies,
    mirrors: mirrorsOf(settings),
    profiles: [entry(settings.profile, profileXml(settings))],
    activeProfiles: [
      entry(settings.profile, `<activeProfile>${escapeXml(settings.profile)}</activeProfile>`),
    ],
  };
  const lists = settingsLists.map((name) => listXml(name, added[name], base.lists.get(name) ?? []));
  return `<settings>\n${[...base.rest, ...lists].filter((part) => part !== "").join("\n")}\n</settings>\n`;
}

/**
 * A mirror of exactly one id goes before one of a pattern (maven-resolver, DefaultMirrorSelector). Maven's own public
 * repository is named as well, so that a mirror of `*` in the user's settings does not get it.
 */
function mirrorsOf({ kept, publicMirror, unmirrored }: JobSettings): readonly SettingsEntry[] {
  const mirrors = kept.map(({ id, address }) => mirror(`feedpass-of-${id}`, address, id));
  if (publicMirror === undefined) return mirrors;
  const { address } = publicMirror;
  const others = ["external:*", ...unmirrored.map((id) => `!${id}`)].join(",");
  return [
    ...mirrors,
    mirror("feedpass-central", address, "central"),
    mirror(publicMirrorId, address, others),
  ];
}

function mirror(id: string, address: string, mirrorOf: string): SettingsEntry {
  return entry(
    id,
    `<mirror><id>${escapeXml(id)}</id><url>${escapeXml(address)}</url><mirrorOf>${escapeXml(mirrorOf)}</mirrorOf></mirror>`,
  );
}

function entry(id: string, xml: string): SettingsEntry {
  return { id, line: 0, xml };
}

function listXml(name: string, added: readonly SettingsEntry[], base: readonly SettingsEntry[]): string {
  const ids = new Set(added.map(({ id }) => id));
  const all = [...added, ...base.filter(({ id }) => !ids.has(id))];
  return all.length === 0 ? "" : `<${name}>\n${all.map(({ xml }) => xml).join("\n")}\n</${name}>`;
}

function profileXml({ profile, added }: JobSettings): string {
  return [
    `<profile><id>${escapeXml(profile)}</id>`,
    repositoriesXml("repositories", "repository", added),
    repositoriesXml("pluginRepositories", "pluginRepository", added),
    "</profile>",
  ].join("");
}

function repositoriesXml(list: string, item: string, repositories: readonly NamedRepository[]): string {
  if (repositories.length === 0) return "";
  const items = repositories.map(
    ({ id, address }) => `<${item}><id>${escapeXml(id)}</id><url>${escapeXml(address)}</url></${item}>`,
  );
  return `<${list}>${items.join("")}</${list}>`;
}
