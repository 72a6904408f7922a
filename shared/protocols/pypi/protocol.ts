import type { FeedProtocol } from "../../core/protocol";
import { packageKey, versionKey } from "../../shell/feed/version-key";

/** A stub: shared/shell/feed still looks up by the protocol's name. */
export const pypi: FeedProtocol = {
  name: "pypi",
  listName: "PyPi",
  hasOneFile: false,
  packageKey: (name) => packageKey({ protocol: "pypi", name }),
  versionKey: (version) => versionKey("pypi", version),
  packagePath: (name) => `pypi/packages/${encodeURIComponent(name)}`,
  openLookUp: () => {
    throw new Error("not here yet");
  },
};
