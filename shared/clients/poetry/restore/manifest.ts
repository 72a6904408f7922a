import type { RestoreManifest } from "../../../core/client-manifest";

/** Poetry as RestoreUpstream speaks of it. */
export const restoreManifest: RestoreManifest = {
  command: "poetry install --no-root",
  lockFiles: ["`poetry.lock`"],
  keeps: [
    {
      name: "POETRY_VIRTUALENVS_PATH",
      holds: "where Poetry's environment of the restore is, for `poetry run`",
    },
    { name: "POETRY_VIRTUALENVS_IN_PROJECT", holds: "`false`, so that Poetry looks there" },
    { name: "POETRY_CACHE_DIR", holds: "Poetry's cache of the restore" },
  ],
  argument: {
    example: "--all-extras",
    link: "[poetry install](https://python-poetry.org/docs/cli/#install)",
  },
  inputs: [],
  failures: [
    {
      says: "… has no lock file, and no primary source at a feed of …",
      cause:
        "Poetry takes its sources from `pyproject.toml` alone, and that names no feed for packages without a source.",
      fix: "Run the command in the message once, then `poetry lock`, and commit both files.",
    },
  ],
  goodToKnow: [
    "A project of Poetry is a folder with `poetry.lock`, or a `pyproject.toml` with `[tool.poetry]` or Poetry's backend that needs something and has no other lock file. Poetry takes its sources from `pyproject.toml` alone: packages that `poetry.lock` has without a source come from the public index also in the restore, which is a bypass, and the task asks the feed for their files itself. An environment that Poetry is set to have in the project (`virtualenvs.in-project`, or a `.venv` that is there) is made there.",
  ],
};
