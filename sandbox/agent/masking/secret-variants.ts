const quotes = ["'", '"'] as const;

function escapeLineBreaks(value: string): string {
  return value.replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function trimCharacters(value: string, characters: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && characters.includes(value.charAt(start))) {
    start++;
  }
  while (end > start && characters.includes(value.charAt(end - 1))) {
    end--;
  }
  return value.slice(start, end);
}

/**
 * Every form in which a secret job variable is masked from the start of the job: raw, command-escaped (with and
 * without percent), base64 of the whole value; each also without surrounding quotes and trimmed.
 * A value of white space only is not registered at all. AW/Worker.cs:152-213
 */
export function listJobStartForms(value: string): string[] {
  if (value.trim() === "") {
    return [];
  }
  const base64 = Buffer.from(value, "utf8").toString("base64");
  const forms = [value, escapeLineBreaks(value.replaceAll("%", "%AZP25")), escapeLineBreaks(value), base64];
  return [...new Set(forms.flatMap((form) => [form, ...listTrimmedForms(form)]))];
}

function listTrimmedForms(form: string): string[] {
  const quoted = quotes.filter((quote) => form.startsWith(quote) && form.endsWith(quote));
  return [...quoted.map((quote) => trimCharacters(form, quote)), trimCharacters(form, "\r\n ")];
}
