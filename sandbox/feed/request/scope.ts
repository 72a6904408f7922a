import { feedNotFound, Problem } from "../http/problem";
import { sameName } from "../world/ids";
import type { Feed, Organization, Project, View } from "../world/model";

/** A path below the organization, taken apart: the project, if one is named, and what follows. */
export interface Scope {
  readonly project: Project | undefined;
  readonly rest: readonly string[];
}

/** What stands in the feed's place of an address. */
export interface FeedReference {
  readonly feed: Feed;
  readonly view: View | undefined;
  /** The `~force-auth` suffix: no anonymous answers. */
  readonly forceAuth: boolean;
  /** Feed as written, without suffix; for messages. */
  readonly written: string;
}

/**
 * Takes the project off the path, unless the path starts with `_packaging` or `_apis`.
 * @throws Problem 404 for a project that does not exist.
 */
export function readScope(organization: Organization, segments: readonly string[]): Scope {
  const [first = "", ...rest] = segments;
  if (first === "" || first.startsWith("_")) return { project: undefined, rest: segments };
  const project = organization.projects.find(
    (each) => sameName(each.name, first) || sameName(each.id, first),
  );
  if (project === undefined) {
    const message = `TF200016: The following project does not exist: ${first}. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server.`;
    throw new Problem(404, "ProjectDoesNotExistWithNameException", message);
  }
  return { project, rest };
}

/**
 * Finds `{feed}[@{view}][~force-auth]`, names or GUIDs, in the addressed scope only: a project-scoped feed
 * is not found without its project (azure-pipelines-tasks#11788).
 * @throws Problem 404 for an unknown feed or view.
 */
export function findFeed(
  organization: Organization,
  project: Project | undefined,
  text: string,
): FeedReference {
  const plain = text.replace(/~force-auth/iu, "");
  const [written = "", viewName] = plain.split("@", 2);
  const feed = organization.feeds.find(
    (each) => each.project === project && (sameName(each.name, written) || sameName(each.id, written)),
  );
  if (feed === undefined) throw feedNotFound(written);
  const view = feed.views.find(
    (each) => sameName(each.name, viewName ?? "") || sameName(each.id, viewName ?? ""),
  );
  if (viewName !== undefined && view === undefined) {
    throw new Problem(404, "FeedViewNotFoundException", `The feed view '${viewName}' doesn't exist.`);
  }
  return { feed, view, forceAuth: plain !== text, written };
}
