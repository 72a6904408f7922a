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
  packageKey: (name) => name,
  versionKey: (version) => version,
  packagePath: (name) => {
    const [group = "", artifact = ""] = name.split(":").map(encodeURIComponent);
    return `maven/groups/${group}/artifacts/${artifact}`;
  },
  openLookUp,
  askHash,
};
