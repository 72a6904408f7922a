import { basename, join } from "node:path";
import type { Restoration, RestoreFacts, RestoringClient } from "../../../core/client";
import { feedAddress, isOwnFeed } from "../../../core/feed-address";
import { logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { baseName } from "../../../formats/locks/base-name";
import { asTable, parseTomlPart } from "../../../formats/toml/toml-file";
import { pythonFailures, staleLock } from "../../../protocols/pypi/failures";
import { fetchedBeyond } from "../../../protocols/pypi/fetched-files";
import { detectLocked, namesTool } from "../../../protocols/pypi/projects";
import { pypi } from "../../../protocols/pypi/protocol";
import { poetry } from "../authenticate/client";
import { findPoetryBypasses } from "../bypass";
import { configurationFiles } from "../configuration-files";
import { poetryLock } from "../locks/poetry-lock";
import { parseProject } from "../sources";

const locking = "Run poetry lock and commit poetry.lock.";

/** Poetry: `poetry install --no-root`, into an environment of the job's own. */
export const restoringPoetry: RestoringClient = {
  name: "poetry",
  authentication: poetry,
  protocol: pypi,
  program: "poetry",
  tool: "poetry",
  looksFor: ["poetry.lock", "pyproject.toml with [tool.poetry]"],
  trust: "REQUESTS_CA_BUNDLE",
  outputFolders: [],
  detect: (paths, read) =>
    detectLocked(paths, read, {
      lock: "poetry.lock",
      isNamedBy,
      needs: /^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*poetry[ \t]*\.(?:.*\.)?[ \t]*(?:dev-)?dependencies[ \t]*\]/m,
    }),
  locking,
  lockReaders: [poetryLock],
  isNamedBy,
  isConfiguration: (path) => baseName(path) === "pyproject.toml",
  findBypasses: findPoetryBypasses,
  // Poetry installs into an environment that is active, and fetches nothing that is there.
  withoutVariables: () => ["VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV"],
  restore,
  ownFailures: [staleLock(/changed significantly since poetry\.lock/, locking)],
  failures: pythonFailures,
};

function isNamedBy(text: string): boolean {
  return namesTool(text, "poetry", "poetry");
}

/**
 * An environment that is new has nothing that would not be fetched, so `--sync` would do nothing more, and the command is
 * the same in every version. Later steps find it by its place (tried with Poetry 1.8 and 2.5, the network cut off); one
 * that the project has in its own folder stays there.
 */
function restore(facts: RestoreFacts): Restoration {
  const { clientFolder, project, locked, arguments: more } = facts;
  if (project.lock === undefined) requirePrimaryFeed(facts);
  const cache = join(clientFolder, "cache");
  const kept = {
    POETRY_CACHE_DIR: cache,
    ...(isInProject(facts)
      ? {}
      : {
          POETRY_VIRTUALENVS_PATH: join(clientFolder, "virtualenvs"),
          POETRY_VIRTUALENVS_IN_PROJECT: "false",
        }),
  };
  const variables = { ...kept, POETRY_VIRTUALENVS_CREATE: "true" };
  return {
    commands: [{ args: ["install", "--no-root", "--no-interaction", ...more], variables }],
    ...(project.lock === undefined ? { writesLock: "poetry.lock" } : {}),
    ...(locked?.file.builds === true
      ? { restored: fetchedBeyond(join(cache, "artifacts"), locked.file.entries) }
      : {}),
    kept,
  };
}

/** python-poetry.org/docs/configuration, `virtualenvs.in-project`: a variable, the project's file, the user's, `.venv`. */
function isInProject(facts: RestoreFacts): boolean {
  const { job } = facts;
  const said = job.environment.get("POETRY_VIRTUALENVS_IN_PROJECT") ?? "";
  if (said !== "") return /^(?:1|true)$/i.test(said);
  const users = configurationFiles(job).filter((path) => basename(path) === "config.toml");
  for (const path of [join(job.workingDirectory, "poetry.toml"), ...users]) {
    const settings = asTable(parseTomlPart(facts.read(path) ?? "")?.["virtualenvs"]);
    if (settings?.["in-project"] !== undefined) return settings["in-project"] === true;
  }
  return facts.exists(join(job.workingDirectory, ".venv"));
}

/** Throws a Problem where Poetry would lock everything from the public index, since no lock file says what else there is. */
function requirePrimaryFeed(facts: RestoreFacts): void {
  const { job, feed, project } = facts;
  const text = facts.read(join(job.workingDirectory, "pyproject.toml"));
  if (text === undefined) return;
  const { sources } = parseProject(project.manifest, text);
  const { organization } = job;
  if (sources.some(({ isPrimary, address }) => isPrimary && isOwnFeed(address, organization))) return;
  const address = feedAddress(organization, feed, "pypi/simple/");
  throw new Problem(
    "source-not-primary",
    `${logText(project.manifest)} has no lock file, and no primary source at a feed of ${logText(organization.name)}: Poetry would take every package from the public index.`,
    `Run poetry source add --priority=primary ${logText(feed.name)} ${address} and poetry lock, and commit pyproject.toml and poetry.lock.`,
  );
}
