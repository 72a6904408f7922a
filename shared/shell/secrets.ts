import { base64Forms, printableForms, type Credentials } from "../core/credentials";
import { Secret } from "../core/secret";
import { command, print } from "./agent";
import { Scrubber } from "./scrubber";

/** What this process has had masked, so that nothing is masked twice. */
const masked = new Set<string>();
const known = new WeakSet<Credentials>();
/** What the agent masks by itself, and a file could show all the same. */
const scrubbedAlone = new Set<string>();

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

/** Has credentials that the agent masks by itself, as those of its proxy, taken out of what is written. */
export function scrubCredentials(credentials: Credentials): void {
  for (const form of printableForms(credentials)) scrubbedAlone.add(clearText(form));
}

/**
 * A text for the log, a file or an upload with `***` in the place of every piece of every secret that this process had
 * masked: the agent masks lines of the log, and neither files nor what is broken into lines.
 */
export function scrubbed(text: string): string {
  return scrubber().scrub(text);
}

/** The same for the lines that a child writes to one stream, given in turn. */
export function scrubbedLines(): (line: string) => string {
  return scrubber().lines();
}

let made: { readonly scrubber: Scrubber; readonly forms: number } | undefined;

/** Makes ready what takes secrets out of texts, where there is time for it: else the first text waits. */
export function prepareScrubbing(): void {
  scrubber();
}

/** Made where something is to be scrubbed first: steps that only set variables do without. */
function scrubber(): Scrubber {
  const forms = masked.size + scrubbedAlone.size;
  if (made?.forms === forms) return made.scrubber;
  const all = [...masked, ...scrubbedAlone];
  made = { scrubber: new Scrubber([...all, ...all.flatMap(base64Forms)]), forms };
  return made.scrubber;
}
