/** A link of a project's page (PEP 503). */
export interface Anchor {
  /** As written: absolute or relative, with `#sha256=…` where the index states a hash. */
  readonly href: string;
  /** The file's name. */
  readonly text: string;
}

/** More than an anchor can be long; what is not an anchor within this much is no simple page. */
const maxLength = 1_000_000;

/** Gives each anchor of a page to `see` while the page passes: one of any size needs the memory of one piece. */
export class AnchorReader {
  readonly #see: (anchor: Anchor) => void;
  #rest = "";

  constructor(see: (anchor: Anchor) => void) {
    this.#see = see;
  }

  /** Throws an Error for a text that is no simple page. */
  take(text: string): void {
    const page = this.#rest + text;
    // No tag within a tag, and bounded: a page of unclosed tags must not cost quadratic time.
    const anchor = /<a\s([^<>]{1,8192})>([^<]{0,4096})<\/a\s*>/gi;
    let end = 0;
    for (const match of page.matchAll(anchor)) {
      end = match.index + match[0].length;
      const href = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(match[1] ?? "");
      const name = unescapeHtml(match[2] ?? "").trim();
      if (href !== null) this.#see({ href: unescapeHtml(href[1] ?? href[2] ?? ""), text: name });
    }
    this.#rest = page.slice(end);
    if (this.#rest.length > maxLength) throw new Error("The page is no simple page (PEP 503).");
  }
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeHtml(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (all: string, name: string) => {
    if (!name.startsWith("#")) return entities[name.toLowerCase()] ?? all;
    const number = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return number <= 0x10ffff ? String.fromCodePoint(number) : all;
  });
}
