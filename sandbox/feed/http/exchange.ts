import type { IncomingMessage, ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { schemeOf } from "./authentication";
import { badRequest } from "./problem";

/** One request with its response and the facts every answer needs. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly scheme: "http" | "https";
  /** Host header, lower case, with the port if it carries one. */
  readonly host: string;
  /** Path as sent, still escaped. */
  readonly path: string;
  /** Path split and unescaped, without empty parts. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** User-Agent header; empty when there is none. */
  readonly userAgent: string;
  /** GUID that appears in reason phrases and headers of this answer. */
  readonly activityId: string;
  /** What the router finds out, for the request log; `scheme` is what came, whoever was asked. */
  readonly notes: { protocol: string; feed?: string; identity: string; scheme: "Basic" | "Bearer" | "none" };
}

/** Reads the parts of a request that do not depend on where it is addressed to. */
export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
  return {
    request,
    response,
    method: request.method ?? "GET",
    scheme: (request.socket as Partial<TLSSocket>).encrypted === true ? "https" : "http",
    host: (request.headers.host ?? "").toLowerCase(),
    path,
    segments: path
      .split("/")
      .filter((part) => part !== "")
      .map(unescapeSegment),
    query: new URLSearchParams(query),
    userAgent: request.headers["user-agent"] ?? "",
    activityId: randomUUID(),
    notes: { protocol: "none", identity: "anonymous", scheme: schemeOf(request) },
  };
}

function unescapeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Refuses the paths that the web server in front of the service refuses.
 * @throws Problem 400. Source: azure-devops-cli-extension#806.
 */
export function refuseDangerousPath(exchange: Exchange): void {
  if (exchange.segments.some((segment) => segment.includes(":"))) {
    throw badRequest("", "A potentially dangerous Request.Path value was detected from the client (:).");
  }
}
