import type { RestoringClient } from "../../../core/client";
import { pypi } from "../../../protocols/pypi/protocol";
import { poetry } from "../authenticate/client";

/** Poetry, as far as the list needs it: no project is found yet, so none is restored. */
export const restoringPoetry: RestoringClient = {
  name: "poetry",
  authentication: poetry,
  protocol: pypi,
  program: "poetry",
  tool: "poetry",
  looksFor: ["pyproject.toml with [tool.poetry]"],
  trust: "REQUESTS_CA_BUNDLE",
  outputFolders: [".venv"],
  detect: () => [],
  locking: "Run poetry lock and commit poetry.lock.",
  lockReaders: [],
  isConfiguration: () => false,
  findBypasses: () => [],
  withoutVariables: () => [],
  restore: () => ({ commands: [{ args: ["install", "--no-root", "--no-interaction"] }] }),
  failures: [{ pattern: /hash for .* not found|do not match any of the expected/i, kind: "hash" }],
};
