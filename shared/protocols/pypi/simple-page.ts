/** A link of a project's page (PEP 503). */
export interface Anchor {
  /** As written: absolute or relative, with `#sha256=…` where the index states a hash. */
  readonly href: string;
  /** The file's name. */
  readonly text: string;
}

/** More than an anchor can be long; what is not an anchor within this much is no simple page. */
const mostText = 1_000_000;

/** Takes a page apart while it passes: one of any size needs the memory of one chunk. */
export class AnchorReader {
  #rest = "";

  /** The anchors that are whole with this text. Throws an Error for a text that is no simple page. */
  take(text: string): readonly Anchor[] {
    this.#rest += text;
    // No tag within a tag, and bounded: a page of unclosed tags must not cost quadratic time.
    const anchor = /<a\s([^<>]{1,8192})>([^<]{0,4096})<\/a\s*>/gi;
    const anchors: Anchor[] = [];
    let end = 0;
    for (const match of this.#rest.matchAll(anchor)) {
      end = match.index + match[0].length;
      const href = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(match[1] ?? "");
      const title = unescapeHtml(match[2] ?? "").trim();
      if (href !== null) anchors.push({ href: unescapeHtml(href[1] ?? href[2] ?? ""), text: title });
    }
    this.#rest = this.#rest.slice(end);
    if (this.#rest.length > mostText) throw new Error("The page is no simple page (PEP 503).");
    return anchors;
  }
}

/** The anchors of a page. Throws as `AnchorReader` does. */
export async function* readAnchors(page: AsyncIterable<string>): AsyncGenerator<Anchor> {
  const reader = new AnchorReader();
  for await (const chunk of page) yield* reader.take(chunk);
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeHtml(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (all: string, name: string) => {
    if (!name.startsWith("#")) return entities[name.toLowerCase()] ?? all;
    const number = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return number <= 0x10ffff ? String.fromCodePoint(number) : all;
  });
}
