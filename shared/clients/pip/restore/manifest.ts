import type { RestoreManifest } from "../../../core/client-manifest";

/** pip as RestoreUpstream speaks of it. */
export const restoreManifest: RestoreManifest = {
  command: "pip download",
  lockFiles: [],
  keeps: [
    {
      name: "PIP_FIND_LINKS",
      holds: "the folder of the files that pip fetched, which `pip install` takes first",
    },
  ],
  argument: {
    example: "--only-binary :all:",
    link: "[pip download](https://pip.pypa.io/en/stable/cli/pip_download/)",
  },
  inputs: [],
  failures: [],
  goodToKnow: [
    "Requirements files are restored by uv where it is there (on PATH, in the tool cache, or by `uvVersion`), else by pip, which the log says; `packageManagers: pip` has pip restore them in any case. A project with lock files of several clients is restored by the one that its `pyproject.toml` names: `[tool.uv]`, `[tool.poetry]`, `[tool.pdm]`, or the backend of Poetry or PDM. The other lock file is not read, which the log says too.",
    "`PIP_FIND_LINKS` and `PIP_NO_INDEX` of the machine or of earlier steps, which have pip take files from elsewhere, do not count in the restore.",
  ],
};
