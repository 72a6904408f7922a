import { walkXml } from "../../../formats/xml/xml-file";

/** What a settings.xml says that matters for where credentials go. */
export interface SettingsFacts {
  readonly proxies: readonly { readonly host: string; readonly line: number }[];
  /** Those of all profiles. */
  readonly properties: readonly { readonly name: string; readonly value: string; readonly line: number }[];
}

const property = /^settings\/profiles\/profile\/properties\/([^/]+)$/;

/** Throws a Problem when the file is not well-formed. */
export function parseSettingsFacts(path: string, text: string): SettingsFacts {
  const proxies: { host: string; line: number }[] = [];
  const properties: { name: string; value: string; line: number }[] = [];
  let parts = new Map<string, string>();
  walkXml(path, text, ({ path: names, text: value, line }) => {
    const end = names.lastIndexOf("/");
    const [parent, name] = [names.slice(0, end), names.slice(end + 1)];
    const said = property.exec(names)?.[1];
    if (said !== undefined) properties.push({ name: said, value, line });
    else if (parent === "settings/proxies/proxy") parts.set(name, value);
    else if (names === "settings/proxies/proxy") {
      if (parts.get("active")?.toLowerCase() !== "false")
        proxies.push({ host: parts.get("host") ?? "", line });
      parts = new Map();
    }
  });
  return { proxies, properties };
}
