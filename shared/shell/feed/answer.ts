import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Reply, TextReader } from "../../core/protocol";
import { parseUrl } from "../../core/url";

/** Gives each chunk of a body to `take`, and resolves at its end. Rejects when it breaks off, and with what `take` throws. */
export function eachChunk(body: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return consume(body, (chunk) => {
    take(chunk as Buffer);
  });
}

/** As `eachChunk`, with text. */
export function eachText(body: IncomingMessage, take: (text: string) => void): Promise<void> {
  body.setEncoding("utf8");
  return consume(body, (chunk) => {
    take(chunk as string);
  });
}

/** Two listeners and no async iterator: bodies here are mostly one chunk, of which that would be most of the work. */
function consume(body: IncomingMessage, take: (chunk: unknown) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    body.on("data", (chunk) => {
      try {
        take(chunk);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    body.on("close", () => {
      if (body.complete) resolve();
      else reject(new Error("The answer broke off"));
    });
  });
}

/** Gives the text of a body to a reader, and gives what all of it came to. Rejects as `eachText` does. */
export async function readInto<T>(body: IncomingMessage, reader: TextReader<T>): Promise<T> {
  await eachText(body, (text) => {
    reader.take(text);
  });
  return reader.end();
}

/** Reads a body to its end and keeps nothing. */
export function drain(body: IncomingMessage): Promise<void> {
  return consume(body, () => undefined);
}

/**
 * The text of a body. What comes after `max` characters is read and dropped, so that the connection stays usable; where
 * that is sixteen times as much, the connection is ended instead.
 */
async function readText(body: IncomingMessage, max: number): Promise<string> {
  let text = "";
  let length = 0;
  try {
    await eachText(body, (chunk) => {
      length += chunk.length;
      if (text.length < max) text += chunk;
      if (length > 16 * max) body.destroy();
    });
  } catch (error) {
    if (length <= 16 * max) throw error;
  }
  return text.slice(0, max);
}

/** A JSON body; the request that it answers has a limit for it. */
export async function readJson(body: IncomingMessage): Promise<unknown> {
  let text = "";
  await eachText(body, (chunk) => {
    text += chunk;
  });
  return JSON.parse(text);
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
  const envelope = readEnvelope(text);
  const message = envelope.message === "" ? spokenReason(answer) : envelope.message;
  return { status, ...(location !== undefined && { location }), ...envelope, message };
}

/** What the reason phrase says beyond the standard one: `Bad Request - … (DevOps Activity ID: …)` (ruff#10378). */
function spokenReason({ statusCode = 0, statusMessage = "" }: IncomingMessage): string {
  const standard = STATUS_CODES[statusCode] ?? "";
  const said = statusMessage.startsWith(`${standard} - `) ? statusMessage.slice(standard.length + 3) : "";
  return said.replace(/ \(DevOps Activity ID: [^()]*\)$/, "");
}

/** Envelope: https://github.com/astral-sh/uv/issues/7860. */
function readEnvelope(text: string): { readonly message: string; readonly typeKey: string } {
  if (text === "") return { message: "", typeKey: "" };
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
