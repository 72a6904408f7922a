import { writeZip } from "../../archives/zip-archive";

export interface MavenCoordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

export interface JavaArtifactOptions extends MavenCoordinates {
  readonly dependencies?: readonly (MavenCoordinates & { readonly scope?: string })[];
  /** Text by path in the jar. */
  readonly resources?: Readonly<Record<string, string>>;
  readonly parent?: MavenCoordinates;
  /** `pom` makes a parent: no jar. */
  readonly packaging?: "jar" | "pom";
}

/**
 * Makes the pom and the jar of an artifact with their paths in a Maven 2 repository
 * (no checksum files and no maven-metadata.xml: these are the repository's).
 * The same options give the same bytes.
 */
export function javaArtifact(options: JavaArtifactOptions): readonly { path: string; content: Buffer }[] {
  const { group, artifact, version } = options;
  const stem = `${group.replaceAll(".", "/")}/${artifact}/${version}/${artifact}-${version}`;
  const pom = { path: `${stem}.pom`, content: Buffer.from(projectXml(options), "utf8") };
  if (options.packaging === "pom") return [pom];
  return [pom, { path: `${stem}.jar`, content: jar(options.resources ?? {}) }];
}

function jar(resources: Readonly<Record<string, string>>): Buffer {
  // java.util.jar.JarInputStream wants the manifest first.
  return writeZip(
    Object.entries({ "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\n\r\n", ...resources }).map(
      ([path, text]) => ({ path, content: Buffer.from(text, "utf8") }),
    ),
  );
}

function projectXml(options: JavaArtifactOptions): string {
  const lines = ["<project>", "<modelVersion>4.0.0</modelVersion>"];
  if (options.parent !== undefined) {
    lines.push(`<parent>${coordinatesXml(options.parent)}<relativePath/></parent>`);
  }
  lines.push(coordinatesXml(options), `<packaging>${options.packaging ?? "jar"}</packaging>`);
  const dependencies = options.dependencies ?? [];
  if (dependencies.length > 0) {
    lines.push("<dependencies>", ...dependencies.map(dependencyXml), "</dependencies>");
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join("\n")}\n</project>\n`;
}

function dependencyXml(dependency: MavenCoordinates & { readonly scope?: string }): string {
  const scope = dependency.scope === undefined ? "" : `<scope>${escapeXml(dependency.scope)}</scope>`;
  return `<dependency>${coordinatesXml(dependency)}${scope}</dependency>`;
}

function coordinatesXml(at: MavenCoordinates): string {
  const group = `<groupId>${escapeXml(at.group)}</groupId>`;
  const artifact = `<artifactId>${escapeXml(at.artifact)}</artifactId>`;
  return `${group}${artifact}<version>${escapeXml(at.version)}</version>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
