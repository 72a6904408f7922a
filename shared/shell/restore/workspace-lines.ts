import { logText } from "../../core/log-text";
import { print } from "../agent";
import { failureText } from "../failure-text";
import { warningLine } from "./findings";
import { mostFiles } from "./file-listing";
import type { FoundProject, Workspace } from "./workspace";

/** More folders than this are not named. */
const shownFolders = 10;

/**
 * Says what was found, what was read and what was passed over, and warns of each file that could not be read and is of
 * no project: one that is fails its project, which says so.
 */
export function describeWorkspace(workspace: Workspace): void {
  const { projects, locks, listing, unreadable } = workspace;
  const files = `${locks.size} lock ${locks.size === 1 ? "file" : "files"} read`;
  print([`Found ${countOf(projects)}; ${files}`]);
  const { passedOver } = listing;
  if (passedOver.length > 0) {
    const shown = passedOver.slice(0, shownFolders).map(logText).join(", ");
    const more =
      passedOver.length > shownFolders ? ` and ${passedOver.length - shownFolders} more folders` : "";
    print([`Passed over, since no project of this build is in them: ${shown}${more}`]);
  }
  if (listing.isCut)
    print([
      warningLine(
        `Only the first ${mostFiles} files below the working directory were looked at. Set workingDirectory to the folder of the projects.`,
      ),
    ]);
  const lines = [...unreadable]
    .filter(([path]) => !projects.some((project) => isOf(path, project)))
    .map(([, problem]) =>
      warningLine(`${failureText(problem).split("\n").map(logText).join(" ")} Passed over.`),
    );
  print(lines);
}

/** Whether a file is one that a project cannot do without. */
export function isOf(path: string, { manifest, lock }: Pick<FoundProject, "manifest" | "lock">): boolean {
  return path === manifest || path === lock;
}

/** `3 projects (2 uv, 1 cargo)`. */
function countOf(projects: readonly FoundProject[]): string {
  const counts = new Map<string, number>();
  for (const { client } of projects) counts.set(client.name, (counts.get(client.name) ?? 0) + 1);
  const all = `${projects.length} ${projects.length === 1 ? "project" : "projects"}`;
  return counts.size === 0
    ? all
    : `${all} (${[...counts].map(([name, count]) => `${count} ${name}`).join(", ")})`;
}
