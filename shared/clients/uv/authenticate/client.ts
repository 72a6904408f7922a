import { dirname, join, relative, sep } from "node:path";
import type { AuthenticatingClient } from "../../../core/client";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { distinctFeeds, isOwnFeed, type Feed } from "../../../core/feed-address";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Plan } from "../../../core/plan";
import { machineFiles, projectFiles, userFile } from "../configuration-files";
import { addedIndexes } from "./added-indexes";
import { indexesInEnvironment, indexesInFile, type Index } from "../indexes";
import { noteOnLock } from "./lock-file";
import { planUv } from "./plan-uv";
import { sortIndexes } from "./found-indexes";

/** uv: docs.astral.sh/uv. Needs uv 0.6 or later, which knows `authenticate` of an index. */
export const uv: AuthenticatingClient = {
  name: "uv",
  programs: [],

  sources(job: Job, read: Files): readonly string[] {
    const locks = [...read.keys()]
      .filter((path) => path.endsWith("pyproject.toml"))
      .map((path) => join(dirname(path), "uv.lock"));
    return [...placesOf(job), ...locks];
  },

  feeds(job: Job, read: Files): readonly Feed[] {
    return distinctFeeds(sortIndexes(namedIndexes(job, read), job.organization).own.map(({ feed }) => feed));
  },

  plan(job: Job, read: Files): Plan {
    const places = placesOf(job);
    const named = namedIndexes(job, read);
    const { own, foreign } = sortIndexes(named, job.organization);
    const added = addedIndexes(parseFeedsInput(job.inputs.feeds, job.organization), named, job.organization);
    const plan = planUv(job, read, { own, foreign, added, places });
    return { ...plan, notes: [...plan.notes, ...lockNotes(job, read, added.length > 0)] };
  },
};

function placesOf(job: Job): readonly string[] {
  return [...projectFiles(job), userFile(job), ...machineFiles(job)];
}

function namedIndexes(job: Job, read: Files): readonly Index[] {
  const inFiles = placesOf(job)
    .filter((path) => !isEarlierStep(job, path))
    .flatMap((path) => read.parsed(path, indexesInFile) ?? []);
  return [...inFiles, ...indexesInEnvironment(job.environment)];
}

/** What an earlier step of the job wrote names no index that the project has. */
function isEarlierStep(job: Job, path: string): boolean {
  return path.startsWith(`${dirname(job.jobFolder)}${sep}`);
}

function lockNotes(job: Job, read: Files, addsIndexes: boolean): Plan["notes"] {
  const isOwn = (address: string): boolean => isOwnFeed(address, job.organization);
  const replaces = addsIndexes && job.inputs.replacePublicRegistry;
  return [...read]
    .filter(([path]) => path.endsWith("uv.lock"))
    .map(([path, text]) => noteOnLock(relative(job.workingDirectory, path), text, isOwn, replaces))
    .filter((note) => note !== undefined);
}
