import { SaxesParser } from "saxes";

export interface ServerCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Finds the user name and password of a server in the text of a settings.xml, with `${env.NAME}` filled in.
 * Undefined when there is none, when the XML cannot be read and when the password is encrypted (`{...}`).
 */
export function findServerCredentials(
  settings: string,
  id: string,
  environment: NodeJS.ProcessEnv,
): ServerCredentials | undefined {
  const server = readServers(settings).find((fields) => fields.get("id") === id);
  const username = server?.get("username");
  const password = server?.get("password");
  if (username === undefined || password === undefined || /^\{.*\}$/.test(password)) return undefined;
  const fill = (text: string): string =>
    text.replace(/\$\{env\.([^}]+)\}/g, (whole, name: string) => environment[name] ?? whole);
  return { username: fill(username), password: fill(password) };
}

function readServers(settings: string): readonly ReadonlyMap<string, string>[] {
  const servers: Map<string, string>[] = [];
  const path: string[] = [];
  const parser = new SaxesParser();
  let text = "";
  parser.on("opentag", (tag) => {
    path.push(tag.name);
    text = "";
    if (path.join("/") === "settings/servers/server") servers.push(new Map());
  });
  parser.on("text", (part) => (text += part));
  parser.on("cdata", (part) => (text += part));
  parser.on("closetag", (tag) => {
    if (path.length === 4 && path.slice(0, 3).join("/") === "settings/servers/server") {
      servers.at(-1)?.set(tag.name, text.trim());
    }
    path.pop();
  });
  try {
    parser.write(settings).close();
  } catch {
    return [];
  }
  return servers;
}
