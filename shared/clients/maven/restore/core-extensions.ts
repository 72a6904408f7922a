import { join } from "node:path";
import type { ClientCommand, ReadText, RestoreFacts } from "../../../core/client";
import type { Effect } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { foldersUp } from "../../../formats/folders-up";
import { walkXml } from "../../../formats/xml/xml-file";
import { isMavenGroup, isMavenPart } from "../../../protocols/maven/coordinates";
import { commonOptions } from "./goals";

/** Where Maven looks for core extensions: in the nearest folder that has a `.mvn` (maven.apache.org/configure.html). */
export function extensionsPath({ job, exists }: Pick<RestoreFacts, "job" | "exists">): string | undefined {
  const folder = foldersUp(job.workingDirectory).find((each) => exists(join(each, ".mvn")));
  return folder === undefined ? undefined : join(folder, ".mvn", "extensions.xml");
}

/**
 * How core extensions get into `folder`, the local repository, before a build needs them. Maven resolves them before it
 * loads any extension, that of the job included, so the feed answers 401 to it; what is there already it does not ask
 * for (tried with 3.8.7 and 3.9.16). So they are first those of a build without a core extension, which has nothing else,
 * and whose failure is none: the build itself says better what is missing.
 */
export function fetchExtensions(
  facts: RestoreFacts,
  folder: string,
): { readonly commands: readonly ClientCommand[]; readonly files: readonly Effect[] } {
  const path = extensionsPath(facts);
  const found = path === undefined ? [] : readExtensions(path, (each) => facts.read(each));
  if (found.length === 0) return { commands: [], files: [] };
  const alone = join(facts.job.jobFolder, "extensions");
  const pom = join(alone, "pom.xml");
  const args = [...commonOptions(folder), "--fail-never", "-f", pom, "validate"];
  return {
    commands: [{ args, variables: { MAVEN_BASEDIR: alone } }],
    files: [{ kind: "write-file", path: pom, text: pomWith(found) }],
  };
}

interface Extension {
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
}

/** Those with coordinates; of a file that cannot be understood none: Maven says so. */
function readExtensions(path: string, read: ReadText): readonly Required<Extension>[] {
  const found: Required<Extension>[] = [];
  let part: Extension = {};
  try {
    walkXml(path, read(path) ?? "", (element) => {
      const [, name = ""] = /^extensions\/extension\/(groupId|artifactId|version)$/.exec(element.path) ?? [];
      if (name !== "") part = { ...part, [name]: element.text };
      if (element.path !== "extensions/extension") return;
      const { groupId = "", artifactId = "", version = "" } = part;
      if (isMavenGroup(groupId) && [artifactId, version].every(isMavenPart))
        found.push({ groupId, artifactId, version });
      part = {};
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [];
  }
  return found;
}

/** Coordinates have no character that XML knows. */
function pomWith(extensions: readonly Required<Extension>[]): string {
  const lines = extensions.map(
    ({ groupId, artifactId, version }) =>
      `<extension><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></extension>`,
  );
  return `<project><modelVersion>4.0.0</modelVersion><groupId>feedpass</groupId><artifactId>extensions</artifactId><version>1</version><packaging>pom</packaging><build><extensions>${lines.join("")}</extensions></build></project>\n`;
}
