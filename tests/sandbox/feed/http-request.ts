import { request as httpRequest } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";

export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  /** Values of one header, each line by itself. */
  lines(name: string): readonly string[];
  readonly body: Buffer;
  readonly text: string;
  json(): unknown;
}

export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** Sends one request over its own connection and follows nothing. */
export function send(url: string, sending: Sending = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {}, body } = sending;
    const outgoing = httpRequest(url, { method, headers, agent: false }, (response) => {
      buffer(response).then((content) => {
        resolve({
          status: response.statusCode ?? 0,
          reason: response.statusMessage ?? "",
          headers: response.headers,
          lines: (name) =>
            response.rawHeaders.filter(
              (_value, index, raw) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name,
            ),
          body: content,
          text: content.toString("utf8"),
          json: () => JSON.parse(content.toString("utf8")) as unknown,
        });
      }, reject);
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

export function basic(token: string, user = "any"): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${token}`).toString("base64")}` };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** The target of a redirect, as a string. */
export function location(answer: Answer): string {
  return answer.headers.location ?? "";
}
