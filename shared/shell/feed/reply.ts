import type { IncomingMessage } from "node:http";
import { parseUrl } from "../../core/url";
import { readText } from "./body";

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
