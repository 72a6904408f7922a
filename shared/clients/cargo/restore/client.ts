import type { Project, Restoration, RestoreFacts, RestoringClient } from "../../../core/client";
import type { FailurePattern } from "../../../core/failure";
import type { Job } from "../../../core/job";
import { baseName } from "../../../formats/locks/base-name";
import { folderOf, inFolder, isBelow } from "../../../formats/project-paths";
import { cargo as protocol } from "../../../protocols/cargo/protocol";
import { cargo } from "../authenticate/client";
import { findCargoBypasses } from "../bypass";
import { jobHome } from "../authenticate/job-home";
import { isEarlierJobHome, withIncluded } from "../configuration-files";
import { cargoLock } from "../locks/cargo-lock";

/** As curl and Cargo say it (cargo, src/cargo/util/network and src/cargo/sources/registry). */
const failures: readonly FailurePattern[] = [
  { pattern: /checksum (?:for .* )?(?:changed|mismatch)|failed to verify the checksum/i, kind: "hash" },
  {
    pattern:
      /SSL certificate problem|unable to get (?:local )?issuer|self.signed certificate|certificate verify failed|UnknownIssuer/i,
    kind: "authority",
  },
  {
    pattern:
      /\b407\b|proxy authentication required|could not resolve proxy|tunnel(?:ing)? failed|proxy connect/i,
    kind: "proxy",
  },
  { pattern: /\b401\b|unauthorized/i, kind: "unauthorized" },
  { pattern: /\b403\b|forbidden|lacks permission|AddUpstreamPackage/i, kind: "permission" },
  { pattern: /\b404\b|no matching package|not found/i, kind: "notFound" },
  { pattern: /\b50[234]\b|service unavailable|bad gateway|gateway time/i, kind: "upstreamDown" },
  {
    pattern: /could not resolve host|failed to connect|could not connect|connection refused|dns error/i,
    kind: "network",
  },
];

/** Cargo: `cargo fetch` downloads every crate of the lock file, for all platforms, and builds nothing. */
export const restoringCargo: RestoringClient = {
  name: "cargo",
  authentication: cargo,
  protocol,
  program: "cargo",
  tool: "cargo",
  looksFor: ["Cargo.toml"],
  trust: "CARGO_HTTP_CAINFO",
  outputFolders: ["target", "vendor"],
  detect,
  locking: "Run cargo generate-lockfile and commit Cargo.lock.",
  lockReaders: [cargoLock],
  isConfiguration: (path) => /(?:^|\/)\.cargo\/config(?:\.toml)?$/.test(path),
  includedFiles: withIncluded,
  findBypasses: findCargoBypasses,
  withoutVariables,
  restore,
  failures,
};

/** A root has a Cargo.lock beside it, or no Cargo.toml above it (Cargo reference, "Workspaces"). */
function detect(paths: readonly string[]): readonly Project[] {
  const found = new Set(paths);
  return paths
    .filter((path) => baseName(path) === "Cargo.toml")
    .flatMap((manifest): Project[] => {
      const folder = folderOf(manifest);
      const lock = inFolder(folder, "Cargo.lock");
      if (found.has(lock)) return [{ folder, manifest, lock }];
      return isBelow(folder, "Cargo.toml", found) ? [] : [{ folder, manifest }];
    });
}

/** The home that an earlier step made has another registry in the place of the public one. */
function withoutVariables(job: Job): readonly string[] {
  return ["CARGO_NET_OFFLINE", ...(isEarlierJobHome(job) ? ["CARGO_HOME"] : [])];
}

/** The home of the restore, which has what Cargo fetched, stays that of later steps. */
function restore({ clientFolder, project, arguments: more }: RestoreFacts): Restoration {
  const isLocked = project.lock !== undefined;
  const variables = { CARGO_TERM_COLOR: "never", CARGO_TERM_PROGRESS_WHEN: "never" };
  return {
    commands: [{ args: ["fetch", ...(isLocked ? ["--locked"] : []), ...more], variables }],
    ...(isLocked ? {} : { writesLock: "Cargo.lock" }),
    kept: { CARGO_HOME: jobHome({ jobFolder: clientFolder }) },
  };
}
