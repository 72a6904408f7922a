import { kindOfRefusal, type FailureKind } from "../../core/failure";
import { explainFailure, type FailureFacts } from "../../core/failure-texts";
import { feedTitle } from "../../core/feed-address";
import type { LockEntry } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import type { Reply } from "../../core/protocol";
import { feedCall, feedPage } from "../../core/rest-address";
import { ForeignAddress } from "./covered-addresses";
import { isTokenTaken, type FeedAccess } from "./feed-access";
import { maySave } from "./feed-role";
import type { FeedContents } from "./holdings";
import { ProxyRefusal } from "./proxy-tunnel";
import type { Requests } from "./requests";
import type { Outcome } from "./save-file";
import { GivenUp } from "./run-budget";
import { BrokenConnection } from "./send-request";

/** A failure before it has a package. */
export interface Failure {
  readonly kind: FailureKind;
  readonly status?: number;
  readonly text: string;
}

/** Reads the refusals and errors of one run of saving. */
export class Failures {
  readonly #access: FeedAccess;
  readonly #requests: Requests;
  readonly #held: FeedContents | undefined;
  #tokenIsTaken: Promise<boolean> | undefined;
  readonly #blocked = new Map<string, Promise<boolean>>();

  constructor(access: FeedAccess, requests: Requests, held: FeedContents | undefined) {
    this.#access = access;
    this.#requests = requests;
    this.#held = held;
  }

  /** What an outcome means that is neither a success nor a refusal. */
  ofOutcome(outcome: Exclude<Outcome, { kind: "saved" | "redirected" | "refused" }>): Failure {
    if (outcome.kind === "hash") return this.#failure("hash", { seen: outcome.seen });
    const { status } = outcome;
    const text = `Feed ${this.#title()} gave the file, but its bytes did not come (status ${status}), so its hash was not checked, and it may not be saved. Run again; if it stays, see that the agent can reach the storage hosts of Azure Artifacts.`;
    return { kind: "network", status, text };
  }

  /** A held file that is not the one of the lock file. */
  ofHeldFile(): Failure {
    return this.#failure("hash", { seen: "held" });
  }

  /** What a refusal of the feed means for an entry. */
  async ofReply(reply: Reply<unknown>, entry: LockEntry): Promise<Failure> {
    const { status, message } = reply;
    const kind = kindOfRefusal(reply);
    const said = { status, said: message };
    if (kind === "notFound") return this.missing(entry, said);
    if (kind === "permission" || (kind === "unauthorized" && (await this.#isRoleMissing())))
      return this.#permission(said);
    return this.#failure(kind, said);
  }

  /** Why neither the feed nor an upstream source gives an entry. */
  async missing(entry: LockEntry, said: Partial<FailureFacts> = {}): Promise<Failure> {
    const { status } = said;
    const answered = status === undefined ? {} : { status };
    if (this.#held?.find(entry)?.deleted === true) return { ...this.#failure("deleted"), ...answered };
    if (await this.#isBlocked(entry)) return { ...this.#failure("blocked"), ...answered };
    const may = maySave(await this.#access.role());
    if (may === false) return this.#permission(said);
    const identity = may === undefined ? await this.#access.identityName() : undefined;
    return { ...this.#failure("notFound", { maySave: may, identity }), ...answered };
  }

  /** What a hash of another file of a version shows: a Reader is shown only those that the feed has saved. */
  async ofOtherFile(): Promise<Failure> {
    const isReader = maySave(await this.#access.role()) === false;
    return isReader ? this.#permission({}) : this.#failure("hash", { seen: "stated" });
  }

  /** A failure without an answer; a defect of ours is thrown on. */
  ofError(error: unknown): Failure {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    if (error instanceof ForeignAddress) {
      const text = `Nothing was asked: the address of the file would not be one of feed ${this.#title()}, but ${error.message}. Look at the entry in the lock file.`;
      return { kind: "notFound", text };
    }
    const kind =
      error instanceof ProxyRefusal
        ? "proxy"
        : error instanceof GivenUp
          ? error.kind
          : error instanceof BrokenConnection && error.untrusted
            ? "authority"
            : "network";
    return this.#failure(kind, { said: error.message });
  }

  /** Of a token that is taken elsewhere in the feed, a 401 means what its owner may do. */
  #isRoleMissing(): Promise<boolean> {
    return (this.#tokenIsTaken ??= isTokenTaken(this.#access));
  }

  async #permission(said: Partial<FailureFacts>): Promise<Failure> {
    const { identityName, role } = this.#access;
    const [identity, known] = await Promise.all([identityName(), role()]);
    return this.#failure("permission", { ...said, identity, maySave: maySave(known) });
  }

  #title(): string {
    return logText(feedTitle(this.#access.feed));
  }

  #failure(kind: FailureKind, facts: Partial<FailureFacts> = {}): Failure {
    const { feed, organization } = this.#access;
    const page = feedPage(this.#access);
    const all = { feed, organization: organization.name, page, identity: undefined, ...facts };
    return {
      kind,
      ...(facts.status !== undefined && { status: facts.status }),
      text: explainFailure(kind, all),
    };
  }

  /** Only a package with pushed versions can be blocked, so hardly any is asked about, and each once. */
  #isBlocked(entry: LockEntry): Promise<boolean> {
    if (this.#held?.hasPushed(entry) !== true) return Promise.resolve(false);
    const key = this.#access.protocols.packageKey(entry);
    const asked = this.#blocked.get(key) ?? this.#askBlocked(entry);
    this.#blocked.set(key, asked);
    return asked;
  }

  /**
   * Whether a package that has pushed versions takes none from public registries: the setting "Allow externally sourced
   * versions" is `auto`. false also where the feed does not tell. Source: specification/artifactsPackageTypes/7.2.
   */
  async #askBlocked({ protocol, name }: LockEntry): Promise<boolean> {
    const known = this.#access.protocols.of(protocol);
    const path = `${known.packagePath(name)}/upstreaming`;
    try {
      const address = feedCall(this.#access, path, this.#access.organization.feedRoot);
      const { value } = await this.#requests.call(address, known.upstreamingVersion);
      const setting = value as { versionsFromExternalUpstreams?: unknown } | null;
      return setting?.versionsFromExternalUpstreams === "auto";
    } catch {
      return false;
    }
  }
}
