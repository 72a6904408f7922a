import type { RestoringClient } from "../../../core/client";
import type { FailurePattern } from "../../../core/failure";
import { baseName } from "../../../formats/locks/base-name";
import { pylock } from "../../../protocols/pypi/locks/pylock";
import { requirements } from "../../../protocols/pypi/locks/requirements";
import { detectUvProjects } from "../../../protocols/pypi/projects";
import { pypi } from "../../../protocols/pypi/protocol";
import { uv } from "../authenticate/client";
import { findUvBypasses } from "../bypass";
import { uvLock } from "../locks/uv-lock";
import { listUv } from "./listing";
import { restoreUv } from "./restoration";
import { uvTool } from "./tool";

/** As uv says it, and reqwest and rustls below it. */
const failures: readonly FailurePattern[] = [
  { pattern: /hash mismatch|HashMismatch/i, kind: "hash" },
  {
    pattern:
      /UnknownIssuer|invalid peer certificate|unable to get (?:local )?issuer|self.signed certificate|certificate verify failed/i,
    kind: "authority",
  },
  {
    pattern: /\b407\b|proxy authentication required|tunnel error|unsuccessful tunnel|proxy connect/i,
    kind: "proxy",
  },
  { pattern: /\b401\b|unauthorized/i, kind: "unauthorized" },
  { pattern: /\b403\b|forbidden|lacks permission|AddUpstreamPackage/i, kind: "permission" },
  {
    pattern: /\b404\b|not found|no matching distribution|no solution found|was not found in/i,
    kind: "notFound",
  },
  { pattern: /\b50[234]\b|service unavailable|bad gateway|gateway time/i, kind: "upstreamDown" },
  {
    pattern:
      /dns error|failed to lookup address|could not resolve host|connection refused|tcp connect error/i,
    kind: "network",
  },
];

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
  isConfiguration: (path) => ["pyproject.toml", "uv.toml"].includes(baseName(path)),
  findBypasses: findUvBypasses,
  withoutVariables: () => ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_LOCKED", "UV_FROZEN", "UV_OFFLINE"],
  restore: restoreUv,
  list: listUv,
  failures,
};
