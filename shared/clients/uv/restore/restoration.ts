import { basename, join, resolve } from "node:path";
import type { ClientCommand, ProjectLock, Restoration, RestoreFacts } from "../../../core/client";
import { feedAddress, isOwnFeed } from "../../../core/feed-address";
import type { LockEntry } from "../../../core/lock-entry";
import { readFileAddress } from "../../../formats/locks/file-address";
import { pypi } from "../../../protocols/pypi/protocol";
import { fetchedByUv } from "./cache";
import { chosenOptions, exportArguments } from "./choices";
import { refuseStaleLock } from "./stale-lock";

/**
 * How uv restores a project: into the project's environment, as `uv sync` would.
 * A uv.lock that pins public addresses is exported, which makes no request and keeps the hashes, and its packages are
 * installed from the feed; `uv sync --frozen` then finds them installed and adds the rest, so neither the lock file nor
 * its addresses are touched. Tried with uv 0.13. uv's cache shares its files with the environment, so it has to stay.
 */
export function restoreUv(facts: RestoreFacts): Restoration {
  const { locked } = facts;
  const sharing = {
    ...{ keepsFolder: true, kept: { UV_CACHE_DIR: cacheFolder(facts) } },
    ...(isOpen(locked) ? { restored: fetchedByUv(cacheFolder(facts), locked?.file.entries ?? []) } : {}),
  };
  const more = [...chosenOptions(facts), ...facts.arguments];
  if (locked === undefined)
    return { ...sharing, commands: inCache(facts, [sync(more)]), writesLock: "uv.lock" };
  if (basename(locked.path) === "uv.lock") {
    refuseStaleLock(facts);
    const isOwn = locked.file.indexes.every((address) => isOwnFeed(address, facts.job.organization));
    const commands = isOwn ? [sync(["--frozen", ...more])] : throughExport(facts, more);
    return { ...sharing, commands: inCache(facts, commands) };
  }
  const isPylock = locked.path.endsWith(".toml");
  const path = isPylock ? join(facts.job.jobFolder, basename(locked.path)) : locked.path;
  const install = pip(facts, ["install", "-r", path, ...facts.arguments]);
  const commands = inCache(facts, [...environment(facts), install]);
  if (!isPylock) return { ...sharing, commands };
  return { ...sharing, commands, files: [{ kind: "write-file", path, text: throughFeed(facts, locked) }] };
}

/** Whether uv may fetch more than is locked. */
function isOpen(locked: ProjectLock | undefined): boolean {
  return locked === undefined || locked.file.builds === true || (locked.file.unpinned ?? 0) > 0;
}

/** The cache is one of this restore's own: what another has, the feed would never be asked for. */
export function inCache(facts: RestoreFacts, commands: readonly ClientCommand[]): readonly ClientCommand[] {
  const variables = { UV_CACHE_DIR: cacheFolder(facts) };
  return commands.map(({ args }) => ({ args, variables }));
}

function cacheFolder({ clientFolder }: RestoreFacts): string {
  return join(clientFolder, "cache");
}

function sync(more: readonly string[]): ClientCommand {
  return { args: ["sync", ...more] };
}

/** Packages that come from git, a path, a web address, an index of their own or another feed are left to `uv sync`. */
function throughExport(facts: RestoreFacts, more: readonly string[]): readonly ClientCommand[] {
  const { job, locked } = facts;
  const others = new Set(locked?.file.skipped.map(({ name }) => name));
  for (const { name, otherFeed } of locked?.file.entries ?? []) if (otherFeed !== undefined) others.add(name);
  const exported = join(job.jobFolder, "requirements.txt");
  const exporting = ["export", "--frozen", "--quiet", "--format", "requirements.txt", "--no-emit-local"];
  const skipped = [...others].flatMap((name) => ["--no-emit-package", name]);
  return [
    { args: [...exporting, ...skipped, ...exportArguments(more), "--output-file", exported] },
    ...environment(facts),
    pip(facts, ["sync", "--require-hashes", exported]),
    sync(["--frozen", ...more]),
  ];
}

function environmentFolder({ job }: RestoreFacts): string {
  const moved = job.environment.get("UV_PROJECT_ENVIRONMENT") ?? "";
  return resolve(job.workingDirectory, moved === "" ? ".venv" : moved);
}

/** A project's own environment is kept, as `uv sync` keeps it. */
function environment(facts: RestoreFacts): readonly ClientCommand[] {
  const folder = environmentFolder(facts);
  return facts.exists(join(folder, "pyvenv.cfg")) ? [] : [{ args: ["venv", folder] }];
}

function pip(facts: RestoreFacts, args: readonly string[]): ClientCommand {
  return { args: ["pip", ...args, "--python", environmentFolder(facts)] };
}

/**
 * The text of a pylock.toml with the feed's addresses in the place of public ones. The hashes stay, so the files are
 * the same. Shape: `pypi/download/<name>/<version>/<file>`, as the feed's simple index writes it (uv#10394).
 */
function throughFeed({ job, feed }: RestoreFacts, locked: ProjectLock): string {
  const byFile = new Map<string | undefined, LockEntry>();
  for (const entry of locked.file.entries) byFile.set(entry.file, entry);
  return locked.text().replace(/\burl = (["'])([^"'\n]+)\1/g, (written, _quote, address: string) => {
    const read = readFileAddress(address, (each) => isOwnFeed(each, job.organization));
    const entry = "file" in read && !read.own ? byFile.get(read.file) : undefined;
    if (entry?.file === undefined) return written;
    const path = [entry.name, pypi.versionKey(entry.version), entry.file].map(encodeURIComponent).join("/");
    return `url = "${feedAddress(job.organization, feed, `pypi/download/${path}`)}"`;
  });
}
