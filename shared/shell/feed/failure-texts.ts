import { feedTitle } from "../../core/feed-address";
import { logText } from "../../core/log-text";
import type { FeedAccess } from "./feed-access";
import type { Identity } from "./identity-name";
import type { FailureKind } from "./save-result";

/** The role that saving from upstream needs: docs/artifacts/feeds/feed-permissions.md. */
export const savingRole = "Feed and Upstream Reader (Collaborator)";

/** Cause and next step of each kind of failure, for one feed. `identity` is whom the feed took the job for. */
export class FailureTexts {
  readonly #feed: string;
  /** The same at the beginning of a sentence. */
  readonly #subject: string;
  readonly #organization: string;
  readonly #view: string | undefined;

  constructor({ feed, organization }: FeedAccess) {
    this.#feed = `feed ${logText(feedTitle(feed))}`;
    this.#subject = `Feed ${logText(feedTitle(feed))}`;
    this.#organization = logText(organization.name);
    this.#view = feed.view;
  }

  permission(status: number, identity: Identity | undefined, said: string): string {
    const who =
      identity === undefined
        ? "the job's identity (it could not be asked for)"
        : `"${logText(identity.displayName)}" (${logText(identity.id)})`;
    if (status === 403) {
      return `${this.#subject} does not let ${who} save packages from upstream${quote(said)}. Give that identity the role ${savingRole} under Feed settings > Permissions, and run again.`;
    }
    return `${this.#subject} did not take the job's token (status ${status}${quote(said)}). Check that the job may have a token of ${this.#organization} (Project settings > Pipelines > Settings, job authorization scope), and that a long run does not outlive it.`;
  }

  other(kind: Exclude<FailureKind, "permission" | "hash">, status: number | undefined, said: string): string {
    const answered = status === undefined ? "" : ` (status ${status}${quote(said)})`;
    switch (kind) {
      case "blocked":
        return `${this.#subject} has versions of this package that were pushed to it, and therefore takes none from public registries. If that is meant to be, take the pushed version into the lock file; else an owner sets "Allow externally sourced versions" on the package's page in the feed.`;
      case "deleted":
        return `This version was in ${this.#feed} and was deleted; a feed never takes a deleted version again. Restore it from the feed's recycle bin (30 days), or lock another version.`;
      case "notFound":
        return `${this.#subject} has no such file, neither itself nor from an upstream source. Check that the feed has the upstream source that the lock file was made with${this.#viewHint()}; a version that is some hours new may not be listed yet.`;
      case "upstreamDown":
        return `${this.#subject} could not get the file from its upstream source${answered}. Run again later; what is saved is not asked for again.`;
      case "rateLimited":
        return `${this.#subject} still limited the rate after the waits that it had asked for${answered}. Run again later, or with a lower maxConcurrency.`;
      case "network":
        return `No usable answer of ${this.#feed}${answered === "" ? quote(said) : answered}. Run again; if it stays, look at the agent's way to the feed: proxy, certificate, firewall.`;
    }
  }

  hash(seen: "stated" | "bytes"): string {
    return seen === "stated"
      ? `The hash that ${this.#feed} states for the file is none of those in the lock file; it was not asked for. Do not install it: find out which of the two is right, the lock file or the feed's upstream source.`
      : `The bytes that ${this.#feed} gives have none of the hashes in the lock file. Do not install it: find out which of the two is right, the lock file or the feed's upstream source.`;
  }

  foreign(reason: string): string {
    return `Nothing was asked: the address of the file would not be one of ${this.#feed}, but ${reason}. Look at the entry in the lock file.`;
  }

  unchecked(status: number): string {
    return `${this.#subject} saved the file, but its bytes did not come (status ${status}), so its hash was not checked. Run again; if it stays, see that the agent can reach the storage hosts of Azure Artifacts.`;
  }

  missing(said: string): string {
    return `There is no ${this.#feed} in ${this.#organization} that the job can see${quote(said)}. Check its name and project; a project-scoped feed is written project/feed.`;
  }

  #viewHint(): string {
    return this.#view === undefined
      ? ""
      : ", and address the feed without @view: a view has no upstream sources";
  }
}

function quote(said: string): string {
  return said === "" ? "" : `: ${logText(said.length > 300 ? `${said.slice(0, 300)}…` : said)}`;
}
