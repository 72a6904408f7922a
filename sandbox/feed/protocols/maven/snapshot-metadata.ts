import type { StoredVersion } from "../../contents/stored-version";
import { metadataTime, metadataXml } from "./metadata-document";

interface SnapshotFile {
  readonly timestamp: string;
  readonly build: number;
  readonly classifier: string | undefined;
  readonly extension: string;
  readonly updated: string;
}

/** Metadata of a snapshot version, made from the names of the timestamped files that were deployed. */
export function snapshotMetadata(version: StoredVersion): string {
  const [group = "", artifact = ""] = version.name.split(":");
  const files = [...version.files.values()]
    .map((file) => readSnapshotFile(artifact, version.version, file.file, metadataTime(file.storedAt)))
    .filter((file) => file !== undefined);
  const build = Math.max(0, ...files.map((file) => file.build));
  const newest = files.filter((file) => file.build === build);
  const base = version.version.replace(/-SNAPSHOT$/u, "");
  const timestamp = newest[0]?.timestamp;
  const updated =
    newest
      .map((file) => file.updated)
      .sort()
      .at(-1) ?? metadataTime(version.publishedAt);
  const snapshotVersion = newest.map((file) => ({
    classifier: file.classifier,
    extension: file.extension,
    value: `${base}-${file.timestamp}-${file.build}`,
    updated: file.updated,
  }));
  return metadataXml({
    groupId: group,
    artifactId: artifact,
    version: version.version,
    versioning: {
      snapshot: timestamp === undefined ? undefined : { timestamp, buildNumber: build },
      lastUpdated: updated,
      snapshotVersions: { snapshotVersion },
    },
  });
}

/** `{artifact}-{base}-{yyyyMMdd.HHmmss}-{build}[-{classifier}].{extension}`; undefined for any other name. */
function readSnapshotFile(
  artifact: string,
  version: string,
  file: string,
  updated: string,
): SnapshotFile | undefined {
  const prefix = `${artifact}-${version.replace(/SNAPSHOT$/u, "")}`;
  if (!file.startsWith(prefix)) return undefined;
  const match = /^(\d{8}\.\d{6})-(\d+)(?:-([^.]+))?\.(.+)$/u.exec(file.slice(prefix.length));
  if (match === null) return undefined;
  const [, timestamp = "", build = "", classifier, extension = ""] = match;
  return { timestamp, build: Number(build), classifier, extension, updated };
}
