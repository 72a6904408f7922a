import type { StoredFile, StoredVersion } from "./stored-version";
import type { Protocol } from "./version-key";

/** Per-package setting "Allow externally sourced versions", in the words of the `upstreaming` REST call. */
export type ExternalVersions = "auto" | "allowExternalVersions";

/** What a feed itself holds: pushed and saved versions, and the traces of deleted ones. */
export class FeedContents {
  readonly #packages = new Map<string, Map<string, StoredVersion>>();
  #changes = 0;
  readonly #external = new Map<string, ExternalVersions>();

  /** Adds a file; its version and package come into being with their first file. */
  add(file: StoredFile): void {
    const key = packageKey(file.protocol, file.name);
    const versions = this.#packages.get(key) ?? new Map<string, StoredVersion>();
    this.#packages.set(key, versions);
    const version = versions.get(file.normalizedVersion) ?? newVersion(file);
    versions.set(file.normalizedVersion, version);
    version.files.set(file.file.toLowerCase(), file);
    this.changed(version);
  }

  /** Notes that a version was changed just now. */
  changed(version: StoredVersion): void {
    this.#changes += 1;
    version.change = this.#changes;
  }

  /** The version, also when it was deleted: a number can never be used again. */
  version(protocol: Protocol, name: string, normalizedVersion: string): StoredVersion | undefined {
    return this.#packages.get(packageKey(protocol, name))?.get(normalizedVersion);
  }

  /** Versions of a package that were not deleted, in the view if one is named. */
  versions(protocol: Protocol, name: string, view?: string): readonly StoredVersion[] {
    const all = [...(this.#packages.get(packageKey(protocol, name))?.values() ?? [])];
    return all.filter((version) => version.deletedAt === undefined && isInView(version, view));
  }

  /** All of a package, deleted ones too. */
  allVersions(protocol: Protocol, name: string): readonly StoredVersion[] {
    return [...(this.#packages.get(packageKey(protocol, name))?.values() ?? [])];
  }

  /** The deleted versions of a package. */
  deletedVersions(protocol: Protocol, name: string): readonly StoredVersion[] {
    const all = [...(this.#packages.get(packageKey(protocol, name))?.values() ?? [])];
    return all.filter((version) => version.deletedAt !== undefined);
  }

  /** Whether a version was deleted, and is therefore never fetched from an upstream source again. */
  isDeleted(protocol: Protocol, name: string, normalizedVersion: string): boolean {
    return this.version(protocol, name, normalizedVersion)?.deletedAt !== undefined;
  }

  /** Every package with at least one version, deleted ones included. */
  packages(): readonly { readonly protocol: Protocol; readonly name: string }[] {
    return [...this.#packages.values()].flatMap((versions) => {
      const first = versions.values().next().value;
      return first === undefined ? [] : [{ protocol: first.protocol, name: first.name }];
    });
  }

  /** The setting for a package; it may be set before the package exists. */
  externalVersions(protocol: Protocol, name: string): ExternalVersions {
    return this.#external.get(packageKey(protocol, name)) ?? "auto";
  }

  setExternalVersions(protocol: Protocol, name: string, setting: ExternalVersions): void {
    this.#external.set(packageKey(protocol, name), setting);
  }

  /**
   * Whether versions of public registries may be shown for a package: with "auto" not once the package
   * has a pushed version. Source: learn.microsoft.com "Configure upstream behavior".
   */
  takesExternalVersions(protocol: Protocol, name: string): boolean {
    if (this.externalVersions(protocol, name) === "allowExternalVersions") return true;
    return this.versions(protocol, name).every((version) => version.upstream !== undefined);
  }
}

function packageKey(protocol: Protocol, name: string): string {
  return `${protocol}/${name}`;
}

function newVersion(file: StoredFile): StoredVersion {
  return {
    protocol: file.protocol,
    name: file.name,
    version: file.version,
    normalizedVersion: file.normalizedVersion,
    files: new Map(),
    views: new Set(),
    ...(file.upstream && { upstream: file.upstream }),
    publishedAt: file.storedAt,
    listed: true,
    change: 0,
  };
}

function isInView(version: StoredVersion, view: string | undefined): boolean {
  return view === undefined || view.toLowerCase() === "local" || version.views.has(view.toLowerCase());
}
