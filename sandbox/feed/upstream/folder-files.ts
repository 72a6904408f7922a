import { createHash } from "node:crypto";
import { createReadStream, type ReadStream } from "node:fs";
import { open, readFile, readdir } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { crateIndexPath } from "../protocols/cargo/crate-paths";
import { versionOfFile } from "../protocols/pypi/upstream/file-names";
import {
  UpstreamFileMissing,
  type CargoUpstream,
  type MavenUpstream,
  type PypiFile,
  type PypiUpstream,
  type UpstreamRegistry,
} from "./upstream-registry";

/**
 * An upstream whose packages are files of a folder, read at each request:
 * - pypi: `<normalized name>/<wheel or source distribution>`;
 * - cargo: `index/<se/rd/serde>` and `<crate>-<version>.crate`, which is Cargo's local registry;
 * - maven: the Maven 2 layout, `org/group/artifact/1.0/artifact-1.0.pom`.
 * A path that would leave the folder is not there.
 */
export function folderUpstream(kind: "pypi", folder: string): PypiUpstream;
export function folderUpstream(kind: "cargo", folder: string): CargoUpstream;
export function folderUpstream(kind: "maven", folder: string): MavenUpstream;
export function folderUpstream(kind: "pypi" | "cargo" | "maven", folder: string): UpstreamRegistry {
  switch (kind) {
    case "pypi":
      return pypiFolder(folder);
    case "cargo":
      return cargoFolder(folder);
    case "maven":
      return { kind, location: folder, open: (path) => openInside(folder, path) };
  }
}

function pypiFolder(folder: string): PypiUpstream {
  return {
    kind: "pypi",
    location: folder,
    async files(name) {
      const place = inside(folder, name);
      const names = place === undefined ? undefined : await readdir(place).catch(undefinedIfMissing);
      if (place === undefined || names === undefined) return undefined;
      const files = names.sort().map(async (filename): Promise<PypiFile[]> => {
        const version = versionOfFile(name, filename);
        if (version === undefined) return [];
        return [{ filename, version, sha256: hash(await readFile(join(place, filename))) }];
      });
      return (await Promise.all(files)).flat();
    },
    open: (name, filename) => openPresent(folder, `${name}/${filename}`),
  };
}

function cargoFolder(folder: string): CargoUpstream {
  return {
    kind: "cargo",
    location: folder,
    async index(crate) {
      const place = inside(folder, `index/${crateIndexPath(crate)}`);
      const text = place === undefined ? undefined : await readFile(place, "utf8").catch(undefinedIfMissing);
      return text?.split("\n").filter((line) => line.trim() !== "");
    },
    open: (crate, version) => openPresent(folder, `${crate}-${version}.crate`),
  };
}

async function openPresent(folder: string, path: string): Promise<ReadStream> {
  const stream = await openInside(folder, path);
  if (stream === undefined) throw new UpstreamFileMissing(`The folder has no ${path}`);
  return stream;
}

async function openInside(folder: string, path: string): Promise<ReadStream | undefined> {
  const place = inside(folder, path);
  const handle = place === undefined ? undefined : await open(place).catch(undefinedIfMissing);
  if (place === undefined || handle === undefined) return undefined;
  const isFile = (await handle.stat()).isFile();
  await handle.close();
  return isFile ? createReadStream(place) : undefined;
}

function inside(folder: string, path: string): string | undefined {
  const place = resolve(folder, path);
  return place.startsWith(resolve(folder) + sep) ? place : undefined;
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return undefined;
  throw error;
}

function hash(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
