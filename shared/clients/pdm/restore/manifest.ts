import type { RestoredManifest } from "../../../core/client-manifest";

/** PDM as RestoreUpstream speaks of it. */
export const restored: RestoredManifest = {
  client: "pdm",
  title: "PDM",
  restore: {
    command: "pdm install --check --no-self",
    lockFiles: ["`pdm.lock`"],
    keeps: [],
    argument: {
      example: "--no-isolation",
      link: "[pdm install](https://pdm-project.org/latest/reference/cli/#install)",
    },
    inputs: [],
    failures: [],
    goodToKnow: [
      "A project of PDM is a folder with `pdm.lock`, or a `pyproject.toml` with `[tool.pdm]` or PDM's backend that needs something and has no other lock file. It is restored into the project's own environment, as PDM does: `.venv` and `.pdm-python` stay there. A `pdm.lock` that is out of date fails the project, and one with `static_urls` is fetched from those addresses.",
    ],
  },
};
