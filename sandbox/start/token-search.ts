/**
 * Tells in which form a text holds the token, or a part of it between two dots that is long enough to be no other's:
 * "as it is" or "in base64"; undefined when it does not. Base64 is found whatever stands before the token in what was
 * encoded (`user:token`, `:token`), with either alphabet (RFC 4648, sections 4 and 5).
 */
export function findToken(text: string, token: string): string | undefined {
  const parts = token.split(".").filter((part) => part.length >= 32);
  const secrets = parts.length > 0 ? parts : [token];
  if (secrets.some((secret) => text.includes(secret))) return "as it is";
  const standard = text.replaceAll("-", "+").replaceAll("_", "/");
  return secrets.some((secret) => base64Cores(secret).some((core) => standard.includes(core)))
    ? "in base64"
    : undefined;
}

/** The part of the secret's base64 that depends on the secret alone, for each of the three ways it can be aligned. */
function base64Cores(secret: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = bytes.length - (bytes.length % 3);
    return bytes
      .subarray(0, whole)
      .toString("base64")
      .slice(before === 0 ? 0 : 4);
  });
}
