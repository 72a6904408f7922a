import type { AskFeed, FeedPlace, TextReader } from "../../../shared/core/protocol";
import { services } from "../core/organizations";

/** The feed `fiber/fibers` of the organization `fabrikam`. */
export const place: FeedPlace = {
  organization: services(),
  feed: { project: "fiber", name: "fibers", forceAuth: false },
};

export const root = "https://pkgs.dev.azure.com/fabrikam/fiber/_packaging/fibers/";

/** Gives a text to a reader in pieces of a size. */
export function readPieces<T>(reader: TextReader<T>, text: string, size: number): T {
  for (let at = 0; at < text.length; at += size) reader.take(text.slice(at, at + size));
  return reader.end();
}

export interface TextFeed {
  readonly ask: AskFeed;
  /** Paths below the feed that were asked for, in their order. */
  readonly asked: readonly string[];
}

/** A feed that is a list of texts by their paths below it, given in pieces of three characters; 404 for all else. */
export function textFeed(texts: Readonly<Record<string, string>>): TextFeed {
  const asked: string[] = [];
  const ask: AskFeed = async (address, reader) => {
    const path = address.slice(root.length);
    asked.push(path);
    const text = await Promise.resolve(address.startsWith(root) ? texts[path] : undefined);
    if (text === undefined) return { status: 404, message: "not here", typeKey: "" };
    return { status: 200, value: readPieces(reader(), text, 3), message: "", typeKey: "" };
  };
  return { ask, asked };
}
