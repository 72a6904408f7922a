import { walkXml } from "../../../formats/xml/xml-file";

/** What a settings.xml says that matters for where credentials go. */
export interface SettingsFacts {
  /** Of mirrors, servers and repositories. */
  readonly ids: readonly { readonly id: string; readonly address: string; readonly line: number }[];
  readonly proxies: readonly { readonly host: string; readonly line: number }[];
  /** Those of all profiles. */
  readonly properties: readonly { readonly name: string; readonly value: string; readonly line: number }[];
}

const entry =
  /^settings\/(?:mirrors\/mirror|servers\/server|profiles\/profile\/(?:repositories\/repository|pluginRepositories\/pluginRepository))$/;
const property = /^settings\/profiles\/profile\/properties\/([^/]+)$/;

/** Throws a Problem when the file is not well-formed. */
export function parseSettingsFacts(path: string, text: string): SettingsFacts {
  const ids: { id: string; address: string; line: number }[] = [];
  const proxies: { host: string; line: number }[] = [];
  const properties: { name: string; value: string; line: number }[] = [];
  let parts = new Map<string, string>();
  walkXml(path, text, ({ path: names, text: value, line }) => {
    const end = names.lastIndexOf("/");
    const [parent, name] = [names.slice(0, end), names.slice(end + 1)];
    const said = property.exec(names)?.[1];
    if (said !== undefined) properties.push({ name: said, value, line });
    else if (entry.test(parent) || parent === "settings/proxies/proxy") parts.set(name, value);
    else if (entry.test(names)) {
      ids.push({ id: parts.get("id") ?? "", address: parts.get("url") ?? "", line });
      parts = new Map();
    } else if (names === "settings/proxies/proxy") {
      if (parts.get("active")?.toLowerCase() !== "false")
        proxies.push({ host: parts.get("host") ?? "", line });
      parts = new Map();
    }
  });
  return { ids, proxies, properties };
}
