import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { Hash, LockFile } from "../../../core/lock-entry";
import { expectedHash, parseHash } from "../../../formats/locks/hashes";
import { LockBuilder } from "../../../formats/locks/lock-builder";
import { malformedLock } from "../../../formats/locks/lock-problem";
import type { LockReader } from "../../../core/lock-entry";
import { isMavenGroup, isMavenPart, mavenPath } from "../../../protocols/maven/coordinates";

/** Gradle's list of verified files: docs.gradle.org/current/userguide/dependency_verification.html. */
export const verificationMetadata: LockReader = {
  title: "gradle/verification-metadata.xml",
  example: "gradle/verification-metadata.xml",
  recognizes: (path) => /(?:^|\/)gradle\/verification-metadata\.xml$/.test(path),
  read: readMetadata,
};

const root = "verification-metadata";
const componentPath = `${root}/components/component`;
const artifactPath = `${componentPath}/artifact`;
const trustPath = `${root}/configuration/trusted-artifacts/trust`;
/** Nothing that is looked for stands deeper; longer paths would make a hostile file cost its depth squared. */
const deepest = 8;
const algorithms = ["sha512", "sha256", "sha1", "md5"];

function readMetadata(path: string, text: string): LockFile {
  const reading = new Metadata(path);
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    const reason = error.message.replace(/^(?:[^:]*:)?\d+:\d+:\s*/, "").replace(/\.$/, "");
    throw malformedLock(path, parser.line, `well-formed XML; it is not: ${reason}`, parser.column + 1);
  });
  parser.on("opentag", (tag) => {
    reading.open(tag, parser.line, parser.column);
  });
  parser.on("closetag", () => {
    reading.close();
  });
  parser.write(text.replace(/^\uFEFF/, "")).close();
  return reading.lock.build(() => "");
}

type Attributes = Readonly<Record<string, string>>;

/** What stands open while the file is walked. */
class Metadata {
  readonly lock: LockBuilder;
  readonly #path: string;
  readonly #open: string[] = [];
  #component: Attributes = {};
  #artifact: { name: string; line: number; hashes: Hash[] } = { name: "", line: 0, hashes: [] };

  constructor(path: string) {
    this.#path = path;
    this.lock = new LockBuilder(path);
  }

  open(tag: SaxesTagPlain, line: number, column: number): void {
    const parent = this.#open.at(-1);
    const name = tag.name.replace(/^.*:/, "");
    const path = this.#open.length > deepest ? "" : parent === undefined ? name : `${parent}/${name}`;
    const { attributes } = tag;
    if (parent === undefined && name !== root) throw malformedLock(this.#path, line, `<${root}>`, column);
    this.#open.push(path);
    if (path === componentPath) this.#component = attributes;
    else if (path === artifactPath) this.#artifact = { name: attributes["name"] ?? "", line, hashes: [] };
    else if (path === trustPath) this.#skipTrusted(attributes, line);
    else if (path.startsWith(`${artifactPath}/`))
      this.#addHash(path, attributes["value"] ?? "", line, column);
  }

  close(): void {
    if (this.#open.pop() === artifactPath) this.#addArtifact();
  }

  /** `<sha256 value>` and the values besides it that are right too, `<also-trust value>`. */
  #addHash(path: string, value: string, line: number, column: number): void {
    const [algorithm = "", inner] = path.slice(artifactPath.length + 1).split("/");
    if (!algorithms.includes(algorithm) || (inner !== undefined && inner !== "also-trust")) return;
    const hash = parseHash(algorithm, value);
    if (typeof hash === "string") throw malformedLock(this.#path, line, expectedHash, column);
    this.#artifact.hashes.push(hash);
  }

  #addArtifact(): void {
    const { group = "", name = "", version = "" } = this.#component;
    const { name: file, line, hashes } = this.#artifact;
    const title = `${group}:${name}`;
    const isValid = isMavenGroup(group) && [name, version, file].every(isMavenPart);
    if (!isValid)
      this.lock.skip(title, `${file} of version ${version} is not a valid file of a repository`, line);
    else if (version.endsWith("-SNAPSHOT")) this.lock.skip(title, "a snapshot, which no feed saves", line);
    else {
      const repositoryPath = mavenPath(group, name, version, file);
      this.lock.add({ protocol: "maven", name: title, version, file: repositoryPath, hashes }, line);
    }
  }

  #skipTrusted(trust: Attributes, line: number): void {
    const title = [trust["group"], trust["name"], trust["version"], trust["file"]]
      .filter((part) => part !== undefined)
      .join(":");
    this.lock.skip(title, "trusted without a digest, so that no file is named", line);
  }
}
