import type { IncomingMessage } from "node:http";
import { finished } from "node:stream/promises";
import { parseUrl } from "../../core/url";

/** An answer, read to its end. `value` is what the reader made of a 200. */
export interface Reply<T> {
  readonly status: number;
  readonly value?: T;
  /** Where a redirect leads; absolute. */
  readonly location?: string;
  /** What a refusal says: the message and short type name of Azure DevOps' JSON envelope. */
  readonly message: string;
  readonly typeKey: string;
}

/** Reads an answer: a 200 by `read`, the text of a refusal up to 64 KB, and nothing of a redirect. */
export async function readReply<T>(
  answer: IncomingMessage,
  url: URL,
  read: (body: IncomingMessage) => Promise<T>,
): Promise<Reply<T>> {
  const status = answer.statusCode ?? 0;
  if (status === 200) return { status, value: await read(answer), message: "", typeKey: "" };
  const text = await readText(answer, 65_536);
  const target = answer.headers.location;
  const location = parseUrl(target, url.href)?.href;
  return { status, ...(location !== undefined && { location }), ...readEnvelope(text) };
}

/** The text of a body. What comes after `most` characters is read and dropped, so that the connection stays usable. */
export async function readText(body: IncomingMessage, most: number): Promise<string> {
  let text = "";
  body.setEncoding("utf8");
  for await (const chunk of body as AsyncIterable<string>) if (text.length < most) text += chunk;
  return text.slice(0, most);
}

/** Reads a body to its end and keeps nothing. */
export async function drain(body: IncomingMessage): Promise<void> {
  body.resume();
  await finished(body);
}

/** Envelope: https://github.com/astral-sh/uv/issues/7860. */
function readEnvelope(text: string): { readonly message: string; readonly typeKey: string } {
  try {
    const value = JSON.parse(text) as { message?: unknown; typeKey?: unknown } | null;
    const [message, typeKey] = [value?.message, value?.typeKey];
    return {
      message: typeof message === "string" ? message : "",
      typeKey: typeof typeKey === "string" ? typeKey : "",
    };
  } catch {
    return { message: "", typeKey: "" };
  }
}

/** A JSON body of any size that a list can have. */
export async function readJson(body: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
