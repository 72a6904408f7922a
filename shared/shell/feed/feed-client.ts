import type { Identity } from "../../core/identity";
import type { AgentProxy } from "../../core/job";
import type { Organization } from "../../core/organization";
import { Connections } from "./connections";
import { CoveredAddresses } from "./covered-addresses";
import { Pace } from "./pace";
import { defaultPatience, type Patience } from "./patience";
import { Requests, type RequestLine } from "./requests";
import { RestVersions } from "./rest-versions";
import { RunBudget } from "./run-budget";

/** Measured: more than 32 requests under way brought nothing against a feed of 20 ms latency. */
const defaultConcurrency = 32;

/** Who asks, by which way, and how much at once. */
export interface ClientOptions {
  /** The job's, which the reason against an address speaks of. */
  readonly organization: Organization;
  /** Whom an address can be asked as; the first that covers it counts. */
  readonly identities: readonly Identity[];
  readonly proxy?: AgentProxy;
  /** PEM text of authorities that are trusted beside Node's own: the file that Agent.CAInfo names. */
  readonly ca?: string;
  /** Requests under way at once, at most; 32 when absent. */
  readonly concurrency?: number;
  readonly patience?: Partial<Patience>;
  /** When it fires, no further request is made and those under way are cut. */
  readonly signal?: AbortSignal;
  /** Told for how many milliseconds nothing is sent, because the feed asked for it, whenever that grows. */
  readonly onPause?: (milliseconds: number) => void;
  /** Told what the feed does otherwise than expected, each thing once. Safe for the log. */
  readonly onNotice?: (text: string) => void;
}

/**
 * Asks for one step: connections that are kept, at most so many requests at once, one pace and one budget
 * for all of them. `close` must be called; it cuts what is under way.
 */
export class FeedClient extends Requests {
  readonly concurrency: number;
  readonly #line: RequestLine;
  readonly #onNotice: ((text: string) => void) | undefined;
  readonly #noticed = new Set<string>();

  constructor(options: ClientOptions) {
    const concurrency = Math.max(1, options.concurrency ?? defaultConcurrency);
    const line = openLine(options, concurrency);
    super(line, options.signal);
    this.concurrency = concurrency;
    this.#line = line;
    this.#onNotice = options.onNotice;
  }

  /** Requests that can be stopped, and are counted, by themselves. They stop when the client is closed. */
  batch(): Requests {
    return new Requests(this.#line, this.ended);
  }

  /** How many pages of a list are asked for, at most. */
  get maxPages(): number {
    return this.#line.patience.maxPages;
  }

  /** Milliseconds to wait before each further look at a list that lags behind. */
  get listingWaits(): readonly number[] {
    return this.#line.patience.listingMs;
  }

  /** Says something that whoever opened the client should know, once. It is only worded where somebody listens. */
  async notice(word: () => string | Promise<string>): Promise<void> {
    if (this.#onNotice === undefined) return;
    const text = await word();
    if (this.#noticed.has(text)) return;
    this.#noticed.add(text);
    this.#onNotice(text);
  }

  close(): void {
    this.stop();
    this.#line.connections.destroy();
  }
}

function openLine(options: ClientOptions, concurrency: number): RequestLine {
  const { identities, organization, proxy, ca, onPause } = options;
  const patience = { ...defaultPatience, ...options.patience };
  return {
    addresses: new CoveredAddresses(identities, organization),
    connections: new Connections({
      ...(proxy && { proxy }),
      ...(ca !== undefined && { ca }),
      maxSockets: concurrency,
      connectMs: patience.connectMs,
    }),
    versions: new RestVersions(),
    patience,
    pace: new Pace(concurrency),
    budget: new RunBudget(patience),
    ...(onPause && { onPause }),
  };
}
