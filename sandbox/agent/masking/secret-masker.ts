import { valueEncoders } from "./value-encoders";

interface Range {
  start: number;
  end: number;
}

/**
 * VSA/AdditionalMaskingRegexes.cs:12-38: the password in the userinfo part of a URL, made of what RFC 3986 allows there.
 * One with any other character, such as `"`, a space or `^`, is not masked.
 */
const urlPassword = /(?<=\/\/[^:/?#\n]+:)(?:[\w.~-]|%(?:AZP25)?[0-9a-f]{2}|[!$&'()*+,;=:])+(?=@)/gi;

/** AS/SecretMasking/LoggedSecretMasker.cs:83-104: a larger minimum counts as this. */
const largestMinimum = 6;

/** Replaces registered secrets in text by `***`, as the agent does to each console line and issue. */
export class SecretMasker {
  readonly #values = new Set<string>();
  readonly #minimumLength: number;

  /** @param minimumLength of AZP_IGNORE_SECRETS_SHORTER_THAN: shorter values are not masked; 0 masks all. */
  constructor(minimumLength = 0) {
    this.#minimumLength = Math.min(minimumLength, largestMinimum);
  }

  /** Registers a value and its three encoded forms. */
  addValue(value: string): void {
    for (const form of [value, ...valueEncoders.map((encode) => encode(value))]) {
      if (form !== "" && form.length >= this.#minimumLength) {
        this.#values.add(form);
      }
    }
  }

  /** Masks a text. Overlapping and adjacent matches become one `***`. */
  mask(text: string): string {
    const ranges = [...this.#valueRanges(text), ...patternRanges(text)].sort((a, b) => a.start - b.start);
    let masked = "";
    let position = 0;
    for (const range of mergeRanges(ranges)) {
      masked += `${text.slice(position, range.start)}***`;
      position = range.end;
    }
    return masked + text.slice(position);
  }

  *#valueRanges(text: string): Generator<Range> {
    for (const value of this.#values) {
      for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + 1)) {
        yield { start, end: start + value.length };
      }
    }
  }
}

function patternRanges(text: string): Range[] {
  return [...text.matchAll(urlPassword)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function mergeRanges(sorted: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end) {
      last.end = Math.max(last.end, range.end);
    } else {
      merged.push({ ...range });
    }
  }
  return merged;
}
