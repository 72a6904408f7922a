import { resolve } from "node:path";
import { ReadFiles, type Files } from "../../core/files";
import type { Job } from "../../core/job";
import { readFiles } from "../read-files";
import type { RestoreParts } from "./parts";
import type { WorkspaceFiles } from "./workspace";

/** Lock files name feeds too, but it is the configuration that chooses. */
const lockFile = /(?:^|[/\\])(?:uv\.lock|Cargo\.lock)$/;
/** Variables in which clients are told of feeds. */
const variable = /^(?:UV_(?:DEFAULT_)?INDEX(?:_URL)?|UV_EXTRA_INDEX_URL|CARGO_REGISTRIES_\w+_INDEX)$/;

/** The texts in which the clients of the projects look for their feeds: configuration files, and variables by name. */
export function readFeedConfiguration(
  job: Job,
  parts: RestoreParts,
  projects: WorkspaceFiles["projects"],
): Files {
  const texts = new ReadFiles();
  for (const { kind, folder } of projects) {
    const own = { ...job, workingDirectory: resolve(job.workingDirectory, folder) };
    for (const [path, text] of readFiles(parts.adapters[kind], own))
      if (!lockFile.test(path)) texts.set(path, text);
  }
  for (const [name, value] of job.environment) if (variable.test(name)) texts.set(name, value);
  return texts;
}
