import { dirname, join } from "node:path";
import { Problem } from "../../core/problem";
import { walkXml } from "../../formats/xml/xml-file";

/** A repository as a pom.xml writes it: nothing is interpolated yet. */
export interface PomRepository {
  readonly id: string;
  readonly address: string;
  readonly line: number;
  /** Whether Maven deploys there, which mirrors do not change, or downloads. */
  readonly forDeployment: boolean;
}

/** What a pom.xml says that matters here, its profiles included. */
export interface Pom {
  readonly repositories: readonly PomRepository[];
  /** Those of the profiles too, where the project itself does not say the same. */
  readonly properties: ReadonlyMap<string, string>;
  /** For each profile that has any, its own properties: they count when it is active. */
  readonly profiles: readonly ReadonlyMap<string, string>[];
  readonly path: string;
  /** Paths that the pom.xml files of its modules may have; those with a property in their name are not known. */
  readonly modules: readonly string[];
  /** Where that of its parent may be, if it is looked for on disk. */
  readonly parents: readonly string[];
}

const inProject = "^project(?:/profiles/profile)?";
const repository = `${inProject}/(?:repositories/repository|pluginRepositories/pluginRepository|distributionManagement/(?:repository|snapshotRepository))`;
const repositoryEnd = new RegExp(`${repository}$`);
const repositoryPart = new RegExp(`${repository}/(id|url)$`);
const propertyPart = /^project(\/profiles\/profile)?\/properties\/([^/]+)$/;
const modulePart = new RegExp(`${inProject}/(?:modules/module|subprojects/subproject)$`);
const identityPart = /^project\/(?:parent\/)?(groupId|artifactId|version)$/;

/** Reads a pom.xml. Source: maven.apache.org/pom.html. Throws a Problem when it is not well-formed. */
export function parsePom(path: string, text: string): Pom {
  const repositories: PomRepository[] = [];
  const properties = new Map<string, string>();
  const profiles = [new Map<string, string>()];
  const modules: string[] = [];
  let part: { id?: string; url?: string } = {};
  const parent: { there?: true; relativePath?: string } = {};
  walkXml(path, text, (element) => {
    const property = propertyPart.exec(element.path);
    if (property?.[2] !== undefined)
      (property[1] === undefined ? properties : profiles.at(-1))?.set(property[2], element.text);
    else if (element.path === "project/profiles/profile") profiles.push(new Map());
    else if (modulePart.test(element.path)) modules.push(element.text);
    else if (identityPart.test(element.path)) addIdentity(properties, element.path, element.text);
    else if (element.path === "project/parent/relativePath") parent.relativePath = element.text;
    else if (element.path === "project/parent") parent.there = true;
    else if (repositoryEnd.test(element.path)) {
      repositories.push(repositoryOf(part, element.line, element.path));
      part = {};
    } else if (repositoryPart.test(element.path)) {
      part[element.path.endsWith("/id") ? "id" : "url"] = element.text;
    }
  });
  const parentPath = parent.there === true ? (parent.relativePath ?? "../pom.xml") : "";
  const pathsOf = (name: string): readonly string[] => pomPaths(dirname(path), name);
  return {
    path,
    repositories: repositories.filter(({ address }) => address !== ""),
    properties: new Map([...profiles.flatMap((profile) => [...profile]), ...properties]),
    profiles: profiles.filter((profile) => profile.size > 0),
    modules: modules.filter((module) => !module.includes("${")).flatMap(pathsOf),
    parents: parentPath === "" ? [] : pathsOf(parentPath),
  };
}

/** The pom.xml, or undefined for one that is malformed: Maven itself says better what is wrong with it. */
export function parsedOrNot(path: string, text: string): Pom | undefined {
  try {
    return parsePom(path, text);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return undefined;
  }
}

/** A parent or a module may be named by its folder or by its file; a folder may look like a file (`next.xml`). */
function pomPaths(folder: string, name: string): readonly string[] {
  const path = join(folder, name.replaceAll("\\", "/"));
  const inFolder = join(path, "pom.xml");
  return /\.[^./\\]+$/.test(name) ? [path, inFolder] : [inFolder];
}

function repositoryOf(part: { id?: string; url?: string }, line: number, path: string): PomRepository {
  return {
    id: part.id ?? "default",
    address: part.url ?? "",
    line,
    forDeployment: path.includes("/distributionManagement/"),
  };
}

/** `project.version` and the like; what the parent says holds where the project does not say it. */
function addIdentity(properties: Map<string, string>, path: string, text: string): void {
  const own = !path.startsWith("project/parent/");
  const name = path.replace("project/parent/", "project/").replace("/", ".");
  if (own || !properties.has(name)) properties.set(name, text);
  if (!own) properties.set(`project.parent.${name.slice("project.".length)}`, text);
}
