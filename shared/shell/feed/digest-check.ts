import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Hash } from "../../core/lock-entry";
import { eachChunk } from "./body";

/**
 * Reads a body to its end and says whether it has one of the hashes. Bytes are dropped as they pass; nothing is held.
 */
export async function hasHash(body: IncomingMessage, hashes: readonly Hash[]): Promise<boolean> {
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
