import { crateFile } from "./protocols/cargo/crate-versions";
import { crateVersionKey } from "./protocols/cargo/index-entry";
import { readRepositoryPath } from "./protocols/maven/repository-path";
import { normalizeName, trimVersion } from "./protocols/pypi/names";
import type { FileStore } from "./store/file-store";
import type { SeedPackage } from "./world/definition";
import type { Feed } from "./world/model";
import type { StoredFile } from "./contents/stored-version";

/**
 * Puts a package into a feed as if somebody had pushed it.
 * @throws Error when a Maven path has no coordinates.
 */
export async function seedFeed(feed: Feed, store: FileStore, seed: SeedPackage): Promise<void> {
  const written = await store.writeBuffer(seed.content);
  feed.contents.add({ ...describe(seed, written.digests.sha256), ...written, storedAt: new Date() });
}

function describe(seed: SeedPackage, sha256: string): Omit<StoredFile, "size" | "digests" | "storedAt"> {
  switch (seed.protocol) {
    case "pypi": {
      const { protocol, version, file, requiresPython } = seed;
      const name = normalizeName(seed.name);
      const normalizedVersion = trimVersion(version);
      return {
        protocol,
        name,
        version,
        normalizedVersion,
        file,
        ...(requiresPython !== undefined && { requiresPython }),
      };
    }
    case "cargo": {
      const { protocol, version } = seed;
      const name = seed.name.toLowerCase();
      const normalizedVersion = crateVersionKey(version);
      const indexEntry = {
        name: seed.name,
        vers: version,
        deps: [],
        features: {},
        yanked: false,
        cksum: sha256,
        ...seed.indexEntry,
      };
      return { protocol, name, version, normalizedVersion, file: crateFile(name, version), indexEntry };
    }
    case "maven": {
      const path = readRepositoryPath(seed.path.split("/"));
      if (path?.kind !== "file") throw new Error(`'${seed.path}' is no path of an artifact's file.`);
      const { name, version, file } = path;
      return { protocol: "maven", name, version, normalizedVersion: version, file };
    }
  }
}
