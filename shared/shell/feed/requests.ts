import { setMaxListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { AskFeed, Reply } from "../../core/protocol";
import { clearText } from "../secrets";
import { readInto, readReply } from "./answer";
import type { Connections } from "./connections";
import type { CoveredAddresses } from "./covered-addresses";
import type { Pace } from "./pace";
import { backoff, isPassing, retryAfter, type Patience, type RetryBudget } from "./patience";
import { ActiveRequests, BrokenConnection, sendRequest } from "./send-request";

/** What all requests of a step share. */
export interface RequestLine {
  readonly addresses: CoveredAddresses;
  readonly connections: Connections;
  readonly patience: Patience;
  readonly pace: Pace;
  readonly budget: RetryBudget;
}

/** They were stopped, by their owner or by the signal. */
export class Aborted extends Error {
  override readonly name = "Aborted";
}

const common: readonly string[] = ["User-Agent", "feedpass"];
/** Without it a refused token gives a sign-in page instead of a 401 (azure-sdk-for-cpp#6019). */
const noRedirect: readonly string[] = ["X-TFS-FedAuthRedirect", "Suppress"];

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
  readonly ask: AskFeed = (address, reader, accept) =>
    this.get(address, (body) => readInto(body, reader()), accept);

  /**
   * Asks an address with the credentials of the identity that covers it; `read` gets the body of a 200, once per attempt.
   * Throws a ForeignAddress (nothing was sent), a BrokenConnection after the last attempt, a ProxyRefusal, Aborted.
   */
  async get<T>(address: string, read: Read<T>, accept = "*/*"): Promise<Reply<T>> {
    const { url, authorization } = this.#line.addresses.find(address);
    const own = common.concat(noRedirect, "Accept", accept, "Authorization", clearText(authorization));
    return this.#persist(url, own, read);
  }

  /** Asks any address, without credentials: where a redirect leads. Throws as `get` does. */
  getAnonymously<T>(url: URL, read: Read<T>): Promise<Reply<T>> {
    return this.#persist(url, common, read);
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

  async #persist<T>(url: URL, headers: readonly string[], read: Read<T>): Promise<Reply<T>> {
    const { budget, patience } = this.#line;
    for (let failures = 0, limited = 0; ;) {
      const outcome = await this.#attempt(url, headers, read);
      const stale = outcome instanceof BrokenConnection && outcome.stale;
      const refused = !(outcome instanceof BrokenConnection) && outcome.status === 429;
      if (refused) limited += 1;
      else if (!stale) failures += 1;
      const last = Math.max(failures, limited) >= patience.attempts;
      const passing = canPass(outcome);
      if (!passing) budget.refill();
      const free = stale || refused;
      if (!passing || last || (!free && !budget.spend())) return settle(outcome);
      if (!stale) await this.#sleep(backoff(patience, Math.max(failures, limited) - 1, Math.random()));
    }
  }

  async #attempt<T>(
    url: URL,
    headers: readonly string[],
    read: Read<T>,
  ): Promise<Reply<T> | BrokenConnection> {
    const { connections, pace, patience } = this.#line;
    this.#ended.signal.throwIfAborted();
    await pace.enter(this);
    let good = false;
    try {
      // They may have been stopped since this one was let in.
      this.#ended.signal.throwIfAborted();
      this.sent += 1;
      const route = connections.route(url);
      // As a list, headers go into the request as they are; an object would be copied three times.
      const options = { ...route, headers: route.headers.concat(headers) };
      const reply = await sendRequest(options, patience, this.#active, (answer) => {
        this.#obey(answer);
        return readReply(answer, url, read);
      });
      good = !isPassing(reply.status);
      return reply;
    } catch (error) {
      this.#ended.signal.throwIfAborted();
      if (error instanceof BrokenConnection) return error;
      throw error;
    } finally {
      pace.leave(good);
    }
  }

  /** A `Retry-After` holds for the whole job, and may come with a 200 ("Rate and usage limits"). */
  #obey(answer: IncomingMessage): void {
    const { pace, patience } = this.#line;
    const asked = retryAfter(answer.headers["retry-after"], Date.now());
    const least = answer.statusCode === 429 ? 1000 : undefined;
    const pause = asked ?? least;
    if (pause !== undefined) pace.pause(Math.min(pause, patience.pauseMs));
  }

  async #sleep(milliseconds: number): Promise<void> {
    try {
      await wait(milliseconds, undefined, { signal: this.#ended.signal });
    } catch {
      throw this.#reason;
    }
  }
}

/** Whether another attempt can end otherwise. */
function canPass(outcome: Reply<unknown> | BrokenConnection): boolean {
  return outcome instanceof BrokenConnection ? !outcome.untrusted : isPassing(outcome.status);
}

function settle<T>(outcome: Reply<T> | BrokenConnection): Reply<T> {
  if (outcome instanceof BrokenConnection) throw outcome;
  return outcome;
}
