import type { RestoringClient } from "../../../core/client";
import { baseName } from "../../../formats/locks/base-name";
import { pythonFailures } from "../../../protocols/pypi/failures";
import { pylock } from "../../../protocols/pypi/locks/pylock";
import { requirements } from "../../../protocols/pypi/locks/requirements";
import { detectUvProjects, namesUv } from "../../../protocols/pypi/projects";
import { pypi } from "../../../protocols/pypi/protocol";
import { uv } from "../authenticate/client";
import { findUvBypasses } from "../bypass";
import { uvLock } from "../locks/uv-lock";
import { listUv } from "./listing";
import { restoreUv } from "./restoration";
import { uvTool } from "./tool";

/** uv: `uv sync`, or what comes to the same through the feed. */
export const restoringUv: RestoringClient = {
  name: "uv",
  authentication: uv,
  protocol: pypi,
  program: "uv",
  tool: "uv",
  fetching: uvTool,
  looksFor: ["uv.lock", "pylock.toml", "pyproject.toml with dependencies or [tool.uv]", "requirements files"],
  trust: "SSL_CERT_FILE",
  outputFolders: [".venv", "venv", ".tox", ".nox", "site-packages", "__pycache__"],
  detect: detectUvProjects,
  locking: "Run uv lock and commit uv.lock.",
  lockReaders: [uvLock, pylock, requirements],
  isNamedBy: namesUv,
  isConfiguration: (path) => ["pyproject.toml", "uv.toml"].includes(baseName(path)),
  findBypasses: findUvBypasses,
  withoutVariables: () => ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_LOCKED", "UV_FROZEN", "UV_OFFLINE"],
  restore: restoreUv,
  list: listUv,
  failures: pythonFailures,
};
