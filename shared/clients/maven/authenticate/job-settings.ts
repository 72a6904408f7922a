import { escapeXml } from "../../../formats/xml/xml-file";
import type { DeploymentSettings } from "./deployment-settings";
import type { Login } from "./login";
import { settingsLists, type SettingsEntry, type SettingsFile, type SettingsList } from "./settings-file";

/** A repository at a feed. Maven gives credentials by id, so the id is bound to the address: see `mirrorsOf`. */
export interface BoundRepository {
  readonly id: string;
  readonly address: string;
  readonly login: Login;
}

/** What the job's settings.xml says beyond the file that it takes the place of. */
export interface JobSettings {
  readonly profile: string;
  readonly nonce: string;
  readonly repositories: readonly BoundRepository[];
  /** Repositories that the project does not name and the job adds; they are in `repositories` too. */
  readonly added: readonly BoundRepository[];
  /** What takes the place of every repository that is not on this machine. */
  readonly publicMirror?: Pick<BoundRepository, "address" | "login">;
  readonly deployment: Pick<DeploymentSettings, "targets" | "profiles">;
  readonly proxies: readonly SettingsEntry[];
}

interface Mirror {
  readonly id: string;
  readonly address: string;
  readonly mirrorOf: string;
  readonly login: Login;
}

/** What ids of ours begin with; what follows nobody can guess. */
export const ownPrefix = "feedpass-";

/** The id of the mirror in place of every other repository; an earlier step's stays. */
export const publicMirrorId = /^feedpass-[0-9A-Za-z]+-public$/;

/** The text of the job's settings.xml: what is added, before what the other file says. */
export function renderSettings(settings: JobSettings, base: SettingsFile): string {
  const mirrors = mirrorsOf(settings);
  const servers = [...mirrors, ...settings.deployment.targets];
  const added: Readonly<Record<SettingsList, readonly SettingsEntry[]>> = {
    proxies: settings.proxies,
    servers: servers.map(({ id, login }) => entry(id, serverXml(id, login))),
    mirrors: mirrors.map((mirror) => entry(mirror.id, mirrorXml(mirror))),
    profiles: [
      entry(
        settings.profile,
        profileXml(
          settings,
          servers.map(({ id }) => id),
        ),
      ),
      ...settings.deployment.profiles,
    ],
    activeProfiles: [
      entry(settings.profile, `<activeProfile>${escapeXml(settings.profile)}</activeProfile>`),
    ],
  };
  const lists = settingsLists.map((name) => listXml(name, added[name], base.lists.get(name) ?? []));
  return `<settings>\n${[...base.rest, ...lists].filter((part) => part !== "").join("\n")}\n</settings>\n`;
}

/**
 * The id of a repository is known to whoever writes a pom.xml, and Maven also takes repositories from the pom.xml of a
 * dependency, with any address. So the credentials are those of a mirror, whose address is the feed's: whatever is
 * called by the repository's id is fetched from the feed. The mirror's own id is new for each step, so that nobody else
 * can take it. A mirror of exactly one id goes before one of a pattern (maven-resolver, DefaultMirrorSelector).
 */
function mirrorsOf(settings: JobSettings): readonly Mirror[] {
  const bound = settings.repositories.map(({ id, address, login }) => ({
    id: `${ownPrefix}${settings.nonce}-of-${id}`,
    address,
    mirrorOf: id,
    login,
  }));
  return [...bound, ...publicMirrors(settings)];
}

function entry(id: string, xml: string): SettingsEntry {
  return { id, line: 0, xml };
}

function listXml(name: string, added: readonly SettingsEntry[], base: readonly SettingsEntry[]): string {
  const ids = new Set(added.map(({ id }) => id));
  const all = [...added, ...base.filter(({ id }) => !ids.has(id))];
  return all.length === 0 ? "" : `<${name}>\n${all.map(({ xml }) => xml).join("\n")}\n</${name}>`;
}

/** `usePreemptive` is how the wagon transport is told to send credentials at once; the native one has properties. */
function serverXml(id: string, { username, variable }: Login): string {
  return [
    `<server><id>${escapeXml(id)}</id><username>${escapeXml(username)}</username>`,
    `<password>\${env.${variable}}</password>`,
    "<configuration><httpConfiguration><all><usePreemptive>true</usePreemptive></all></httpConfiguration></configuration>",
    "</server>",
  ].join("");
}

/** Maven's own public repository is named as well, so that a mirror of `*` in the user's settings does not get it. */
function publicMirrors({ publicMirror, nonce }: JobSettings): readonly Mirror[] {
  if (publicMirror === undefined) return [];
  const { address, login } = publicMirror;
  return [
    { id: `${ownPrefix}${nonce}-central`, address, mirrorOf: "central", login },
    { id: `${ownPrefix}${nonce}-public`, address, mirrorOf: "external:*", login },
  ];
}

function mirrorXml({ id, address, mirrorOf }: Mirror): string {
  return `<mirror><id>${escapeXml(id)}</id><url>${escapeXml(address)}</url><mirrorOf>${escapeXml(mirrorOf)}</mirrorOf></mirror>`;
}

/** Properties of an active profile reach the native transport of 3.9; those of a profile activated otherwise do not. */
function profileXml(settings: JobSettings, servers: readonly string[]): string {
  const properties = servers
    .filter((id) => /^[A-Za-z0-9_.-]+$/.test(id))
    .map((id) => `aether.connector.http.preemptiveAuth.${id}`)
    .map((name) => `<${name}>true</${name}>`);
  return [
    `<profile><id>${escapeXml(settings.profile)}</id><properties>${properties.join("")}</properties>`,
    repositoriesXml("repositories", "repository", settings.added),
    repositoriesXml("pluginRepositories", "pluginRepository", settings.added),
    "</profile>",
  ].join("");
}

function repositoriesXml(list: string, item: string, repositories: readonly BoundRepository[]): string {
  if (repositories.length === 0) return "";
  const items = repositories.map(
    ({ id, address }) => `<${item}><id>${escapeXml(id)}</id><url>${escapeXml(address)}</url></${item}>`,
  );
  return `<${list}>${items.join("")}</${list}>`;
}
