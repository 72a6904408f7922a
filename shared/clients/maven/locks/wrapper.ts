import type { Hash, LockFile, LockReader } from "../../../core/lock-entry";
import { expectedHash, parseHash } from "../../../formats/locks/hashes";
import { hostOf } from "../../../formats/locks/file-address";
import { LockBuilder } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import { isMavenGroup, isMavenPart, mavenPath } from "../../../protocols/maven/coordinates";

/**
 * What `mvnw` fetches before it runs: a distribution of Maven and the wrapper's own jar, both artifacts of a Maven
 * repository. Source: maven.apache.org/wrapper.
 */
export const wrapperProperties: LockReader = {
  title: ".mvn/wrapper/maven-wrapper.properties",
  example: ".mvn/wrapper/maven-wrapper.properties",
  recognizes: (path) => /(?:^|\/)\.mvn\/wrapper\/maven-wrapper\.properties$/.test(path),
  read: readWrapper,
};

/** Each address with the digest of its file. */
const properties = [
  { address: "distributionUrl", digest: "distributionSha256Sum" },
  { address: "wrapperUrl", digest: "wrapperSha256Sum" },
];

function readWrapper(path: string, text: string, isOwn: (address: string) => boolean): LockFile {
  const lock = new LockBuilder(path);
  const values = readProperties(text);
  for (const { address, digest } of properties) {
    const found = values.get(address);
    if (found === undefined) continue;
    const sum = values.get(digest);
    const hash = sum === undefined || sum.value === "" ? undefined : parseHash("sha256", sum.value);
    if (sum !== undefined && typeof hash === "string") throw malformedLock(path, sum.line, expectedHash, 1);
    addArtifact(lock, found, hash === undefined || typeof hash === "string" ? [] : [hash]);
    if (!isOwn(found.value)) lock.pin(hostOf(found.value), found.line, true);
  }
  return lock.build(
    (host) =>
      `mvnw fetches Maven from ${host}. The feed saves that distribution, and the restore runs the mvn on PATH; for mvnw in later steps set MVNW_REPOURL to the feed's address.`,
  );
}

interface Value {
  readonly value: string;
  readonly line: number;
}

/** Both live below `org/apache/maven`; wrappers of before 2022 below `io/takari`. */
const artifact =
  /\/((?:org\/apache\/maven|io\/takari)(?:\/[\w-]+)*?)\/([\w.-]+)\/([\w.-]+)\/(\2-\3[\w.-]*\.(?:zip|tar\.gz|jar))$/;

function addArtifact(lock: LockBuilder, { value, line }: Value, hashes: readonly Hash[]): void {
  const [, folder = "", name = "", version = "", file = ""] = artifact.exec(value) ?? [];
  const group = folder.replaceAll("/", ".");
  if (isMavenGroup(group) && [name, version, file].every(isMavenPart)) {
    const entry = { protocol: "maven", name: `${group}:${name}`, version, hashes };
    lock.add({ ...entry, file: mavenPath(group, name, version, file) }, line);
  } else lock.skip("Maven's distribution", "its address is not that of an artifact of Maven", line);
}

/** `key=value` or `key: value`, where `\:` is a colon; the last one counts (java.util.Properties). */
function readProperties(text: string): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  text.split(/\r?\n/).forEach((line, index) => {
    const [, key = "", value = ""] = /^\s*([A-Za-z][\w.]*)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== "") values.set(key, { value: value.replace(/\\(.)/g, "$1"), line: index + 1 });
  });
  return values;
}
