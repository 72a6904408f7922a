import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { feedAddress, recognizeFeed } from "../../../core/feed-address";
import type { LockEntry, LockFile } from "../../../core/lock-entry";
import { versionKey } from "../../../shell/feed/version-key";
import type { FeedJob } from "../../../shell/restore/feed-job";
import type { DetectedProject } from "../../../shell/restore/parts";
import type { UvFacts } from "./commands";

/** What uv's commands depend on, for a project in a folder of its own. `locked` is what its lock file says. */
export function uvFacts(
  run: FeedJob,
  project: DetectedProject,
  locked: LockFile | undefined,
  places: {
    readonly folder: string;
    readonly jobFolder: string;
    readonly environment: ReadonlyMap<string, string>;
  },
): UvFacts {
  const moved = places.environment.get("UV_PROJECT_ENVIRONMENT") ?? "";
  const environmentFolder = resolve(places.folder, moved === "" ? ".venv" : moved);
  return {
    jobFolder: places.jobFolder,
    arguments: run.inputs.arguments,
    environmentFolder,
    hasEnvironment: existsSync(join(environmentFolder, "pyvenv.cfg")),
    lock: lockFact(run, project, locked, places.jobFolder),
  };
}

function lockFact(
  run: FeedJob,
  { lock }: DetectedProject,
  locked: LockFile | undefined,
  jobFolder: string,
): UvFacts["lock"] {
  if (lock === undefined) return { kind: "none" };
  const path = join(run.job.workingDirectory, lock);
  if (lock.endsWith(".txt")) return { kind: "file", path };
  const text = readFileSync(path, "utf8");
  if (basename(lock) === "uv.lock") {
    const others = locked?.skipped.map(({ name }) => name) ?? [];
    return namesOwnFeeds(text, run) ? { kind: "uv-own" } : { kind: "uv-public", others };
  }
  const copy = join(jobFolder, basename(lock));
  writeFileSync(copy, throughFeed(text, run, locked), { mode: 0o600 });
  return { kind: "file", path: copy };
}

/** Whether every index in a uv.lock is a feed of the organization, which then serves its files too. */
function namesOwnFeeds(text: string, run: FeedJob): boolean {
  const registries = [...text.matchAll(/^source = \{ registry = "([^"\n]*)"/gm)].map(
    ([, address]) => address ?? "",
  );
  return [...new Set(registries)].every((address) => isOwn(address, run));
}

/**
 * The text of a pylock.toml with the feed's addresses in the place of public ones. The hashes stay, so the files are
 * the same. Shape: `pypi/download/<name>/<version>/<file>`, as the feed's simple index writes it (uv#10394).
 */
function throughFeed(text: string, run: FeedJob, locked: LockFile | undefined): string {
  const byFile = new Map<string | undefined, LockEntry>();
  for (const entry of locked?.entries ?? []) byFile.set(entry.file, entry);
  return text.replace(/\burl = (["'])([^"'\n]+)\1/g, (written, _quote, address: string) => {
    const file = address.split(/[?#]/)[0]?.split("/").at(-1) ?? "";
    const entry = byFile.get(decodeURIComponent(file));
    if (entry?.file === undefined || isOwn(address, run)) return written;
    const path = [entry.name, versionKey("pypi", entry.version), entry.file]
      .map(encodeURIComponent)
      .join("/");
    return `url = "${feedAddress(run.job.organization, run.feed, `pypi/download/${path}`)}"`;
  });
}

function isOwn(address: string, run: FeedJob): boolean {
  return recognizeFeed(address, run.job.organization).kind === "own";
}
