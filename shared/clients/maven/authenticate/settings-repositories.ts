import type { Files } from "../../../core/files";
import { isOfEarlierStep, type Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { walkXml } from "../../../formats/xml/xml-file";
import { interpolator } from "../interpolation";
import type { Repository } from "../reactor";
import { globalSettings, userSettings } from "./installation";
import { namedSettings } from "./maven-options";
import { withoutComments } from "./settings-file";

/** A mirror, or a repository of a profile, with the line of its address; not interpolated. */
export interface SettingsRepository {
  readonly id: string;
  readonly address: string;
  readonly line: number;
  readonly isMirror: boolean;
}

interface SettingsRepositories {
  readonly repositories: readonly SettingsRepository[];
  /** Those of all profiles: nothing tells which are active. */
  readonly properties: ReadonlyMap<string, string>;
}

const item =
  /^settings\/(?:mirrors\/mirror|profiles\/profile\/(?:repositories\/repository|pluginRepositories\/pluginRepository))$/;
const property = /^settings\/profiles\/profile\/properties\/([^/]+)$/;

/** Without mirrors that only block, such as the installation's own of http. Throws a Problem when it is not well-formed. */
export function parseSettingsRepositories(path: string, text: string): SettingsRepositories {
  const repositories: SettingsRepository[] = [];
  const properties = new Map<string, string>();
  let parts = new Map<string, { readonly text: string; readonly line: number }>();
  walkXml(path, withoutComments(text), ({ path: names, text: value, line }) => {
    const end = names.lastIndexOf("/");
    const said = property.exec(names)?.[1];
    if (said !== undefined) properties.set(said, value);
    else if (item.test(names.slice(0, end))) parts.set(names.slice(end + 1), { text: value, line });
    else if (item.test(names)) {
      const url = parts.get("url");
      if (url !== undefined && parts.get("blocked")?.text !== "true")
        repositories.push({
          id: parts.get("id")?.text ?? "default",
          address: url.text,
          line: url.line,
          isMirror: names.endsWith("/mirror"),
        });
      parts = new Map();
    }
  });
  return { repositories, properties };
}

/** The user's settings.xml, those that options name in its place or beside it, and the installation's. */
export function settingsPaths(job: Job, read: Files): readonly string[] {
  const global = globalSettings(job);
  const named = namedSettings(job, read).map(({ path }) => path);
  const paths = [userSettings(job), ...named, ...(global === undefined ? [] : [global])];
  return [...new Set(paths)].filter((path) => !isOfEarlierStep(job, path));
}

/**
 * What they name, with the values of their own profiles and of the environment. Source: maven.apache.org/settings.html,
 * and tried with Maven 3.8 and 3.9.
 */
export function settingsRepositories(job: Job, read: Files): readonly Repository[] {
  return settingsPaths(job, read).flatMap((path) => {
    const said = read.parsed(path, parseSettingsRepositories);
    const valueOf = interpolator([said?.properties ?? new Map()], job.environment);
    return (said?.repositories ?? []).map(({ id, address, line, isMirror }) => ({
      id: valueOf(id),
      address: valueOf(address),
      where: `${logText(path)}:${line}`,
      forDeployment: false,
      isMirror,
    }));
  });
}
