import { stringify } from "smol-toml";
import { asList, asTable, type TomlTable } from "../../../formats/toml/toml-file";
import type { Realm } from "./realms";

/**
 * The text of the job's own uv.toml, found through XDG_CONFIG_DIRS as the machine's configuration, which is merged
 * below the user's and the project's. uv reads only the first such file, so what the machine's own says is kept in it.
 */
export function machineConfiguration(realms: readonly Realm[], machine: TomlTable): string {
  const names = new Set(realms.map((realm) => realm.name));
  const kept = asList(machine["index"]).filter((entry) => !names.has(String(asTable(entry)?.["name"])));
  const added = realms.map((realm) => ({
    name: realm.name,
    url: realm.address,
    explicit: true,
    authenticate: realm.credentials === undefined ? "never" : "always",
  }));
  return stringify({ ...machine, index: [...kept, ...added] });
}
