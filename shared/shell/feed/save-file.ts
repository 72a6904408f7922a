import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Hash } from "../../core/lock-entry";
import type { Reply, Target } from "../../core/protocol";
import { drain, eachChunk } from "./answer";
import type { Requests } from "./requests";

/** What came of one file. `refused`: the feed said no; `unchecked`: saved, but the bytes did not come. */
export type Outcome =
  | { readonly kind: "saved" }
  /** The feed gave it, and its bytes are elsewhere. */
  | { readonly kind: "redirected"; readonly reply: Reply<unknown> }
  | { readonly kind: "hash"; readonly seen: "stated" | "bytes" }
  | { readonly kind: "refused"; readonly reply: Reply<unknown> }
  | { readonly kind: "unchecked"; readonly status: number };

/** How a file is asked for. */
export interface FileAsking {
  readonly verify: "stated" | "always";
  readonly scheme: "Bearer" | undefined;
}

/**
 * Has the feed save one file: an authenticated GET of it.
 *
 * The feed saves before it redirects, and the redirect need not be followed (microsoft/mxc, seed_feed.py; the same was
 * observed with a 5 second limit in Azure/iot-identity-service#635; `UnfollowedRedirects` looks whether it is so here).
 * So saving costs no bytes, and following is only for the check. A first GET can also be answered with the bytes
 * (pnpm/pnpm#11572): they are read to their end, and compared since they are there. Where the index that the client will use states the file's hash (`#sha256=`, `cksum`),
 * comparing it with the lock file's needs no bytes either, and every client checks its own download against the lock
 * file again; fetching a whole lock file to hash it would cost gigabytes for no new knowledge. So bytes are hashed where
 * nothing states a hash that can be compared (an index without hashes; other algorithms), and where `verify` is `always`.
 * A file whose stated hash differs is not asked for at all: it would only be saved.
 */
export async function saveFile(
  requests: Requests,
  target: Target,
  { verify, scheme }: FileAsking,
): Promise<Outcome> {
  const agreement = compareStated(target);
  if (agreement === "different") return { kind: "hash", seen: "stated" };
  const reply = await requests.get(target.address, readerFor(target), { asked: "file", scheme });
  if (reply.value !== undefined) return reply.value ? { kind: "saved" } : { kind: "hash", seen: "bytes" };
  if (!isDownload(reply)) return { kind: "refused", reply };
  const needsBytes = isChecked(target) && (verify === "always" || agreement === "unknown");
  return needsBytes ? followRedirect(requests, target, reply) : { kind: "redirected", reply };
}

/** Whether the lock file says what the bytes are. */
function isChecked({ checked, entry }: Target): boolean {
  return checked && entry.hashes.length > 0;
}

function readerFor(target: Target): (body: IncomingMessage) => Promise<boolean> {
  return isChecked(target)
    ? (body) => hasHash(body, target.entry.hashes)
    : (body) => drain(body).then(() => true);
}

/** Follows to the storage host, without the token: a signed address takes none (pnpm/pnpm#1815, npm/cli#7210). */
export async function followRedirect(
  requests: Requests,
  target: Target,
  first: Reply<unknown>,
): Promise<Outcome> {
  const read = readerFor(target);
  let reply = first as Reply<boolean>;
  for (let redirects = 0; redirects < 5 && reply.location !== undefined; redirects += 1) {
    const url = new URL(reply.location);
    if (url.protocol !== "https:" && url.protocol !== "http:") break;
    reply = await requests.getAnonymously(url, read);
    if (reply.value !== undefined) return reply.value ? { kind: "saved" } : { kind: "hash", seen: "bytes" };
  }
  return { kind: "unchecked", status: reply.status };
}

/** A redirect that is not one to the sign-in page, which an expired token can get (eclipse-che/che-server#755). */
function isDownload({ status, location }: Reply<unknown>): boolean {
  const redirect = [301, 302, 303, 307, 308].includes(status);
  return redirect && location !== undefined && !/\/_signin(?:[/?]|$)/i.test(location);
}

type Agreement = "same" | "different" | "unknown";

/** Whether the lock file and the index speak of the same bytes, as far as the hashes tell without any byte. */
export function compareStated({ entry, stated, checked }: Target): Agreement {
  if (stated === undefined || !checked) return "unknown";
  const comparable = entry.hashes.filter(({ algorithm }) => algorithm === stated.algorithm);
  if (comparable.some(({ hex }) => hex === stated.hex)) return "same";
  // Any hash of the entry makes a file right, so one of another algorithm may still do.
  return comparable.length > 0 && comparable.length === entry.hashes.length ? "different" : "unknown";
}

/**
 * Reads a body to its end and says whether it has one of the hashes. Bytes are dropped as they pass; nothing is held.
 */
async function hasHash(body: IncomingMessage, hashes: readonly Hash[]): Promise<boolean> {
  const algorithms = [...new Set(hashes.map(({ algorithm }) => algorithm))];
  const digests = algorithms.map((algorithm) => ({ algorithm, hash: createHash(algorithm) }));
  await eachChunk(body, (chunk) => {
    for (const { hash } of digests) hash.update(chunk);
  });
  const found = new Map(digests.map(({ algorithm, hash }) => [algorithm, hash.digest()]));
  return hashes.some(({ algorithm, hex }) => {
    const expected = Buffer.from(hex, "hex");
    const actual = found.get(algorithm);
    return actual?.length === expected.length && timingSafeEqual(actual, expected);
  });
}
