import type { IncomingMessage } from "node:http";

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

/** Reads a body to its end and keeps nothing. */
export function drain(body: IncomingMessage): Promise<void> {
  return consume(body, () => undefined);
}

/** The text of a body. What comes after `most` characters is read and dropped, so that the connection stays usable. */
export async function readText(body: IncomingMessage, most: number): Promise<string> {
  let text = "";
  await eachText(body, (chunk) => {
    if (text.length < most) text += chunk;
  });
  return text.slice(0, most);
}

/** A JSON body of any size that a list can have. */
export async function readJson(body: IncomingMessage): Promise<unknown> {
  let text = "";
  await eachText(body, (chunk) => {
    text += chunk;
  });
  return JSON.parse(text);
}
