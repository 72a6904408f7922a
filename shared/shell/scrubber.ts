/** A leak of fewer characters in a row than twice this is no use to anybody, and may stay. */
const gramLength = 8;

/**
 * Takes secrets out of texts that are written or uploaded: the agent masks lines of the log and no files. A form counts
 * wherever a piece of it stands, cut off, wrapped or spread over lines, so texts are compared by runs of characters and
 * without their white space. A text without a secret costs one look at every eighth character.
 */
export class Scrubber {
  readonly #grams = new Set<string>();
  readonly #short: readonly string[];

  /** @param forms Every printable form of every secret, in clear. */
  constructor(forms: Iterable<string>) {
    const short: string[] = [];
    for (const form of new Set(forms)) {
      const plain = form.replace(/\s+/g, "");
      if (plain.length < 2 * gramLength) short.push(plain);
      else for (let at = 0; at + gramLength <= plain.length; at += 1) this.#grams.add(gramAt(plain, at));
    }
    this.#short = short.filter((form) => form !== "");
  }

  /** The text with `***` in the place of each piece of a secret. */
  scrub(text: string): string {
    const dense = text.replace(/\s+/g, "");
    return this.#isSuspicious(dense) ? replaced(text, this.#marks(dense)) : text;
  }

  /** Whether a piece of a secret may be in it: of every long enough run one gram stands at a multiple of its length. */
  #isSuspicious(dense: string): boolean {
    for (let at = 0; at + gramLength <= dense.length; at += gramLength)
      if (this.#grams.has(gramAt(dense, at))) return true;
    return this.#short.some((form) => dense.includes(form));
  }

  /** Of each character that is not white space, whether it belongs to a secret. */
  #marks(dense: string): Uint8Array {
    const marks = new Uint8Array(dense.length);
    for (let at = 0; at + gramLength <= dense.length; at += 1)
      if (this.#grams.has(gramAt(dense, at))) marks.fill(1, at, at + gramLength);
    for (const form of this.#short)
      for (let at = dense.indexOf(form); at >= 0; at = dense.indexOf(form, at + 1))
        marks.fill(1, at, at + form.length);
    return marks;
  }
}

function gramAt(text: string, at: number): string {
  return text.slice(at, at + gramLength);
}

/** White space stays where it was, so that a text keeps its lines. */
function replaced(text: string, marks: Uint8Array): string {
  const parts: string[] = [];
  let seen = 0;
  let isInside = false;
  for (const [piece] of text.matchAll(/\s+|\S+/g)) {
    if (piece.trim() === "") {
      parts.push(piece);
      isInside = false;
      continue;
    }
    let kept = 0;
    for (let at = 0; at < piece.length; at += 1) {
      if (marks[seen + at] !== 1) {
        isInside = false;
        continue;
      }
      parts.push(piece.slice(kept, at));
      if (!isInside) parts.push("***");
      isInside = true;
      kept = at + 1;
    }
    parts.push(piece.slice(kept));
    seen += piece.length;
  }
  return parts.join("");
}
