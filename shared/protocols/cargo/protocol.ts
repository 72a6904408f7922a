import type { FeedProtocol } from "../../core/protocol";
import { openLookUp } from "./crate-files";
import { crateKey, versionKey } from "./names";

/** Rust's crates: Cargo book, "Registries". An entry's `name` is the crate, its `file` is `<name>-<version>.crate`. */
export const cargo: FeedProtocol = {
  name: "cargo",
  listName: "Cargo",
  hasOneFile: true,
  // What Microsoft's own task and script hand over (CargoAuthenticateV0; microsoft/mxc, seed_feed.py).
  scheme: "Bearer",
  upstreamingVersion: "7.2-preview.1",
  packageKey: crateKey,
  versionKey,
  packagePath: (name) => `cargo/packages/${encodeURIComponent(name)}`,
  openLookUp,
};
