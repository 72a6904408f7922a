import type { Hash } from "../../core/lock-entry";

const lengths = { sha512: 128, sha256: 64, sha1: 40, md5: 32 } as const;

/**
 * A digest of a lock file; `unchecked` is an algorithm that is not ours to check, `wrong` a digest that cannot be one
 * of its algorithm (cut off, or not hexadecimal).
 */
export function parseHash(algorithm: string, hex: string): Hash | "unchecked" | "wrong" {
  const name = algorithm.toLowerCase();
  if (!isChecked(name)) return /^[a-z0-9_-]{1,32}$/.test(name) ? "unchecked" : "wrong";
  const isDigest = hex.length === lengths[name] && /^[0-9A-Fa-f]+$/.test(hex);
  return isDigest ? { algorithm: name, hex: hex.toLowerCase() } : "wrong";
}

/** A digest as Python's tools write it: `sha256:<hex>`. */
export function parsePrefixedHash(text: string): Hash | "unchecked" | "wrong" {
  const colon = text.indexOf(":");
  return colon < 0 ? "wrong" : parseHash(text.slice(0, colon), text.slice(colon + 1));
}

function isChecked(name: string): name is Hash["algorithm"] {
  return Object.hasOwn(lengths, name);
}

/** What a digest should look like, for messages. */
export const expectedHash = "a digest of its algorithm's full length (sha256: 64 hexadecimal characters)";

/** Why a file whose digests are all of other algorithms is not saved. */
export const uncheckedReason =
  "its only digests are of algorithms that are not checked here (checked: sha512, sha256, sha1, md5)";
