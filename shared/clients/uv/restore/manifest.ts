import type { RestoreManifest } from "../../../core/client-manifest";

/** uv as RestoreUpstream speaks of it. */
export const restoreManifest: RestoreManifest = {
  command: "uv sync",
  lockFiles: ["`uv.lock`", "requirements files", "`pylock.toml`"],
  keeps: [{ name: "UV_CACHE_DIR", holds: "uv's cache of the restore, for `uv sync --offline`" }],
  argument: {
    example: "--all-extras",
    link: "[uv sync](https://docs.astral.sh/uv/reference/cli/#uv-sync)",
  },
  inputs: [
    {
      name: "uvVersion",
      type: "string",
      label: "Version of uv",
      isAdvanced: true,
      help: "Enter a version of uv to fetch through the feed itself, put into the agent's tool cache and on PATH for this and the later steps. Example: `0.13.8`. Leave empty to use the uv on PATH or in the tool cache. [Installing uv](https://docs.astral.sh/uv/getting-started/installation/).",
    },
    {
      name: "groups",
      type: "string",
      label: "Dependency groups of uv projects",
      isAdvanced: true,
      help: "Enter the dependency groups to restore beside those that uv takes by default, separated by commas, or all for all of them; every uv project that is restored has to have them. Example: `test, docs`. [Dependency groups](https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-groups).",
    },
    {
      name: "extras",
      type: "string",
      label: "Extras of uv projects",
      isAdvanced: true,
      help: "Enter the extras (optional dependencies) to restore, separated by commas, or all for all of them; every uv project that is restored has to have them. Example: `cuda`. [Optional dependencies](https://docs.astral.sh/uv/concepts/projects/dependencies/#optional-dependencies).",
    },
  ],
  failures: [
    {
      says: "… needs …, which … does not have: the lock file is out of date",
      cause:
        "`pyproject.toml` has gained or changed a dependency since `uv.lock` was written, and `uv sync --frozen` would leave it out.",
      fix: "Run `uv lock` and commit `uv.lock`.",
    },
    {
      says: 'Input …: "…" is not the name of one',
      cause: "`groups` and `extras` take names as `pyproject.toml` has them, separated by commas, or `all`.",
      fix: "Correct the name.",
    },
    {
      says: "Feed … has no uv … for …",
      cause: "The input `uvVersion` names a version that the feed does not have for this agent's system.",
      fix: "Give the feed an upstream source for Python packages and a version that is there, or install uv in an earlier step and leave `uvVersion` out.",
    },
  ],
  goodToKnow: [
    "A `uv.lock` or `pylock.toml` with public addresses is restored through the feed and not changed. So a default index of `pyproject.toml` that is public, and `--index-url` lines of requirements files, bypass nothing; what bypasses the feed is a second index (`[[tool.uv.index]]` without `default = true`, `--extra-index-url`), Git, and a web address. An index that `[tool.uv.sources]` pins packages to is left to those, and they to it; so are packages that are locked to another feed of the organization.",
    "A project of uv is a folder with `uv.lock`, a `pylock.toml`, a `pyproject.toml` with `[tool.uv]` or with dependencies in `[project]` or `[dependency-groups]` (none that Poetry or PDM locks), or a requirements file: `requirements*.txt`, `*-requirements.txt`, or a `.txt` file in a folder `requirements`, which is installed in the folder above. One that another one takes in with `-r` or `-c` is none of its own, and a file of constraints is none.",
    "Requirements files without hashes and a `pyproject.toml` without a lock file are restored too. In mode save `uv pip compile` resolves them first, through the feed, for the Python that uv finds; what only other platforms need is not in it. uv looks into packages for that, which has the feed save those, so mode audit leaves open what is not locked. A workspace without `uv.lock` cannot be saved.",
    "A `uv.lock` that lacks what a `pyproject.toml` of the project or of a workspace member has gained fails the project. A member that is new altogether is not seen.",
    "What builds need (`[build-system] requires`) is in no lock file. In mode restore it comes through the feed, and counts. In mode save `uv pip compile` resolves it, for the builds of the project and its workspace members, with `build-constraint-dependencies`; nothing is built, and where uv is not there a warning says so. Of packages that the lock file has as source alone or takes from Git, and of what a backend asks for while it builds, only a build tells: the log names those packages, and mode restore has the feed save it. Mode audit leaves builds open.",
  ],
};
