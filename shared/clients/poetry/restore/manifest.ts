import type { RestoreManifest } from "../../../core/client-manifest";

/** Poetry as RestoreUpstream speaks of it. */
export const restoreManifest: RestoreManifest = {
  command: "poetry install",
  lockFiles: ["`poetry.lock`"],
  keeps: [],
  argument: {
    example: "--all-extras",
    link: "[poetry install](https://python-poetry.org/docs/cli/#install)",
  },
  inputs: [],
  failures: [],
  goodToKnow: [],
};
