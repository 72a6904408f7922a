import { join } from "node:path";
import type { ProjectListing, RestoreFacts } from "../../../core/client";
import { info, type Effect } from "../../../core/plan";
import { buildConstraints, buildRequirements } from "./build-requirements";
import { inCache } from "./restoration";

/** `uv pip compile` of a file, into a list with the hashes of all files of each version. */
export function compileArguments(path: string, more: readonly string[], list: string): readonly string[] {
  const options = ["--quiet", "--generate-hashes", "--no-header", "--no-annotate"];
  return ["pip", "compile", path, ...options, ...more, "--output-file", list];
}

/**
 * How uv says which files the builds of some folders of the project need; undefined where it is not known of any. Mode
 * audit runs nothing.
 * @param built Other packages that are built: what that takes stands in their archives, and their builds may ask for more.
 */
export function listBuilds(
  facts: RestoreFacts,
  folders: readonly string[],
  built: readonly string[],
): ProjectListing | undefined {
  const { project, mode } = facts;
  const { environments, open } = buildRequirements(facts, folders);
  const place = project.lock ?? project.manifest;
  const others = [...open, ...built];
  const own =
    mode === "audit"
      ? `${place}: what the project's own builds need ([build-system] requires) is in no lock file, so mode audit leaves it open`
      : `${place}: uv resolves what the project's own builds need ([build-system] requires) through the feed first`;
  const notes = [
    ...(environments.length === 0 ? [] : [own]),
    ...(others.length === 0
      ? []
      : [
          `${place}: what the builds of these need is not known before they run, and mode restore has the feed save it: ${others.join(", ")}`,
        ]),
  ];
  if (notes.length === 0) return undefined;
  return { ...compileEach(facts, mode === "audit" ? [] : environments), notes: notes.map(info) };
}

/** One list for each build environment. */
function compileEach(
  facts: RestoreFacts,
  environments: readonly (readonly string[])[],
): Pick<Required<ProjectListing>, "commands" | "files" | "lists"> {
  const at = (name: string): string => join(facts.job.jobFolder, name);
  const write = (path: string, lines: readonly string[]): Effect => ({
    ...{ kind: "write-file", path, text: `${lines.join("\n")}\n` },
  });
  const constraints = buildConstraints(facts);
  const constraining = constraints.length === 0 ? [] : [write(at("build-constraints.txt"), constraints)];
  const more = constraining.length === 0 ? [] : ["--constraints", at("build-constraints.txt")];
  const each = environments.map((lines, index) => ({
    ...{ lines, path: at(`build-${index + 1}.in`), list: at(`build-${index + 1}-requirements.txt`) },
  }));
  const commands = each.map(({ path, list }) => ({ args: compileArguments(path, more, list) }));
  return {
    commands: inCache(facts, commands),
    files: [...constraining, ...each.map(({ path, lines }) => write(path, lines))],
    lists: each.map(({ list }) => list),
  };
}
