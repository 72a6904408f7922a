import type { FeedProtocol } from "../../core/protocol";
import { projectKey, versionKey } from "./names";
import { openLookUp } from "./project-files";

/**
 * Python's packages: packaging.python.org/specifications/simple-repository-api. An entry's `name` is as PEP 503 normalizes
 * it; `file` is there where the lock names it, else every file of the version that has one of the hashes is meant.
 */
export const pypi: FeedProtocol = {
  name: "pypi",
  listName: "PyPi",
  hasOneFile: false,
  upstreamingVersion: "7.1-preview.1",
  packageKey: projectKey,
  versionKey,
  packagePath: (name) => `pypi/packages/${encodeURIComponent(name)}`,
  openLookUp,
};
