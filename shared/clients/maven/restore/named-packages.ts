import type { ReadText, RestoreFacts } from "../../../core/client";
import { directKey, type NamedPackages, type PackageRole } from "../../../core/lock-entry";
import { maven as protocol } from "../../../protocols/maven/protocol";
import { extensionsPath } from "./core-extensions";
import { pomsIn } from "./local-repository";
import { readPomArtifacts, type Place } from "./pom-artifacts";
import { reactorPoms } from "./reactor-poms";

const roleOf: Readonly<Partial<Record<Place, PackageRole>>> = {
  ...{ import: "bom", plugin: "plugin", extension: "extension", parent: "parent" },
};

/** What the pom.xml files of a build name, its modules' and the parents' on disk, and its core extensions. */
export function namedByBuild(facts: Pick<RestoreFacts, "job" | "read" | "exists">): NamedPackages {
  const direct = new Set<string>();
  const roles = new Map<string, PackageRole>();
  const poms = reactorPoms(facts.job.workingDirectory, (path) => facts.read(path));
  const inherited = [...poms.values()].map(({ pom }) => pom.properties);
  const texts = new Map([...poms].map(([path, { text }]) => [path, text]));
  const extensions = extensionsPath(facts);
  if (extensions !== undefined) texts.set(extensions, facts.read(extensions) ?? "");
  for (const [path, text] of texts) {
    for (const { as, name } of readPomArtifacts(path, text, inherited).named) {
      const role = roleOf[as];
      if (role === undefined) direct.add(keyOf(name));
      else roles.set(keyOf(name), role);
    }
  }
  return { direct, roles };
}

/**
 * What the artifacts of a local repository are by their own pom.xml files: plugins say it themselves, parents and BOMs
 * are those that any of them has or imports.
 */
export function rolesIn(paths: readonly string[], read: ReadText): ReadonlyMap<string, PackageRole> {
  const plugins = new Map<string, PackageRole>();
  const others = new Map<string, PackageRole>();
  for (const { name, file } of pomsIn(paths)) {
    const { packaging, named } = readPomArtifacts(file, read(file) ?? "");
    if (packaging === "maven-plugin") plugins.set(keyOf(name), "plugin");
    for (const each of named) {
      const isParent = each.as === "parent";
      if (isParent || each.as === "import") others.set(keyOf(each.name), isParent ? "parent" : "bom");
    }
  }
  return new Map([...others, ...plugins]);
}

function keyOf(name: string): string {
  return directKey({ protocol: protocol.name, name });
}
