import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { SeedPackage } from "../../world/definition";
import { crateFile } from "./crate-versions";
import { crateVersionKey } from "./index-entry";
import { rustCrate } from "./rust-crate";

/** A crate, as it was published. */
export interface CrateSeed {
  readonly name: string;
  readonly version: string;
  readonly content: Buffer;
  /** What the version's line of the sparse index has beside name, version and the checksum of the content. */
  readonly indexEntry?: object;
}

/** A crate that is in a feed from the start. */
export function crateSeed({ name, version, content, indexEntry }: CrateSeed): SeedPackage {
  const crate = name.toLowerCase();
  const cksum = createHash("sha256").update(content).digest("hex");
  const entry = { name, vers: version, deps: [], features: {}, yanked: false };
  return {
    protocol: "cargo",
    name: crate,
    version,
    normalizedVersion: crateVersionKey(version),
    file: crateFile(crate, version),
    content,
    metadata: { ...entry, ...indexEntry, cksum },
  };
}

/** `fabrikam-greeting`. */
export function examplePackages(): readonly SeedPackage[] {
  const [name, version] = ["fabrikam-greeting", "1.2.0"];
  const source =
    'pub fn greet(name: &str) -> String {\n    format!("Hello {name}, from the private feed")\n}\n';
  const { content, indexEntry } = rustCrate({ name, version, source });
  // Cargo.lock of the example holds the checksum, and two builds of zlib may compress in two ways: so not at all.
  const stored = gzipSync(gunzipSync(content), { level: 0 });
  stored[9] = 255;
  return [crateSeed({ name, version, content: stored, indexEntry })];
}
