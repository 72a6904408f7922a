import { basename, join } from "node:path";
import type { ProjectListing, ProjectLock, RestoreFacts } from "../../../core/client";
import { info } from "../../../core/plan";
import { asList, asTable, asText, parseTomlPart, type TomlTable } from "../../../formats/toml/toml-file";
import { chosen } from "./choices";
import { compileArguments, listBuilds } from "./build-listing";
import { inCache } from "./restoration";
import { refuseStaleLock } from "./stale-lock";

/**
 * How uv says which files a project needs that has no lock file, or that does not pin all of it: `uv pip compile`, for the
 * Python that uv finds for the project. Of each version it names the hashes of all files that the feed lists, so those of
 * all platforms are saved; what only other platforms need is not in it. Tried with uv 0.13.
 */
export function listUv(facts: RestoreFacts): ProjectListing | undefined {
  const { locked, project } = facts;
  if (locked === undefined) return listManifest(facts);
  if (basename(locked.path) === "uv.lock") refuseStaleLock(facts);
  const { unpinned = 0, entries } = locked.file;
  if (unpinned === 0) return listLockedBuilds(facts, locked);
  const count = unpinned + entries.length;
  const note = `${project.lock ?? project.manifest}: ${unpinned} of ${count} requirements are not pinned with ==, with hashes; uv resolves them through the feed first, so that another day may save other versions`;
  return compile(facts, locked.path, [], note);
}

/** A workspace without a lock file is more than its root's requirements, which is all that can be compiled. */
function listManifest(facts: RestoreFacts): ProjectListing | undefined {
  const { job, project } = facts;
  const path = join(job.workingDirectory, "pyproject.toml");
  const document = parseTomlPart(facts.read(path) ?? "");
  const settings = asTable(asTable(document?.["tool"])?.["uv"]);
  if (document?.["project"] === undefined || settings?.["workspace"] !== undefined) return undefined;
  const note = `${project.manifest} has no lock file; uv resolves it through the feed first, so that another day may save other versions. Run uv lock and commit uv.lock to have the same ones`;
  const listing = compile(facts, path, choices(facts, document, settings), note);
  const builds = isPackage(document, settings) ? listBuilds(facts, ["."], []) : undefined;
  if (builds === undefined) return listing;
  const { commands, lists, notes } = listing;
  return {
    commands: [...commands, ...builds.commands],
    lists: [...lists, ...builds.lists],
    files: builds.files ?? [],
    notes: [...notes, ...builds.notes],
  };
}

/** Whether uv builds the project itself: docs.astral.sh/uv/concepts/projects/config, "Project packaging". */
function isPackage(document: TomlTable, settings: TomlTable | undefined): boolean {
  const said = settings?.["package"];
  return said === true || (said !== false && document["build-system"] !== undefined);
}

/** `uv pip compile` knows no `--all-groups`, and none of the groups that `uv sync` takes by default. */
function choices(
  facts: RestoreFacts,
  document: TomlTable,
  settings: TomlTable | undefined,
): readonly string[] {
  const declared = Object.keys(asTable(document["dependency-groups"]) ?? {});
  const groups = chosen("groups", facts);
  const extras = chosen("extras", facts);
  const asDefault = settings?.["default-groups"] ?? ["dev"];
  const isAll = groups === "all" || asDefault === "all";
  const defaults = asList(asDefault).map(asText);
  const wanted = isAll
    ? declared
    : [...declared.filter((name) => defaults.includes(name) && !groups.includes(name)), ...groups];
  return [
    ...wanted.flatMap((name) => ["--group", name]),
    ...(extras === "all" ? ["--all-extras"] : extras.flatMap((name) => ["--extra", name])),
  ];
}

function compile(facts: RestoreFacts, path: string, more: readonly string[], note: string): ProjectListing {
  const list = join(facts.job.jobFolder, "requirements.txt");
  const commands = inCache(facts, [{ args: compileArguments(path, more, list) }]);
  return { commands, lists: [list], notes: [info(note)] };
}

/** Build requirements are in no lock file. */
function listLockedBuilds(facts: RestoreFacts, { file }: ProjectLock): ProjectListing | undefined {
  if (file.builds !== true) return undefined;
  const own = (file.projects ?? []).filter(({ isBuilt }) => isBuilt === true).map(({ folder }) => folder);
  const builds = listBuilds(facts, own, file.built ?? []);
  return builds === undefined ? undefined : { ...builds, isBeside: true };
}
