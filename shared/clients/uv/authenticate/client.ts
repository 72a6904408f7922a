import { dirname, join, relative } from "node:path";
import type { AuthenticatingClient } from "../../../core/client";
import type { NamedFeed } from "../../../core/feed-address";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Files } from "../../../core/files";
import { feedsOf } from "../../../core/found-feeds";
import { identityFor } from "../../../core/identity";
import { isOfEarlierStep, type Job } from "../../../core/job";
import type { Plan } from "../../../core/plan";
import { filesBeside, machineFiles, projectFiles, userFile } from "../configuration-files";
import { indexesInEnvironment, parseUvFile, type Index } from "../indexes";
import { addedIndexes } from "./added-indexes";
import { keyringInput } from "./by-keyring";
import { sortIndexes } from "./found-indexes";
import { foreignAddresses } from "./foreign-addresses";
import { netrcFile } from "./netrc";
import { noteOnLock } from "./lock-file";
import { planUv } from "./plan-uv";

/** uv: docs.astral.sh/uv. Needs uv 0.8 or later: earlier ones look for a user name by the host alone. docs/versions.md has what each version does. */
export const uv: AuthenticatingClient = {
  name: "uv",
  programs: [],
  inputs: [keyringInput],

  sources(job: Job, read: Files): readonly string[] {
    const places = [...placesOf(job), netrcFile(job), ...filesBeside(job, read)];
    return job.purpose === "restore" ? places : [...places, ...lockFiles(read)];
  },

  feeds(job: Job, read: Files): readonly NamedFeed[] {
    return feedsOf(job, sortIndexes(namedIndexes(job, read), job).own);
  },

  plan(job: Job, read: Files): Plan {
    const places = placesOf(job);
    const named = namedIndexes(job, read);
    const added = addedIndexes(parseFeedsInput(job.inputs.feeds, job.organization), named, job);
    const sorted = sortIndexes(named, job);
    const urls = [...sorted.own.map(({ url }) => url), ...added.map(({ address }) => new URL(address))];
    const origins = new Set(urls.map(({ origin }) => origin));
    const beside = filesBeside(job, read);
    const direct = foreignAddresses(job, read, [...places, ...beside], origins);
    const plan = planUv(job, read, { ...sorted, direct, added, places, beside });
    return { ...plan, notes: [...plan.notes, ...lockNotes(job, read, added.length > 0)] };
  },
};

function placesOf(job: Job): readonly string[] {
  return [...projectFiles(job), userFile(job), ...machineFiles(job)];
}

/** The lock files beside the projects: what they pin is told to whoever runs uv in a later step. */
function lockFiles(read: Files): readonly string[] {
  return [...read.keys()]
    .filter((path) => path.endsWith("pyproject.toml"))
    .map((path) => join(dirname(path), "uv.lock"));
}

/** What an earlier step of the job wrote names no index that the project has. */
function namedIndexes(job: Job, read: Files): readonly Index[] {
  const indexesIn = (paths: readonly string[]): readonly Index[] =>
    paths
      .filter((path) => !isOfEarlierStep(job, path))
      .flatMap((path) => read.parsed(path, parseUvFile)?.indexes ?? []);
  const beside = indexesIn(filesBeside(job, read)).map((index) => ({ ...index, beside: true }));
  return [...indexesIn(placesOf(job)), ...indexesInEnvironment(job.environment), ...beside];
}

function lockNotes(job: Job, read: Files, addsIndexes: boolean): Plan["notes"] {
  const isCovered = (address: string): boolean => identityFor(job.identities, address) !== undefined;
  const replaces = addsIndexes && job.inputs.replacePublicRegistry;
  return [...read]
    .filter(([path]) => path.endsWith("uv.lock"))
    .map(([path, text]) => noteOnLock(relative(job.workingDirectory, path), text, isCovered, replaces))
    .filter((note) => note !== undefined);
}
