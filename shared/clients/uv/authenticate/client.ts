import { dirname, join, relative, sep } from "node:path";
import type { Adapter, Files, Job } from "../../../core/job";
import { recognizeFeed } from "../../../core/feed-address";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Plan } from "../../../core/plan";
import { machineFiles, projectFiles, userFile } from "../configuration-files";
import { addedIndexes } from "./added-indexes";
import { indexesInEnvironment, indexesInFile } from "../indexes";
import { noteOnLock } from "./lock-file";
import { planUv } from "./plan-uv";
import { sortIndexes } from "./sort-indexes";

/** uv: docs.astral.sh/uv. Needs uv 0.6 or later, which knows `authenticate` of an index. */
export const uv: Adapter = {
  client: "uv",
  programs: [],

  sources(job: Job, read: Files): readonly string[] {
    const locks = [...read.keys()]
      .filter((path) => path.endsWith("pyproject.toml"))
      .map((path) => join(dirname(path), "uv.lock"));
    return [...projectFiles(job), userFile(job), ...machineFiles(job), ...locks];
  },

  plan(job: Job, read: Files): Plan {
    const places = [...projectFiles(job), userFile(job), ...machineFiles(job)];
    const named = [
      ...places
        .filter((path) => !isEarlierStep(job, path))
        .flatMap((path) => {
          const text = read.get(path);
          return text === undefined ? [] : indexesInFile(path, text);
        }),
      ...indexesInEnvironment(job.environment),
    ];
    const { own, foreign } = sortIndexes(named, job.organization);
    const added = addedIndexes(parseFeedsInput(job.inputs.feeds, job.organization), named, job.organization);
    const plan = planUv(job, read, { own, foreign, added, places });
    return { ...plan, notes: [...plan.notes, ...lockNotes(job, read, added.length > 0)] };
  },
};

/** What an earlier step of the job wrote names no index that the project has. */
function isEarlierStep(job: Job, path: string): boolean {
  return path.startsWith(`${dirname(job.jobFolder)}${sep}`);
}

function lockNotes(job: Job, read: Files, addsIndexes: boolean): Plan["notes"] {
  const isOwn = (address: string): boolean => recognizeFeed(address, job.organization).kind === "own";
  const replaces = addsIndexes && job.inputs.replacePublicRegistry;
  return [...read]
    .filter(([path]) => path.endsWith("uv.lock"))
    .map(([path, text]) => noteOnLock(relative(job.workingDirectory, path), text, isOwn, replaces))
    .filter((note) => note !== undefined);
}
