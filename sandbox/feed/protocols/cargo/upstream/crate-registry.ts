import { Readable } from "node:stream";
import type { rustCrate } from "../rust-crate";
import type { CargoUpstream } from "./cargo-upstream";

/** A registry of crates in memory, one version of each. */
export function crateRegistry(crates: readonly ReturnType<typeof rustCrate>[]): CargoUpstream {
  const byName = new Map(crates.map((crate) => [crate.indexEntry.name, crate]));
  return {
    kind: "cargo",
    location: "memory",
    index: (name) => {
      const crate = byName.get(name);
      return Promise.resolve(crate && [JSON.stringify(crate.indexEntry)]);
    },
    open: (name) => Promise.resolve(Readable.from([byName.get(name)?.content ?? ""])),
  };
}
