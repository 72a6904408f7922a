import { Problem } from "../http/problem";
import { UpstreamDown } from "../upstream/upstream-registry";
import type { UpstreamSource } from "../upstream/upstream-registry";

interface Listing {
  readonly asked: number;
  readonly answer: unknown;
}

/**
 * Answers of upstream sources about packages, kept for a while and used beyond it when the source is down.
 * The service keeps them for hours (learn.microsoft.com "Upstream sources"); how long is set per run.
 */
export class UpstreamListings {
  readonly #kept = new Map<string, Listing>();
  readonly #underWay = new Map<string, Promise<unknown>>();
  readonly #freshMs: number;

  constructor(freshMs: number) {
    this.#freshMs = freshMs;
  }

  /**
   * Gives the kept answer while it is fresh, else asks; requests at the same time share one question.
   * @throws Problem 503 when the source is down and was never heard.
   */
  async ask<T>(source: UpstreamSource, what: string, question: () => Promise<T>): Promise<T> {
    const key = `${source.id}/${what}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && Date.now() - kept.asked < this.#freshMs) return kept.answer as T;
    try {
      const answer = (this.#underWay.get(key) as Promise<T> | undefined) ?? question();
      this.#underWay.set(key, answer);
      this.#kept.set(key, { asked: Date.now(), answer: await answer });
      return await answer;
    } catch (error) {
      if (!(error instanceof UpstreamDown)) throw error;
      if (kept !== undefined) return kept.answer as T;
      throw upstreamUnavailable(source);
    } finally {
      this.#underWay.delete(key);
    }
  }
}

/** 503 while an upstream source does not answer. No public capture of the service's wording is known. */
export function upstreamUnavailable(source: UpstreamSource): Problem {
  const message = `Unable to reach the upstream source '${source.name}'.`;
  return new Problem(503, "UpstreamUnavailableException", message);
}
