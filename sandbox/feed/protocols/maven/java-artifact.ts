import { create } from "xmlbuilder2";
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
  const { parent, dependencies = [], packaging = "jar" } = options;
  const project = {
    modelVersion: "4.0.0",
    parent: parent && { ...coordinates(parent), relativePath: {} },
    ...coordinates(options),
    packaging,
    dependencies:
      dependencies.length === 0
        ? undefined
        : { dependency: dependencies.map((each) => ({ ...coordinates(each), scope: each.scope })) },
  };
  return `${create({ version: "1.0", encoding: "UTF-8" }, { project }).end({ prettyPrint: true })}\n`;
}

function coordinates({ group, artifact, version }: MavenCoordinates): object {
  return { groupId: group, artifactId: artifact, version };
}
