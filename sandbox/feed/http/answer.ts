import { STATUS_CODES } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import type { Exchange } from "./exchange";
import type { Problem } from "./problem";

type Headers = Readonly<Record<string, string | string[] | number>>;

/** Sends a complete body; HEAD gets the same headers without it. */
export function sendBody(exchange: Exchange, status: number, body: string | Buffer, headers: Headers): void {
  const bytes = Buffer.from(body);
  start(exchange, status, { "Content-Length": bytes.length, ...headers });
  exchange.response.end(exchange.method === "HEAD" ? undefined : bytes);
}

/** Sends a JSON document. */
export function sendJson(exchange: Exchange, value: unknown, status = 200): void {
  const version = exchange.query.get("api-version") ?? "7.1";
  const type = `application/json; charset=utf-8; api-version=${/^[\w.-]+$/u.test(version) ? version : "7.1"}`;
  sendBody(exchange, status, JSON.stringify(value), { "Content-Type": type });
}

/** Sends an answer without body. */
export function sendEmpty(exchange: Exchange, status: number, headers: Headers = {}): void {
  start(exchange, status, { "Content-Length": 0, ...headers });
  exchange.response.end();
}

/** Streams a body; the connection is cut when the source fails midway. */
export async function sendStream(
  exchange: Exchange,
  status: number,
  body: Readable,
  headers: Headers,
): Promise<void> {
  start(exchange, status, headers);
  await pipeline(body, exchange.response);
}

/**
 * Sends a problem as the service does: the message in the reason phrase with the activity id, and the JSON
 * envelope. Sources of both forms: uv#7860, azure-pipelines-tasks#14668.
 * @param more What the protocol's clients read in the body beside that.
 */
export function sendProblem(exchange: Exchange, problem: Problem, more: object = {}): void {
  const standard = STATUS_CODES[problem.status] ?? "Error";
  exchange.response.statusMessage =
    problem.status === 405
      ? standard
      : printable(`${standard} - ${problem.message} (DevOps Activity ID: ${exchange.activityId})`);
  const envelope =
    problem.typeKey === ""
      ? { count: 1, value: { Message: problem.message } }
      : {
          $id: "1",
          innerException: null,
          message: problem.message,
          typeName: problem.typeName,
          typeKey: problem.typeKey,
          errorCode: 0,
          eventId: 3000,
        };
  sendBody(exchange, problem.status, JSON.stringify({ ...envelope, ...more }), {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-cache",
    ...problem.headers,
  });
}

function start(exchange: Exchange, status: number, headers: Headers): void {
  const { response, request, activityId } = exchange;
  // An unread body would leave a keep-alive connection in the middle of a request.
  request.resume();
  response.setHeader("ActivityId", activityId);
  response.setHeader("X-TFS-ProcessId", "00000000-0000-4000-8000-000000000001");
  response.setHeader("X-TFS-Session", activityId);
  response.setHeader("X-VSS-E2EID", activityId);
  response.setHeader("X-FRAME-OPTIONS", "SAMEORIGIN");
  response.setHeader("X-Content-Type-Options", "nosniff");
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
}

/** A reason phrase holds visible Latin-1 only (RFC 9112, section 4). */
function printable(text: string): string {
  return text.replace(/[^\t\x20-\x7e\xa0-\xff]/gu, "?");
}
