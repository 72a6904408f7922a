import type { FeedProtocol } from "../../core/protocol";
import { openLookUp } from "./crate-files";
import { versionKey } from "./names";

/** Rust's crates: Cargo book, "Registries". An entry's `name` is the crate, its `file` is `<name>-<version>.crate`. */
export const cargo: FeedProtocol = {
  name: "cargo",
  listName: "Cargo",
  hasOneFile: true,
  packageKey: (name) => name.toLowerCase(),
  versionKey,
  packagePath: (name) => `cargo/packages/${encodeURIComponent(name)}`,
  openLookUp,
};
