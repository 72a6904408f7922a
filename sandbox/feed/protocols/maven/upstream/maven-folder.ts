import { FolderFiles } from "../../../upstream/folder-files";
import type { MavenUpstream } from "./maven-upstream";

/** A folder as repository, in the Maven 2 layout: `org/group/artifact/1.0/artifact-1.0.pom`. */
export function mavenFolder(folder: string): MavenUpstream {
  const files = new FolderFiles(folder);
  return { kind: "maven", location: folder, open: (path) => files.open(path) };
}
