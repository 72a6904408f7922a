import { SaxesParser } from "saxes";
import { create } from "xmlbuilder2";

/** What this server reads from a `maven-metadata.xml` of an upstream source. */
export interface MetadataDocument {
  readonly versions: readonly string[];
  readonly release: string | undefined;
  /** `yyyyMMddHHmmss`, UTC. */
  readonly lastUpdated: string | undefined;
  /** The document itself when it lists plugin prefixes, which are passed on unchanged. */
  readonly plugins: string | undefined;
}

/** Reads a document; a malformed one counts as empty. Format: Maven "Repository metadata" model 1.1.0. */
export function readMetadata(xml: string): MetadataDocument {
  const versions: string[] = [];
  const texts = new Map<string, string>();
  const path: string[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => {
    path.push(name);
    texts.set(path.join("/"), "");
  });
  parser.on("text", (text) => {
    texts.set(path.join("/"), (texts.get(path.join("/")) ?? "") + text.trim());
  });
  parser.on("closetag", () => {
    if (path.join("/") === "metadata/versioning/versions/version") {
      versions.push(texts.get(path.join("/")) ?? "");
    }
    path.pop();
  });
  try {
    parser.write(xml).close();
  } catch {
    return { versions: [], release: undefined, lastUpdated: undefined, plugins: undefined };
  }
  return {
    versions,
    release: texts.get("metadata/versioning/release"),
    lastUpdated: texts.get("metadata/versioning/lastUpdated"),
    plugins: texts.has("metadata/plugins") ? xml : undefined,
  };
}

/** A metadata document with these elements; those that are undefined are left out. */
export function metadataXml(elements: object): string {
  const root = { metadata: { "@modelVersion": "1.1.0", ...elements } };
  return `${create({ version: "1.0", encoding: "UTF-8" }, root).end()}\n`;
}

/** Time in the form of `lastUpdated`. */
export function metadataTime(time: Date): string {
  return time.toISOString().replace(/\D/gu, "").slice(0, 14);
}
