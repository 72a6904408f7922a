import { cargoProject, feedsBelow, mavenProject, uvProject, type ProjectFiles } from "./project-files";

/** A repository in which uv, Cargo and Maven each name the same so many feeds below `root`. */
export function repositoryWithFeeds(count: number, root: string): ProjectFiles {
  const address = feedsBelow(root);
  return {
    ...uvProject(count, address),
    ...cargoProject(count, address),
    ...mavenProject(count, address),
  };
}
