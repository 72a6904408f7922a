import type { Digests } from "../../store/file-store";

/** What a path of a Maven 2 layout repository stands for. */
export type RepositoryPath =
  | { readonly kind: "file"; readonly name: string; readonly version: string; readonly file: string }
  | { readonly kind: "snapshotMetadata"; readonly name: string; readonly version: string }
  | { readonly kind: "metadata"; readonly name: string };

/** A path without its checksum ending, and which checksum that was. */
export interface AddressedPath {
  readonly segments: readonly string[];
  readonly checksum: keyof Digests | undefined;
}

/** Takes `.sha1`, `.md5`, `.sha256` or `.sha512` off a path. */
export function splitChecksum(segments: readonly string[]): AddressedPath {
  const last = segments.at(-1) ?? "";
  const [, file = "", ending = ""] = /^(.+)\.(sha1|md5|sha256|sha512)$/u.exec(last) ?? [];
  const checksum = (["sha1", "md5", "sha256", "sha512"] as const).find((each) => each === ending);
  return checksum === undefined
    ? { segments, checksum }
    : { segments: [...segments.slice(0, -1), file], checksum };
}

/** Reads a path without checksum ending; undefined when it is too short. Names are `group:artifact`. */
export function readRepositoryPath(segments: readonly string[]): RepositoryPath | undefined {
  const file = segments.at(-1) ?? "";
  const before = segments.slice(0, -1);
  if (file === "maven-metadata.xml") {
    const version = before.at(-1) ?? "";
    return isSnapshot(version)
      ? named(before.slice(0, -1), (name) => ({ kind: "snapshotMetadata", name, version }))
      : named(before, (name) => ({ kind: "metadata", name }));
  }
  const version = before.at(-1) ?? "";
  return named(before.slice(0, -1), (name) => ({ kind: "file", name, version, file }));
}

function named(
  segments: readonly string[],
  make: (name: string) => RepositoryPath,
): RepositoryPath | undefined {
  if (segments.length < 1) return undefined;
  return make(`${segments.slice(0, -1).join(".")}:${segments.at(-1) ?? ""}`);
}

/** Whether a version is built again and again under one name (Maven, "Version order specification"). */
export function isSnapshot(version: string): boolean {
  return version.endsWith("-SNAPSHOT");
}

/** Repository folder of `group:artifact`. */
export function artifactFolder(name: string): string {
  const [group = "", artifact = ""] = name.split(":");
  return [...group.split(".").filter((part) => part !== ""), artifact].join("/");
}
