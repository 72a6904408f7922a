import { randomBytes } from "node:crypto";

/** What a package is made of: the text gives it its size. */
export interface SizedPackage {
  readonly name: string;
  readonly version: string;
  /** Letters and digits without a line end, to stand in a comment. */
  readonly text: string;
}

/** So many packages of about `kilobytes` KB each as they are downloaded, of text that does not compress further. */
export function packagesOfSize(count: number, kilobytes: number): readonly SizedPackage[] {
  return Array.from({ length: count }, (_, n) => ({
    name: `part-${n}`,
    version: "1.0.0",
    // Six of eight bits of base64 are random, so the archive has the size of the bytes.
    text: randomBytes(kilobytes * 1000).toString("base64"),
  }));
}
