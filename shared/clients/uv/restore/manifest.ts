import type { RestoreManifest } from "../../../core/client-manifest";

/** uv as RestoreUpstream speaks of it. */
export const restoreManifest: RestoreManifest = {
  command: "uv sync",
  lockFiles: ["`uv.lock`", "`requirements*.txt` with hashes", "`pylock.toml`"],
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
  ],
  failures: [
    {
      says: "Feed … has no uv … for …",
      cause: "The input `uvVersion` names a version that the feed does not have for this agent's system.",
      fix: "Give the feed an upstream source for Python packages and a version that is there, or install uv in an earlier step and leave `uvVersion` out.",
    },
  ],
  goodToKnow: [
    "A `uv.lock` with public addresses is restored through the feed and not changed.",
    "A project of uv is a folder with `uv.lock`, a `pylock.toml`, a `pyproject.toml` with `[tool.uv]`, or a requirements file with hashes.",
  ],
};
