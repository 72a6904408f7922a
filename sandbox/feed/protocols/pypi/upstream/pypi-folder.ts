import { createHash } from "node:crypto";
import { FolderFiles } from "../../../upstream/folder-files";
import { versionOfFile } from "./file-names";
import type { PypiFile, PypiUpstream } from "./pypi-upstream";

/** A folder as index: `<normalized name>/<wheel or source distribution>`. */
export function pypiFolder(folder: string): PypiUpstream {
  const files = new FolderFiles(folder);
  return {
    kind: "pypi",
    location: folder,
    async files(name) {
      const names = await files.names(name);
      const found = names?.map(async (filename): Promise<PypiFile[]> => {
        const version = versionOfFile(name, filename);
        const content = version === undefined ? undefined : await files.read(`${name}/${filename}`);
        if (version === undefined || content === undefined) return [];
        return [{ filename, version, sha256: createHash("sha256").update(content).digest("hex") }];
      });
      return found && (await Promise.all(found)).flat();
    },
    open: (name, filename) => files.openPresent(`${name}/${filename}`),
  };
}
