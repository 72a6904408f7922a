import type { FeedProtocol } from "../../core/protocol";
import { packageKey, versionKey } from "../../shell/feed/version-key";

/** A stub: shared/shell/feed still looks up by the protocol's name. */
export const cargo: FeedProtocol = {
  name: "cargo",
  listName: "Cargo",
  hasOneFile: true,
  packageKey: (name) => packageKey({ protocol: "cargo", name }),
  versionKey: (version) => versionKey("cargo", version),
  packagePath: (name) => `cargo/packages/${encodeURIComponent(name)}`,
  openLookUp: () => {
    throw new Error("not here yet");
  },
};
