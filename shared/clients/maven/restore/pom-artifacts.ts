import { Problem } from "../../../core/problem";
import { walkXml, type XmlElement } from "../../../formats/xml/xml-file";
import { interpolator } from "../interpolation";

/** What a file names another artifact as. */
export type Place = "dependency" | "import" | "plugin" | "extension" | "parent";

/** What a pom.xml or an extensions.xml says of other artifacts, its profiles included; names are `group:artifact`. */
export interface PomArtifacts {
  readonly packaging: string;
  readonly named: readonly { readonly as: Place; readonly name: string }[];
}

const inProject = "^project(?:/profiles/profile)?";
/** Sources: maven.apache.org/pom.html; maven.apache.org/ref/current/maven-embedder/core-extensions.html. */
const places: readonly (readonly [Place, RegExp])[] = [
  ["dependency", new RegExp(`${inProject}/dependencies/dependency$`)],
  ["import", new RegExp(`${inProject}/dependencyManagement/dependencies/dependency$`)],
  ["plugin", new RegExp(`${inProject}/(?:build/(?:pluginManagement/)?|reporting/)plugins/plugin$`)],
  ["extension", /^(?:project\/build\/)?extensions\/extension$/],
  ["parent", /^project\/parent$/],
];
const part = /^(.*)\/(groupId|artifactId|scope)$/;
const property = /^project\/properties\/([^/]+)$/;
/** Of a plugin without a group (maven.apache.org/ref/current/maven-model/maven.html, "plugin"). */
const pluginGroup = "org.apache.maven.plugins";

/**
 * What a file names. Of managed dependencies those count that are imported; what properties leave open is left out, and
 * a file that cannot be understood says nothing.
 * @param inherited Properties that the file does not have itself, nearest first.
 */
export function readPomArtifacts(
  path: string,
  text: string,
  inherited: readonly ReadonlyMap<string, string>[] = [],
): PomArtifacts {
  const reading = new Reading();
  try {
    walkXml(path, text, (element) => {
      reading.see(element);
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { packaging: "", named: [] };
  }
  const valueOf = interpolator([reading.properties, ...inherited], new Map());
  const named = reading.found.map(({ as, name }) => ({ as, name: valueOf(name) }));
  return { packaging: reading.packaging, named: named.filter(({ name }) => !name.includes("${")) };
}

type Parts = Readonly<Partial<Record<string, string>>>;

class Reading {
  readonly found: { readonly as: Place; readonly name: string }[] = [];
  readonly properties = new Map<string, string>();
  packaging = "jar";
  /** By the path of the element that they are of, which ends behind them. */
  readonly #parts = new Map<string, Parts>();

  see({ path, text }: XmlElement): void {
    const [, above, name] = part.exec(path) ?? [];
    const own = property.exec(path)?.[1];
    if (above !== undefined && name !== undefined) {
      this.#parts.set(above, { ...this.#parts.get(above), [name]: text });
      if (name === "groupId") this.#addGroup(above, text);
    } else if (own !== undefined) this.properties.set(own, text);
    else if (path === "project/packaging") this.packaging = text;
    else this.#end(path);
  }

  #addGroup(above: string, group: string): void {
    if (above === "project") this.properties.set("project.groupId", group);
    if (above !== "project/parent") return;
    this.properties.set("project.parent.groupId", group);
    if (!this.properties.has("project.groupId")) this.properties.set("project.groupId", group);
  }

  #end(path: string): void {
    const parts = this.#parts.get(path);
    if (parts === undefined) return;
    this.#parts.delete(path);
    const as = places.find(([, place]) => place.test(path))?.[0];
    if (as === undefined || (as === "import" && parts["scope"] !== "import")) return;
    const group = parts["groupId"] ?? (as === "plugin" ? pluginGroup : "");
    this.found.push({ as, name: `${group}:${parts["artifactId"] ?? ""}` });
  }
}
