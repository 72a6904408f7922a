import { join } from "node:path";
import type { AuthenticatingClient, Restoration, RestoreFacts, RestoringClient } from "../../../core/client";
import { baseName } from "../../../formats/locks/base-name";
import { folderOf, inFolder } from "../../../formats/project-paths";
import { pythonFailures, staleLock } from "../../../protocols/pypi/failures";
import { pypi } from "../../../protocols/pypi/protocol";
import { findPipenvBypasses } from "../bypass";
import { pipfileLock } from "../locks/pipfile-lock";

const locking = "Run pipenv lock and commit Pipfile.lock.";

/** pipenv: `pipenv sync --dev`, into an environment of the job's own. It is authenticated as pip is. */
export function restoringPipenv(authentication: AuthenticatingClient): RestoringClient {
  return {
    name: "pipenv",
    authentication,
    protocol: pypi,
    program: "pipenv",
    tool: "pipenv",
    looksFor: ["Pipfile"],
    trust: "PIP_CERT",
    outputFolders: [],
    detect(paths) {
      const found = new Set(paths);
      return paths
        .filter((path) => baseName(path) === "Pipfile")
        .map((manifest) => {
          const folder = folderOf(manifest);
          const lock = inFolder(folder, "Pipfile.lock");
          return { folder, manifest, ...(found.has(lock) ? { lock } : {}) };
        });
    },
    locking,
    lockReaders: [pipfileLock],
    isConfiguration: (path) => baseName(path) === "Pipfile",
    findBypasses: findPipenvBypasses,
    withoutVariables: () => ["PIP_FIND_LINKS", "PIP_NO_INDEX", "PIPENV_SKIP_LOCK"],
    restore,
    ownFailures: [staleLock(/Pipfile\.lock is out-of-date/, locking)],
    failures: pythonFailures,
  };
}

/** `pipenv sync` takes a lock file that is out of date, so that is asked first. */
function restore(facts: RestoreFacts): Restoration {
  const { clientFolder, project, arguments: more } = facts;
  const kept: Readonly<Record<string, string>> = isInProject(facts)
    ? {}
    : { WORKON_HOME: join(clientFolder, "virtualenvs"), PIPENV_VENV_IN_PROJECT: "0" };
  const variables = {
    ...{ ...kept, PIPENV_CACHE_DIR: join(clientFolder, "cache"), PIP_NO_CACHE_DIR: "1" },
    ...{ PIPENV_IGNORE_VIRTUALENVS: "1", PIPENV_NOSPIN: "1", PIPENV_YES: "1" },
  };
  const isLocked = project.lock !== undefined;
  const commands = isLocked ? [["verify"], ["sync", "--dev", ...more]] : [["install", "--dev", ...more]];
  return {
    commands: commands.map((args) => ({ args, variables })),
    ...(isLocked ? {} : { writesLock: "Pipfile.lock" }),
    kept,
  };
}

/** pipenv.pypa.io, "Virtual environments": a variable, or the folder `.venv`. Such an environment stays in its place. */
function isInProject(facts: RestoreFacts): boolean {
  const { job } = facts;
  const said = job.environment.get("PIPENV_VENV_IN_PROJECT") ?? "";
  return said === "" ? facts.exists(join(job.workingDirectory, ".venv")) : /^(?:1|true|yes|on)$/i.test(said);
}
