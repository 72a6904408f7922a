import type { RestoredManifest } from "../../../core/client-manifest";

/** pipenv as RestoreUpstream speaks of it. */
export const restored: RestoredManifest = {
  client: "pipenv",
  title: "pipenv",
  restore: {
    command: "pipenv sync --dev",
    lockFiles: ["`Pipfile.lock`"],
    keeps: [
      { name: "WORKON_HOME", holds: "where pipenv's environment of the restore is, for `pipenv run`" },
      { name: "PIPENV_VENV_IN_PROJECT", holds: "`0`, so that pipenv looks there" },
    ],
    argument: {
      example: "--categories docs",
      link: "[pipenv sync](https://pipenv.pypa.io/en/latest/commands.html#sync)",
    },
    inputs: [],
    failures: [],
    goodToKnow: [
      "A project of pipenv is a folder with a `Pipfile`. The feed takes the place of the public index there; other sources bypass it. An environment that is to be in the project (`PIPENV_VENV_IN_PROJECT`, or a `.venv` that is there) is made there. A `Pipfile.lock` that is out of date fails the project (`pipenv verify`).",
    ],
  },
};
