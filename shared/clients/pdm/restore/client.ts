import { join } from "node:path";
import type { AuthenticatingClient, Restoration, RestoreFacts, RestoringClient } from "../../../core/client";
import { baseName } from "../../../formats/locks/base-name";
import { pythonFailures, staleLock } from "../../../protocols/pypi/failures";
import { detectLocked, namesTool } from "../../../protocols/pypi/projects";
import { pypi } from "../../../protocols/pypi/protocol";
import { findPdmBypasses } from "../bypass";
import { pdmLock } from "../locks/pdm-lock";

const locking = "Run pdm lock and commit pdm.lock.";

/** PDM: `pdm install --no-self`, into the project's own environment. It is authenticated as pip is. */
export function restoringPdm(authentication: AuthenticatingClient): RestoringClient {
  return {
    name: "pdm",
    authentication,
    protocol: pypi,
    program: "pdm",
    tool: "pdm",
    looksFor: ["pdm.lock", "pyproject.toml with [tool.pdm]"],
    trust: "SSL_CERT_FILE",
    outputFolders: ["__pypackages__"],
    detect: (paths, read) =>
      detectLocked(paths, read, {
        ...{ lock: "pdm.lock", isNamedBy },
        needs: /^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*pdm[ \t]*\.[ \t]*dev-dependencies[ \t]*\]/m,
      }),
    locking,
    lockReaders: [pdmLock],
    isNamedBy,
    isConfiguration: (path) => baseName(path) === "pyproject.toml",
    findBypasses: findPdmBypasses,
    withoutVariables: () => [],
    restore,
    ownFailures: [staleLock(/hash doesn't match pyproject/i, locking)],
    failures: pythonFailures,
  };
}

function isNamedBy(text: string): boolean {
  return namesTool(text, "pdm", "pdm");
}

/**
 * PDM says by no variable where its environments are, so it is the project's own, as later steps find it. `pdm sync` takes
 * a lock file that is out of date; `pdm install --check` does not, and writes none.
 */
function restore({ job, project, arguments: more }: RestoreFacts): Restoration {
  const isLocked = project.lock !== undefined;
  const variables = { PDM_CACHE_DIR: join(job.jobFolder, "cache"), PDM_CHECK_UPDATE: "0" };
  return {
    commands: [{ args: ["install", ...(isLocked ? ["--check"] : []), "--no-self", ...more], variables }],
    ...(isLocked ? {} : { writesLock: "pdm.lock" }),
  };
}
