import { join } from "node:path";
import type { Restoration, RestoreFacts, RestoringClient } from "../../../core/client";
import { pythonFailures } from "../../../protocols/pypi/failures";
import { fetchedBeyond } from "../../../protocols/pypi/fetched-files";
import { isRequirementsFile } from "../../../protocols/pypi/locks/requirement-files";
import { requirements } from "../../../protocols/pypi/locks/requirements";
import { detectUvProjects } from "../../../protocols/pypi/projects";
import { pypi } from "../../../protocols/pypi/protocol";
import { pip } from "../authenticate/client";
import { askingKeyring, fromFeedAlone, listPip } from "./listing";

/** pip: `pip download` of requirements files. */
export const restoringPip: RestoringClient = {
  name: "pip",
  authentication: pip,
  protocol: pypi,
  program: "pip",
  tool: "Python",
  looksFor: ["requirements files"],
  trust: "PIP_CERT",
  outputFolders: [],
  detect: (paths, read) => detectUvProjects(paths, read).filter(({ lock = "" }) => isRequirementsFile(lock)),
  locking:
    "Pin every requirement with == and --hash, as pip-compile --generate-hashes does, and commit the file.",
  lockReaders: [requirements],
  isConfiguration: () => false,
  findBypasses: () => [],
  withoutVariables: () => ["PIP_NO_INDEX", "PIP_REQUIRE_VIRTUALENV"],
  restore,
  list: listPip,
  ownFailures: [
    {
      pattern: /no such option: --keyring-provider/,
      text: "This pip is older than 23.1, and asks no keyring for the token. Run python -m pip install --upgrade pip in an earlier step, or have uv restore the project: install it, or set uvVersion.",
    },
  ],
  failures: pythonFailures,
};

/** What an environment has already is no reason for `pip download` not to fetch it. */
function restore({ job, clientFolder, locked, arguments: more }: RestoreFacts): Restoration {
  const folder = join(clientFolder, "packages");
  const args = [
    "download",
    ...askingKeyring,
    "--dest",
    folder,
    "-r",
    locked?.path ?? "requirements.txt",
    ...more,
  ];
  return {
    commands: [{ args, variables: fromFeedAlone }],
    restored: fetchedBeyond(folder, locked?.file.entries ?? []),
    kept: { PIP_FIND_LINKS: `${folder} ${job.environment.get("PIP_FIND_LINKS") ?? ""}`.trim() },
  };
}
