import { setMaxListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { AskFeed, FeedProtocol, Reply } from "../../core/protocol";
import { clearText } from "../secrets";
import { readInto, readJson, readReply } from "./answer";
import type { Connections } from "./connections";
import type { CoveredAddresses, Scheme } from "./covered-addresses";
import type { Pace } from "./pace";
import { backoff, isPassing, limitsOf, retryAfter, type Patience } from "./patience";
import { newestVersion, type RestVersions } from "./rest-versions";
import type { RunBudget } from "./run-budget";
import { ActiveRequests, BrokenConnection, sendRequest, type AnswerLimits } from "./send-request";

/** What all requests of a step share. */
export interface RequestLine {
  readonly addresses: CoveredAddresses;
  readonly connections: Connections;
  readonly versions: RestVersions;
  readonly patience: Patience;
  readonly pace: Pace;
  readonly budget: RunBudget;
  /** Told for how many milliseconds nothing is sent, whenever that grows. */
  readonly onPause?: (milliseconds: number) => void;
}

/** They were stopped, by their owner or by the signal. */
export class Aborted extends Error {
  override readonly name = "Aborted";
}

const common: readonly string[] = ["User-Agent", "feedpass"];
/** Without it a refused token gives a sign-in page instead of a 401 (azure-sdk-for-cpp#6019). */
const noRedirect: readonly string[] = ["X-TFS-FedAuthRedirect", "Suppress"];

/** No more connections than this are kept, so no more can turn out to be closed (core: maxConcurrency). */
const maxStale = 64;

/** How an address is asked. Texts, the default, are read whole and soon; files may be large. */
export interface Asking {
  readonly accept?: string;
  readonly asked?: "text" | "file";
  readonly scheme?: Scheme | undefined;
}

type Read<T> = (body: IncomingMessage) => Promise<T>;

/**
 * GETs that are counted and stopped together, repeated where that can help.
 * Credentials go to addresses that their identity covers and nowhere else; redirects are never followed here.
 */
export class Requests {
  /** Requests that were sent, retries included. */
  sent = 0;
  readonly #line: RequestLine;
  readonly #outer: AbortSignal | undefined;
  readonly #active = new ActiveRequests();
  readonly #ended = new AbortController();
  readonly #reason = new Aborted("The run was cancelled.");
  readonly #onOuter = (): void => {
    this.stop();
  };

  /** @param outer When it fires, these are stopped. */
  constructor(line: RequestLine, outer: AbortSignal | undefined) {
    this.#line = line;
    this.#outer = outer;
    // Every request that waits for its next attempt listens; Node would warn of a leak in the log from the eleventh on.
    setMaxListeners(0, this.#ended.signal);
    if (outer?.aborted === true) this.stop();
    else outer?.addEventListener("abort", this.#onOuter, { once: true });
  }

  /** As a protocol asks, which reads text alone. */
  askIn({ scheme }: Pick<FeedProtocol, "scheme">): AskFeed {
    return (address, reader, accept = "*/*") =>
      this.get(address, (body) => readInto(body, reader()), { accept, scheme });
  }

  /**
   * Asks a REST call for JSON, in the newest version that the server knows. Throws as `get` does.
   * @param address Without `api-version`.
   */
  call(address: string, newest = newestVersion): Promise<Reply<unknown>> {
    return this.#line.versions.ask(address, newest, (versioned) =>
      this.get(versioned, readJson, { accept: "application/json" }),
    );
  }

  /**
   * Asks an address with the credentials of the identity that covers it; `read` gets the body of a 200, once per attempt.
   * Throws a ForeignAddress (nothing was sent), a BrokenConnection after the last attempt, a ProxyRefusal, a GivenUp when
   * the run has spent its budget, Aborted.
   */
  async get<T>(address: string, read: Read<T>, asking: Asking = {}): Promise<Reply<T>> {
    const { accept = "*/*", asked } = asking;
    const { url, authorization } = this.#line.addresses.find(address, asking.scheme);
    const own = common.concat(noRedirect, "Accept", accept, "Authorization", clearText(authorization));
    return this.#persist(url, own, asked, read);
  }

  /** Asks any address for a file, without credentials: where a redirect leads. Throws as `get` does. */
  getAnonymously<T>(url: URL, read: Read<T>): Promise<Reply<T>> {
    return this.#persist(url, common, "file", read);
  }

  /** None is sent any more, and those under way are cut. */
  stop(): void {
    this.#outer?.removeEventListener("abort", this.#onOuter);
    this.#ended.abort(this.#reason);
    this.#line.pace.dismiss(this, this.#reason);
    this.#active.destroy(this.#reason);
  }

  /** Fires when these are stopped. */
  protected get ended(): AbortSignal {
    return this.#ended.signal;
  }

  async #persist<T>(
    url: URL,
    headers: readonly string[],
    asked: Asking["asked"],
    read: Read<T>,
  ): Promise<Reply<T>> {
    const { budget, patience } = this.#line;
    const limits = limitsOf(asked, patience);
    for (let failures = 0, limited = 0, stale = 0; ;) {
      const outcome = await this.#attempt(url, headers, limits, read);
      if (outcome instanceof BrokenConnection && outcome.stale && stale < maxStale) {
        stale += 1;
        continue;
      }
      if (outcome instanceof BrokenConnection || outcome.status !== 429) failures += 1;
      else limited += 1;
      const isLast = Math.max(failures, limited) >= patience.attempts;
      const isFinal = outcome instanceof BrokenConnection ? outcome.isFinal : !isPassing(outcome.status);
      if (isFinal || isLast || !budget.spendRetry()) {
        if (!(outcome instanceof BrokenConnection)) return outcome;
        throw outcome;
      }
      await this.#sleep(backoff(patience, Math.max(failures, limited) - 1, Math.random()));
    }
  }

  async #attempt<T>(
    url: URL,
    headers: readonly string[],
    limits: AnswerLimits,
    read: Read<T>,
  ): Promise<Reply<T> | BrokenConnection> {
    const { budget, connections, pace } = this.#line;
    this.#ended.signal.throwIfAborted();
    await pace.enter(this);
    let good = false;
    try {
      // They may have been stopped since this one was let in.
      this.#ended.signal.throwIfAborted();
      budget.check();
      this.sent += 1;
      const route = connections.route(url);
      // As a list, headers go into the request as they are; an object would be copied three times.
      const options = { ...route, headers: route.headers.concat(headers) };
      const reply = await sendRequest(options, limits, this.#active, (answer) => {
        this.#obey(answer);
        return readReply(answer, url, read);
      });
      good = !isPassing(reply.status);
      if (good) budget.refill();
      return reply;
    } catch (error) {
      this.#ended.signal.throwIfAborted();
      if (!(error instanceof BrokenConnection)) throw error;
      if (error.isCut) budget.spendCut();
      return error;
    } finally {
      pace.leave(good);
    }
  }

  /** A `Retry-After` holds for the whole job, and may come with a 200 ("Rate and usage limits"). */
  #obey(answer: IncomingMessage): void {
    const { budget, pace, onPause } = this.#line;
    const isRefusal = answer.statusCode === 429;
    const asked = retryAfter(answer.headers["retry-after"], Date.now()) ?? (isRefusal ? 1000 : undefined);
    if (asked === undefined) return;
    const pause = budget.pauseFor(asked, isRefusal);
    const longer = pace.pause(pause);
    budget.waited(longer);
    if (longer > 0) onPause?.(pause);
  }

  async #sleep(milliseconds: number): Promise<void> {
    try {
      await wait(milliseconds, undefined, { signal: this.#ended.signal });
    } catch {
      throw this.#reason;
    }
  }
}
