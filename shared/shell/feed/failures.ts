import type { LockEntry } from "../../core/lock-entry";
import { readJson } from "./answer";
import type { FeedAccess } from "./feed-access";
import type { FeedClient } from "./requests";
import type { FeedContents } from "./feed-contents";
import { FailureTexts } from "./failure-texts";
import { askIdentity, type Identity } from "./identity-name";
import { ForeignAddress } from "./covered-addresses";
import type { Reply } from "../../core/protocol";
import type { Outcome } from "./save-file";
import type { FailureKind } from "./save-result";
import { feedCall } from "./rest-address";
import { packageKey } from "./feed-protocols";

/** A failure before it has a package. `ends`: no other file can fare better. */
export interface Failure {
  readonly kind: FailureKind;
  readonly status?: number;
  readonly text: string;
  readonly ends?: "permission" | "feedMissing";
}

/** Reads refusals and errors of one run. Who the job is gets asked once, when something needs a permission. */
export class Failures {
  readonly #access: FeedAccess;
  readonly #client: FeedClient;
  readonly #held: FeedContents | undefined;
  readonly #texts: FailureTexts;
  readonly #blocked = new Map<string, Promise<boolean>>();
  #identity: Promise<Identity | undefined> | undefined;

  constructor(access: FeedAccess, client: FeedClient, held: FeedContents | undefined) {
    this.#access = access;
    this.#client = client;
    this.#held = held;
    this.#texts = new FailureTexts(access);
  }

  /** What an outcome means that is neither a success nor a refusal. */
  ofOutcome(outcome: Exclude<Outcome, { kind: "saved" | "refused" }>): Failure {
    if (outcome.kind === "hash") return { kind: "hash", text: this.#texts.hash(outcome.seen) };
    const { status } = outcome;
    return { kind: "network", status, text: this.#texts.unchecked(status) };
  }

  /** What a refusal of the feed means for an entry. */
  async ofReply(reply: Reply<unknown>, entry: LockEntry): Promise<Failure> {
    const { status, message, typeKey } = reply;
    const other = (kind: Exclude<FailureKind, "permission" | "hash">): Failure => ({
      kind,
      status,
      text: this.#texts.other(kind, status, message),
    });
    if ([401, 403, 203].includes(status) || (status >= 300 && status < 400)) {
      const identity = await this.#readIdentity();
      const text = this.#texts.permission(status, identity, message);
      return { kind: "permission", status, text, ends: "permission" };
    }
    if (status === 404 && /^(?:FeedIdNotFound|FeedViewNotFound|ProjectDoesNotExist)/.test(typeKey))
      return { kind: "notFound", status, text: this.#texts.missing(message), ends: "feedMissing" };
    if (status === 404 || status === 410) return { ...(await this.missing(entry)), status };
    if (status === 429) return other("rateLimited");
    return other(status >= 500 && /upstream/i.test(typeKey + message) ? "upstreamDown" : "network");
  }

  /** Why neither the feed nor an upstream source gives an entry. */
  async missing(entry: LockEntry): Promise<Failure> {
    const deleted = this.#held?.find(entry)?.deleted === true;
    const kind = deleted ? "deleted" : (await this.#isBlocked(entry)) ? "blocked" : "notFound";
    return { kind, text: this.#texts.other(kind, undefined, "") };
  }

  /** A failure without an answer; a defect of ours is thrown on. */
  ofError(error: unknown): Failure {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    if (error instanceof ForeignAddress) {
      return { kind: "notFound", text: this.#texts.foreign(error.message) };
    }
    return { kind: "network", text: this.#texts.other("network", undefined, error.message) };
  }

  /** Only a package with pushed versions can be blocked, so hardly any is asked about, and each once. */
  #isBlocked(entry: LockEntry): Promise<boolean> {
    if (this.#held?.hasPushed(entry) !== true) return Promise.resolve(false);
    const key = packageKey(entry);
    const asked = this.#blocked.get(key) ?? isBlocked(this.#client, this.#access, entry);
    this.#blocked.set(key, asked);
    return asked;
  }

  #readIdentity(): Promise<Identity | undefined> {
    return (this.#identity ??= askIdentity(this.#client, this.#access));
  }
}

/**
 * Whether a package that has pushed versions takes none from public registries: the setting "Allow externally sourced
 * versions" is `auto`. false also where the feed does not tell. Source: specification/artifactsPackageTypes/7.2.
 */
async function isBlocked(client: FeedClient, access: FeedAccess, entry: LockEntry): Promise<boolean> {
  const [group = "", artifact = ""] = entry.name.split(":").map(encodeURIComponent);
  const place =
    entry.protocol === "maven"
      ? `maven/groups/${group}/artifacts/${artifact}`
      : `${entry.protocol}/packages/${encodeURIComponent(entry.name)}`;
  const address = feedCall(
    access,
    `${place}/upstreaming?api-version=7.1-preview.1`,
    access.organization.feedRoot,
  );
  try {
    const { value } = await client.get(address, readJson);
    return (
      (value as { versionsFromExternalUpstreams?: unknown } | null)?.versionsFromExternalUpstreams === "auto"
    );
  } catch {
    return false;
  }
}
