/** One way in which a token can be written, and a text that shows it wherever it stands. */
interface Needle {
  readonly form: string;
  readonly text: string;
}

/** No secret part is shorter: less could be anyone's text. */
const leastPart = 32;

/**
 * Tells in which forms a text or the bytes of a file hold a token, or a part of it between two dots; empty when it
 * holds none. Forms: as it is; base64 with both alphabets (RFC 4648, sections 4 and 5), whatever stands before the
 * token in what was encoded; escaped for URLs, JSON, XML; hex; back to front.
 */
export class TokenSearch {
  readonly #needles: readonly Needle[];

  constructor(token: string) {
    const parts = token.split(".").filter((part) => part.length >= leastPart);
    const secrets = parts.length > 0 ? parts : [token];
    const needles = secrets.flatMap((secret) => needlesOf(secret));
    // The first form of a text names it: most escapes change nothing in a token.
    this.#needles = [...new Map(needles.reverse().map((needle) => [needle.text, needle])).values()];
  }

  forms(content: string | Buffer): readonly string[] {
    const text = typeof content === "string" ? content : content.toString("latin1");
    const small = text.toLowerCase();
    const found = this.#needles.filter((needle) =>
      needle.form === "hex" ? small.includes(needle.text) : text.includes(needle.text),
    );
    return [...new Set(found.map(({ form }) => form))];
  }
}

function needlesOf(secret: string): readonly Needle[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  return [
    { form: "as it is", text: bytes.toString("latin1") },
    { form: "back to front", text: Array.from(secret).reverse().join("") },
    { form: "hex", text: hex },
    { form: "hex", text: hex.replace(/../g, "%$&") },
    { form: "hex", text: hex.replace(/../g, "\\u00$&") },
    { form: "hex", text: hex.replace(/../g, "&#x$&;") },
    { form: "in decimal references", text: [...bytes].map((byte) => `&#${byte};`).join("") },
    { form: "escaped for URLs", text: encodeURIComponent(secret) },
    { form: "escaped for JSON", text: JSON.stringify(secret).slice(1, -1) },
    { form: "escaped for XML", text: escapeXml(secret) },
    ...[0, 1, 2].flatMap((offset) => base64Needles(secret, offset)),
  ];
}

/** The part of the secret's base64 that depends on the secret alone when `offset` bytes (modulo 3) stand before it. */
function base64Needles(secret: string, offset: number): readonly Needle[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  const core = whole.toString("base64").slice(offset === 0 ? 0 : 4);
  const form = "in base64";
  return [
    { form, text: core },
    { form, text: core.replaceAll("+", "-").replaceAll("/", "_") },
    { form, text: encodeURIComponent(core) },
  ];
}

function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "amp",
    "<": "lt",
    ">": "gt",
    '"': "quot",
    "'": "apos",
  };
  return text.replace(/[&<>"']/g, (character) => `&${names[character] ?? ""};`);
}
