import { text } from "node:stream/consumers";
import type { Caller } from "../http/authentication";
import type { Exchange } from "../http/exchange";
import { badRequest, Problem } from "../http/problem";
import type { FeedServices } from "../request/feed-request";
import type { Site } from "../request/site";

/** A REST request of a known organization, whose sender is anonymous or known. */
export interface RestRequest {
  readonly exchange: Exchange;
  readonly services: FeedServices;
  readonly site: Site;
  readonly caller: Caller;
}

/** 404 for a path or identifier that names nothing. */
export function resourceNotFound(what = "The requested resource"): Problem {
  return new Problem(404, "VssResourceNotFoundException", `${what} does not exist.`);
}

/** A list in the service's envelope. */
export function list(value: readonly unknown[]): { count: number; value: readonly unknown[] } {
  return { count: value.length, value };
}

/**
 * Reads a JSON body.
 * @throws Problem 400 for anything but an object.
 */
export async function readJsonBody(exchange: Exchange): Promise<Readonly<Record<string, unknown>>> {
  const body = await text(exchange.request);
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Told below, together with JSON that is no object.
  }
  throw badRequest("VssPropertyValidationException", "The body must be a JSON object.");
}
