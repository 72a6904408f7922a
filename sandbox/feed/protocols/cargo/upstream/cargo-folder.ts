import { FolderFiles } from "../../../upstream/folder-files";
import { crateIndexPath } from "../crate-paths";
import type { CargoUpstream } from "./cargo-upstream";

/** A folder as registry: `index/<se/rd/serde>` and `<crate>-<version>.crate`, which is Cargo's local registry. */
export function cargoFolder(folder: string): CargoUpstream {
  const files = new FolderFiles(folder);
  return {
    kind: "cargo",
    location: folder,
    async index(crate) {
      const text = (await files.read(`index/${crateIndexPath(crate)}`))?.toString("utf8");
      return text?.split("\n").filter((line) => line.trim() !== "");
    },
    open: (crate, version) => files.openPresent(`${crate}-${version}.crate`),
  };
}
