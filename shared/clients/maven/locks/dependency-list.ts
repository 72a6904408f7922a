import type { LockFile } from "../../../core/lock-entry";
import { LockBuilder } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import { baseName } from "../../../formats/locks/base-name";
import type { LockReader } from "../../../core/lock-entry";
import { isMavenGroup, isMavenPart, mavenPath } from "../../../protocols/maven/coordinates";

/**
 * What Maven's dependency plugin writes with `dependency:list -DoutputFile=…`: one resolved artifact in each line,
 * `group:artifact:type[:classifier]:version:scope`. maven.apache.org/plugins/maven-dependency-plugin/list-mojo.html.
 */
export const mavenList: LockReader = {
  title: "mvn dependency:list",
  example: "maven-dependency-list.txt",
  recognizes: (path) => baseName(path) === mavenListName,
  read: readList,
};

/** The name under which the plugin's output is recognized; the plugin itself has no name for it. */
export const mavenListName = "maven-dependency-list.txt";

const scopes = ["compile", "provided", "runtime", "test", "system", "import"];

/** Types whose file ends differently (maven.apache.org/ref/current/maven-core/artifact-handlers.html). */
const extensions: ReadonlyMap<string, string> = new Map(
  ["bundle", "maven-plugin", "ejb", "ejb-client", "test-jar", "java-source", "javadoc", "eclipse-plugin"].map(
    (type) => [type, "jar"],
  ),
);
const classifiers: ReadonlyMap<string, string> = new Map([
  ["test-jar", "tests"],
  ["ejb-client", "client"],
  ["java-source", "sources"],
  ["javadoc", "javadoc"],
]);

function readList(path: string, text: string): LockFile {
  const lock = new LockBuilder(path);
  const poms = new Set<string>();
  text.split("\n").forEach((raw, index) => {
    const line = raw.replace(/\u001b\[[0-9;]*m/g, "").replace(/^\[INFO\]/, "");
    const [words = ""] = line.trim().split(/\s/, 1);
    if (words === "" || words === "none" || line.trim().startsWith("The following ")) return;
    const artifact = parseArtifact(words);
    if (artifact === undefined) {
      const expected = "`group:artifact:type:version:scope`, the scope one of those of Maven";
      throw malformedLock(path, index + 1, expected, raw.length - raw.trimStart().length + 1);
    }
    addArtifact(lock, poms, artifact, index + 1);
  });
  return lock.build(() => "");
}

interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly type: string;
  readonly classifier: string | undefined;
  readonly version: string;
  readonly scope: string;
}

function parseArtifact(text: string): Artifact | undefined {
  const parts = text.split(":");
  const [group = "", name = "", type = ""] = parts;
  const scope = parts.at(-1) ?? "";
  if ((parts.length !== 5 && parts.length !== 6) || !scopes.includes(scope) || parts.includes(""))
    return undefined;
  const classifier = parts.length === 6 ? parts[3] : classifiers.get(type);
  return { group, name, type, classifier, version: parts.at(-2) ?? "", scope };
}

function addArtifact(lock: LockBuilder, poms: Set<string>, artifact: Artifact, line: number): void {
  const { group, name, version, classifier } = artifact;
  const title = `${group}:${name}`;
  const refusal = refuse(artifact);
  if (refusal !== undefined) {
    lock.skip(title, refusal, line);
    return;
  }
  const add = (file: string): void => {
    const repositoryPath = mavenPath(group, name, version, file);
    lock.add({ protocol: "maven", name: title, version, file: repositoryPath, hashes: [] }, line);
  };
  const extension = extensions.get(artifact.type) ?? artifact.type;
  const suffix = classifier === undefined ? "" : `-${classifier}`;
  if (extension !== "pom") add(`${name}-${version}${suffix}.${extension}`);
  const pom = `${title}:${version}`;
  if (!poms.has(pom)) add(`${name}-${version}.pom`);
  poms.add(pom);
}

function refuse({ group, name, type, classifier, version, scope }: Artifact): string | undefined {
  const isValid = isMavenGroup(group) && [name, type, version, classifier ?? "none"].every(isMavenPart);
  if (!isValid) return "not the coordinates of a file of a repository";
  if (scope === "system") return "a file on disk, which no feed can save";
  return version.endsWith("-SNAPSHOT") ? "a snapshot, which no feed saves" : undefined;
}
