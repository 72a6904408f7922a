import { root } from "../../planning";

export const fiber = `${root}/_packaging/fiber/maven/v1`;

/** A pom.xml around its parts. */
export function pom(...parts: readonly string[]): string {
  return `<project>${parts.join("\n")}</project>`;
}

export function repository(id: string, address: string, list = "repositories", item = "repository"): string {
  return `<${list}><${item}><id>${id}</id><url>${address}</url></${item}></${list}>`;
}

export function properties(values: Readonly<Record<string, string>>): string {
  return `<properties>${Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("")}</properties>`;
}

export function modules(...names: readonly string[]): string {
  return `<modules>${names.map((name) => `<module>${name}</module>`).join("")}</modules>`;
}

/** The element `parent`; without a path it stands one folder above, as Maven's default is. */
export function parent(relativePath?: string): string {
  const path = relativePath === undefined ? "" : `<relativePath>${relativePath}</relativePath>`;
  return `<parent><groupId>pg</groupId><artifactId>pa</artifactId><version>9</version>${path}</parent>`;
}

export function profile(...parts: readonly string[]): string {
  return `<profiles><profile><id>p</id>${parts.join("")}</profile></profiles>`;
}
