import { relative } from "node:path";
import type { Files } from "../../../core/files";
import { projectFolders, type Job } from "../../../core/job";
import { warning, type Note } from "../../../core/plan";
import { asTable, asText, lineFinder, place } from "../../../formats/toml/toml-file";
import { cargoHome, countingFiles, withIncluded } from "../configuration-files";
import { parseCargoFile } from "../registries";

/**
 * What `[http]` may say of the way to the feed, and what it means. Cargo has no setting that switches verification off.
 * Source: doc.rust-lang.org/cargo/reference/config.html, `[http]`.
 */
const settings: readonly (readonly [key: string, means: string])[] = [
  ["proxy", "sends all requests through a proxy"],
  ["cainfo", "trusts the authorities of a file"],
  ["proxy-cainfo", "trusts the authorities of a file for the proxy"],
  ["check-revoke", "does not ask whether a certificate was revoked"],
];

/** A warning for each setting by which the repository, and not the agent or the machine, says how the feed is reached. */
export function connectionNotes(job: Job, read: Files): readonly Note[] {
  const roots = projectFolders(job).flatMap((folder) => countingFiles(job, folder, read));
  const files = [...new Set(roots)].filter((path) => isOfRepository(job, path));
  const included = new Set(files.flatMap((path) => withIncluded(path, read)));
  return [...included].flatMap((path) =>
    settings
      .filter(([key]) => !job.environment.has(variableOf(key)))
      .flatMap(([key, means]) => settingNote(path, read, key, means)),
  );
}

/** Without the value: a proxy may have a password in it. */
function settingNote(path: string, read: Files, key: string, means: string): readonly Note[] {
  const value = asTable(read.parsed(path, parseCargoFile)?.document["http"])?.[key];
  const text = asText(value);
  if (key === "check-revoke" ? value !== false : text === undefined || text === "") return [];
  const line = text === undefined ? undefined : lineFinder(read.get(path) ?? "")(text);
  return [
    warning(
      `${place(path, line)} says http.${key}: Cargo ${means}, also on the way to the feed, and with it goes the token. The repository says so, and neither the agent nor the machine. If that is meant, set it for the machine, in the variable ${variableOf(key)}; otherwise remove it.`,
    ),
  ];
}

/** It wins over every file (Cargo's config reference, "Environment variables"). */
function variableOf(key: string): string {
  return `CARGO_HTTP_${key.toUpperCase().replace("-", "_")}`;
}

/** Whether a file of Cargo's configuration came with the sources. The agent keeps those in Agent.BuildDirectory. */
function isOfRepository(job: Job, path: string): boolean {
  const build = job.environment.get("AGENT_BUILDDIRECTORY") ?? "";
  const roots = build === "" ? projectFolders(job) : [build];
  return !isBelow(cargoHome(job), path) && roots.some((root) => isBelow(root, path));
}

function isBelow(folder: string, path: string): boolean {
  return !/^(?:\.\.(?:[\\/]|$)|[\\/]|[A-Za-z]:)/.test(relative(folder, path));
}
