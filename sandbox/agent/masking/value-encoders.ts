type ValueEncoder = (value: string) => string;

const hex4 = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** JSON string escape without quotes; the .NET library also escapes U+0085, U+2028 and U+2029. */
const escapeJson: ValueEncoder = (value) =>
  JSON.stringify(value)
    .slice(1, -1)
    .replaceAll(/[\u0085\u2028\u2029]/g, hex4);

/** Uri.EscapeDataString (RFC 3986): escapes also the five marks that encodeURIComponent leaves. */
const escapeUriData: ValueEncoder = (value) =>
  encodeURIComponent(Buffer.from(value).toString()).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** What a shell or C-like language makes of the value: its backslash escapes taken away. */
const unescapeBackslashes: ValueEncoder = (value) =>
  value.replaceAll("\\\\", "\\").replaceAll("\\'", "'").replaceAll('\\"', '"').replaceAll("\\t", "\t");

/** The encoders that every masked value goes through, exactly these three. VSA/HostContext.cs:210-212 */
export const valueEncoders: readonly ValueEncoder[] = [escapeJson, escapeUriData, unescapeBackslashes];
