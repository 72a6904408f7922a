import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { basicPair } from "../../core/credentials";
import type { Secret } from "../../core/secret";
import { clearText } from "../secrets";
import { ActiveRequests } from "./active-requests";
import { Connections } from "./connections";
import type { FeedAccess } from "./feed-access";
import { OwnAddresses } from "./own-address";
import { Pace } from "./pace";
import { backoff, defaultPatience, isPassing, retryAfter, type Patience } from "./patience";
import { readReply, type Reply } from "./reply";
import { RetryBudget } from "./retry-budget";
import { BrokenConnection, sendRequest } from "./send-request";

/** Measured: more than 32 requests under way brought nothing against a feed of 20 ms latency. */
export const defaultConcurrency = 32;

const common: readonly string[] = ["User-Agent", "feedpass"];
/** Without it a refused token gives a sign-in page instead of a 401 (azure-sdk-for-cpp#6019). */
const noRedirect: readonly string[] = ["X-TFS-FedAuthRedirect", "Suppress"];

/** The signal fired, or the client was closed. */
export class Aborted extends Error {
  override readonly name = "Aborted";
}

/**
 * GETs for one job: keep-alive, at most so many at once, repeated where that can help.
 * The token goes to addresses of the job's own organization and nowhere else; redirects are never followed here.
 * `close` must be called; it cuts what is under way.
 */
export class FeedClient {
  /** Requests that were sent, retries included. */
  requests = 0;
  readonly #access: FeedAccess;
  readonly #addresses: OwnAddresses;
  readonly #authorization: Secret;
  readonly #patience: Patience;
  readonly #connections: Connections;
  readonly #pace: Pace;
  readonly #budget = new RetryBudget();
  readonly #active = new ActiveRequests();
  readonly #ended = new AbortController();
  readonly #reason = new Aborted("The run was cancelled.");
  readonly #onSignal = (): void => {
    this.close();
  };

  constructor(access: FeedAccess, patience: Partial<Patience> = {}) {
    this.#access = access;
    this.#addresses = new OwnAddresses(access.organization);
    this.#authorization = basicPair(access.credentials).map((pair) => `Basic ${pair}`);
    this.#patience = { ...defaultPatience, ...patience };
    const most = Math.max(1, access.concurrency ?? defaultConcurrency);
    const { proxy, ca } = access;
    this.#connections = new Connections({
      ...(proxy && { proxy }),
      ...(ca !== undefined && { ca }),
      maxSockets: most,
      connectMs: this.#patience.connectMs,
    });
    this.#pace = new Pace(most);
    if (access.signal?.aborted === true) this.close();
    access.signal?.addEventListener("abort", this.#onSignal, { once: true });
  }

  /**
   * Asks an address of the own organization, with the token; `read` gets the body of a 200, once per attempt.
   * Throws a ForeignAddress (nothing was sent), a BrokenConnection after the last attempt, a ProxyRefusal, Aborted.
   */
  get<T>(address: string, read: (body: IncomingMessage) => Promise<T>, accept = "*/*"): Promise<Reply<T>> {
    const url = this.#addresses.parse(address);
    const authorization = clearText(this.#authorization);
    return this.#persist(
      url,
      common.concat(noRedirect, "Accept", accept, "Authorization", authorization),
      read,
    );
  }

  /** Asks any address, without the token: where a redirect leads. Throws as `get` does. */
  getAnonymously<T>(url: URL, read: (body: IncomingMessage) => Promise<T>): Promise<Reply<T>> {
    return this.#persist(url, common, read);
  }

  close(): void {
    const reason = this.#reason;
    this.#access.signal?.removeEventListener("abort", this.#onSignal);
    this.#ended.abort(reason);
    this.#pace.close(reason);
    this.#active.destroy(reason);
    this.#connections.destroy();
  }

  async #persist<T>(
    url: URL,
    headers: readonly string[],
    read: (body: IncomingMessage) => Promise<T>,
  ): Promise<Reply<T>> {
    for (let failures = 0, limited = 0; ;) {
      const outcome = await this.#attempt(url, headers, read);
      const stale = outcome instanceof BrokenConnection && outcome.stale;
      const refused = !(outcome instanceof BrokenConnection) && outcome.status === 429;
      if (refused) limited += 1;
      else if (!stale) failures += 1;
      const last = Math.max(failures, limited) >= this.#patience.attempts;
      const passing = outcome instanceof BrokenConnection || isPassing(outcome.status);
      if (!passing) this.#budget.refill();
      const free = stale || refused;
      if (!passing || last || (!free && !this.#budget.spend())) return settle(outcome);
      if (!stale) await this.#sleep(backoff(this.#patience, Math.max(failures, limited) - 1, Math.random()));
    }
  }

  async #attempt<T>(
    url: URL,
    headers: readonly string[],
    read: (body: IncomingMessage) => Promise<T>,
  ): Promise<Reply<T> | BrokenConnection> {
    await this.#pace.enter();
    let good = false;
    try {
      this.requests += 1;
      const route = this.#connections.route(url);
      // As a list, headers go into the request as they are; an object would be copied three times.
      const options = { ...route, headers: route.headers.concat(headers) };
      const reply = await sendRequest(options, this.#patience, this.#active, (answer) => {
        this.#obey(answer);
        return readReply(answer, url, read);
      });
      good = !isPassing(reply.status);
      return reply;
    } catch (error) {
      if (this.#ended.signal.aborted) throw this.#reason;
      if (error instanceof BrokenConnection) return error;
      throw error;
    } finally {
      this.#pace.leave(good);
    }
  }

  /** A `Retry-After` holds for the whole job, and may come with a 200 ("Rate and usage limits"). */
  #obey(answer: IncomingMessage): void {
    const asked = retryAfter(answer.headers["retry-after"], Date.now());
    const least = answer.statusCode === 429 ? 1000 : undefined;
    const pause = asked ?? least;
    if (pause !== undefined) this.#pace.pause(Math.min(pause, this.#patience.pauseMs));
  }

  async #sleep(milliseconds: number): Promise<void> {
    try {
      await wait(milliseconds, undefined, { signal: this.#ended.signal });
    } catch {
      throw this.#reason;
    }
  }
}

/** Lets `use` ask with the client that is open, or else with one that is closed afterwards. */
export async function withClient<T>(access: FeedAccess, use: (client: FeedClient) => Promise<T>): Promise<T> {
  if (access.client !== undefined) return use(access.client);
  const client = new FeedClient(access);
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

function settle<T>(outcome: Reply<T> | BrokenConnection): Reply<T> {
  if (outcome instanceof BrokenConnection) throw outcome;
  return outcome;
}
