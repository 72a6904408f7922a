import { printableForms, type Credentials } from "../core/credentials";
import { Secret } from "../core/secret";
import { command, print } from "./agent";

/** What this process has had masked, so that nothing is masked twice. */
const masked = new Set<string>();
const known = new WeakSet<Credentials>();

/** A value in clear, for whoever hands it on: to the agent, to a child, to a server. No other file asks a Secret. */
export function clearText(value: string | Secret): string {
  return value instanceof Secret ? value.expose() : value;
}

/** Has the agent mask every printable form of credentials, in everything that is printed from here on. */
export function maskCredentials(all: readonly Credentials[]): void {
  const fresh = all.filter((credentials) => !known.has(credentials));
  for (const credentials of fresh) known.add(credentials);
  maskTexts(fresh.flatMap((credentials) => printableForms(credentials)).map(clearText));
}

/** The same for single secrets, and for what they were derived from. */
export function maskSecrets(secrets: readonly Secret[]): void {
  for (const secret of new Set(secrets)) {
    const texts = secret.lineage().map(clearText);
    // `Bearer x` is masked with `x`.
    maskTexts(texts.filter((text) => !texts.some((part) => part !== text && text.includes(part))));
  }
}

function maskTexts(texts: readonly string[]): void {
  const fresh = new Set(texts.filter((text) => text !== "" && !masked.has(text)));
  if (fresh.size === 0) return;
  for (const text of fresh) masked.add(text);
  print([...fresh].map((text) => command("task.setsecret", {}, text)));
}
