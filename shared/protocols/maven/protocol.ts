import type { FeedProtocol } from "../../core/protocol";
import { askHash, openLookUp } from "./artifact-files";

/**
 * Java's artifacts: maven.apache.org/repositories. An entry's `name` is `group:artifact`, its `file` is the path in the
 * repository.
 */
export const maven: FeedProtocol = {
  name: "maven",
  listName: "Maven",
  hasOneFile: false,
  upstreamingVersion: "7.1-preview.1",
  // What a feed makes of the letters' case is not documented, and no two artifacts differ in it alone.
  packageKey: (name) => name.toLowerCase(),
  versionKey: (version) => version.toLowerCase(),
  packagePath: (name) => {
    const [group = "", artifact = ""] = name.split(":").map(encodeURIComponent);
    return `maven/groups/${group}/artifacts/${artifact}`;
  },
  openLookUp,
  askHash,
};
