import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Hash } from "../../core/lock-entry";
import type { Reply, Target } from "../../core/protocol";
import { drain, eachChunk } from "./answer";
import type { Requests } from "./requests";

/** What came of one file. `refused`: the feed said no; `unchecked`: saved, but the bytes did not come. */
export type Outcome =
  | { readonly kind: "saved" }
  | { readonly kind: "hash"; readonly seen: "stated" | "bytes" }
  | { readonly kind: "refused"; readonly reply: Reply<unknown> }
  | { readonly kind: "unchecked"; readonly status: number };

/**
 * Has the feed save one file: an authenticated GET of it.
 *
 * The feed saves before it redirects, and the redirect need not be followed (microsoft/mxc, seed_feed.py; the same was
 * observed with a 5 second limit in Azure/iot-identity-service#635). So saving costs no bytes, and following is only
 * for the check. Where the index that the client will use states the file's hash (`#sha256=`, `cksum`),
 * comparing it with the lock file's needs no bytes either, and every client checks its own download against the lock
 * file again; fetching a whole lock file to hash it would cost gigabytes for no new knowledge. So bytes are hashed where
 * nothing states a hash that can be compared (an index without hashes; other algorithms), and where `verify` is `always`.
 * A file whose stated hash differs is not asked for at all: it would only be saved.
 */
export async function saveFile(
  requests: Requests,
  target: Target,
  verify: "stated" | "always",
): Promise<Outcome> {
  const agreement = compareStated(target);
  if (agreement === "different") return { kind: "hash", seen: "stated" };
  const needsBytes =
    target.checked && target.entry.hashes.length > 0 && (verify === "always" || agreement === "unknown");
  const read = needsBytes
    ? (body: IncomingMessage) => hasHash(body, target.entry.hashes)
    : (body: IncomingMessage) => drain(body).then(() => true);
  const reply = await requests.get(target.address, read, "*/*", "file");
  if (reply.value !== undefined) return reply.value ? { kind: "saved" } : { kind: "hash", seen: "bytes" };
  if (!isDownload(reply)) return { kind: "refused", reply };
  if (!needsBytes) return { kind: "saved" };
  return checkRedirected(requests, reply, read);
}

/** Follows to the storage host, without the token: a signed address takes none (pnpm/pnpm#1815, npm/cli#7210). */
async function checkRedirected(
  requests: Requests,
  first: Reply<boolean>,
  read: (body: IncomingMessage) => Promise<boolean>,
): Promise<Outcome> {
  let reply = first;
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
