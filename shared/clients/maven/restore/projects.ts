import type { Project } from "../../../core/client";
import { baseName } from "../../../formats/locks/base-name";
import { folderOf, inFolder, isBelow } from "../../../formats/project-paths";
import { mavenListName } from "../locks/dependency-list";
import { parsedOrNot, type Pom } from "../pom";

/** Folders of pom.xml files that a plugin's tests or an archetype's users run, and not this build. */
const material =
  /(?:^|\/)(?:src\/it|src\/test\/(?:resources|resources-filtered|projects|it)|archetype-resources|META-INF)\//;

/** What a generator fills in: mustache and its like, Maven's filters, and an archetype's own coordinates. */
const placeholder = /\{\{|<%|\{%|@(?:project|pom)\.\w+@|<(groupId|artifactId|version)>\s*\$\{\1\}\s*<\/\1>/;

/**
 * The builds among some pom.xml files: those that are no module of another one, however deep, and no mere parent of one.
 * A pom.xml in a folder of a build that does not name it is a build of its own. Those of tests and templates are none,
 * and neither are those without a project in them. Source: maven.apache.org/pom.html, "Aggregation", "Inheritance".
 */
export function findBuilds(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): readonly Project[] {
  const found = new Set(paths);
  const poms = new Map<string, Pom | undefined>();
  for (const path of paths) {
    if (baseName(path) !== "pom.xml" || material.test(path)) continue;
    const text = read(path);
    if (text !== undefined && !isProject(text)) continue;
    const pom = text === undefined ? undefined : parsedOrNot(path, text);
    // What it is cannot be told, so one in a folder of a build is taken for a part of it.
    if (pom !== undefined || !isBelow(folderOf(path), "pom.xml", found)) poms.set(path, pom);
  }
  return rootsOf(poms).map((manifest) => {
    const folder = folderOf(manifest);
    const lock = inFolder(folder, mavenListName);
    return { folder, manifest, ...(found.has(lock) ? { lock } : {}) };
  });
}

/** One without an element of that name outside comments builds nothing. */
function isProject(text: string): boolean {
  const live = text.replace(/<!--[^]*?-->/g, "");
  return /<(?:\w+:)?project[\s/>]/.test(live) && !placeholder.test(live);
}

function rootsOf(poms: ReadonlyMap<string, Pom | undefined>): readonly string[] {
  const others = new Set<string>();
  for (const [path, pom] of poms) {
    for (const module of toNames(pom?.modules)) if (module !== path) others.add(module);
    for (const parent of toNames(pom?.parents))
      if (parent !== path && poms.get(parent)?.modules.length === 0) others.add(parent);
  }
  const roots = [...poms.keys()].filter((path) => !others.has(path));
  const reached = new Set<string>(roots);
  const follow = (start: Iterable<string>): void => {
    for (const path of start) reached.add(path);
    for (const path of reached) {
      const { modules, parents } = poms.get(path) ?? {};
      for (const next of toNames([...(modules ?? []), ...(parents ?? [])]))
        if (poms.has(next)) reached.add(next);
    }
  };
  follow(roots);
  for (const path of poms.keys()) {
    if (reached.has(path)) continue;
    // Those that only name each other in a circle: Maven says so when it is run on one of them.
    roots.push(path);
    follow([path]);
  }
  return roots.sort();
}

/** A list's paths have `/` on every system. */
function toNames(paths: readonly string[] = []): readonly string[] {
  return paths.map((path) => path.replaceAll("\\", "/"));
}
