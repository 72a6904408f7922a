import { join } from "node:path";
import type { ClientCommand } from "../../../shell/restore/client-command";

/** `cargo fetch` downloads every crate of the lock file, for all platforms, and builds nothing. */
export function cargoCommands(isLocked: boolean, more: readonly string[]): readonly ClientCommand[] {
  const locked = isLocked ? ["--locked"] : [];
  const variables = { CARGO_TERM_COLOR: "never", CARGO_TERM_PROGRESS_WHEN: "never" };
  return [{ args: ["fetch", ...locked, ...more], variables }];
}

/**
 * What a Maven build needs is known to Maven alone, so its dependency plugin is asked: the dependencies of all scopes,
 * then the plugins of the build with what they need. The repository is one of this step's own, which is empty, so that
 * every file is asked of the feed.
 */
export function mavenCommands(jobFolder: string, more: readonly string[]): readonly ClientCommand[] {
  const repository = `-Dmaven.repo.local=${join(jobFolder, "repository")}`;
  return [{ args: ["-B", "-ntp", repository, "dependency:go-offline", ...more] }];
}
