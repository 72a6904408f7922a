/** A leak of fewer characters in a row than twice this is no use to anybody, and may stay. */
const gramLength = 8;
/** What a line has to remember of those before it: every longer piece shows in the line that it goes on in. */
const rememberedLength = 2 * gramLength - 1;
/** Shorter secrets would take words out of every text (core/credentials.ts masks no shorter forms either). */
const shortestForm = 6;

/**
 * Takes secrets out of texts that are written or uploaded: the agent masks lines of the log and no files. A form counts
 * wherever a piece of it stands, cut off, wrapped or spread over lines, so texts are compared by runs of characters and
 * without their white space. A text without a secret costs one look at every eighth character.
 */
export class Scrubber {
  readonly #grams: Grams;
  readonly #short: readonly string[];

  /** @param forms Every printable form of every secret, in clear. */
  constructor(forms: Iterable<string>) {
    const plain = [...new Set(forms)]
      .map((form) => form.replace(/\s+/g, ""))
      .filter((form) => form.length >= shortestForm);
    this.#short = plain.filter((form) => form.length < 2 * gramLength);
    this.#grams = new Grams(plain.filter((form) => form.length >= 2 * gramLength));
  }

  /** The text with `***` in the place of each piece of a secret. */
  scrub(text: string): string {
    if (text.length < shortestForm) return text;
    const dense = text.replace(/\s+/g, "");
    return this.#isSuspicious(dense) ? replaced(text, this.#marks(dense)) : text;
  }

  /**
   * The same for the lines of one stream, given in turn: a piece that began in a line before is known. What stood there
   * is printed already, so of a secret in pieces the first may show, of at most 15 characters.
   */
  lines(): (line: string) => string {
    let before = "";
    return (line) => {
      const begun = before;
      const dense = begun + line.replace(/\s+/g, "");
      before = dense.slice(-rememberedLength);
      if (!this.#isSuspicious(dense)) return line;
      return replaced(line, this.#marks(dense).subarray(begun.length));
    };
  }

  /** Whether a piece of a secret may be in it: of every long enough run one gram stands at a multiple of its length. */
  #isSuspicious(dense: string): boolean {
    for (let at = 0; at + gramLength <= dense.length; at += gramLength)
      if (this.#grams.hasAt(dense, at)) return true;
    return this.#short.some((form) => dense.includes(form));
  }

  /** Of each character that is not white space, whether it belongs to a secret. */
  #marks(dense: string): Uint8Array {
    const marks = new Uint8Array(dense.length);
    for (let at = 0; at + gramLength <= dense.length; at += 1)
      if (this.#grams.hasAt(dense, at)) marks.fill(1, at, at + gramLength);
    for (const form of this.#short)
      for (let at = dense.indexOf(form); at >= 0; at = dense.indexOf(form, at + 1))
        marks.fill(1, at, at + form.length);
    return marks;
  }
}

/**
 * The runs of eight characters of some texts. A table of bits (Bloom) says no to nearly all others, and only a yes is
 * looked for in the texts: a set of tens of thousands of strings would be megabytes, and each question a new string.
 */
class Grams {
  readonly #bits = new Uint32Array(1 << 16);
  readonly #texts: string;

  constructor(texts: readonly string[]) {
    this.#texts = texts.join("\n");
    for (let at = 0; at + gramLength <= this.#texts.length; at += 1) {
      const bit = bitOf(this.#texts, at);
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  hasAt(text: string, at: number): boolean {
    const bit = bitOf(text, at);
    if ((((this.#bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) return false;
    return this.#texts.includes(text.slice(at, at + gramLength));
  }
}

/** A number of 21 bits for eight characters (FNV-1a, draft-eastlake-fnv). */
function bitOf(text: string, at: number): number {
  let hash = 0x811c9dc5;
  for (let next = at; next < at + gramLength; next += 1)
    hash = Math.imul(hash ^ text.charCodeAt(next), 0x01000193);
  return (hash ^ (hash >>> 21)) & 0x1fffff;
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
