import type { FeedProtocol } from "../../core/protocol";
import { packageKey, versionKey } from "../../shell/feed/version-key";

/** A stub: shared/shell/feed still looks up by the protocol's name. */
export const maven: FeedProtocol = {
  name: "maven",
  listName: "Maven",
  hasOneFile: false,
  packageKey: (name) => packageKey({ protocol: "maven", name }),
  versionKey: (version) => versionKey("maven", version),
  packagePath: (name) => `maven/packages/${encodeURIComponent(name)}`,
  openLookUp: () => {
    throw new Error("not here yet");
  },
};
