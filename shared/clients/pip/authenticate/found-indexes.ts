import { relative } from "node:path";
import type { Feed } from "../../../core/feed-address";
import type { Files } from "../../../core/files";
import { nothingFound, sortNamed, type Foreign, type Own } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import { parseUrl } from "../../../core/url";
import { pipFiles, pipfiles, pyprojects, requirementsFiles } from "../configuration-files";
import { projectIndexes, type Index } from "../indexes";
import { pipOption, type FoundOption, type Setting } from "../pip-options";

/** Where pip looks by its own configuration, and the variables of pipenv and pdm that do the same. */
export interface Configured {
  readonly index: FoundOption;
  readonly extra: FoundOption;
}

export interface FoundIndexes {
  readonly configured: Configured;
  /** Own indexes that the project's files or the configuration name, without credentials of their own. */
  readonly own: readonly Own<Index>[];
  readonly foreign: readonly Foreign<Index>[];
}

export function configuredOf(job: Job, read: Files): Configured {
  return { index: pipOption(job, read, "index-url"), extra: pipOption(job, read, "extra-index-url") };
}

/** Everything that is named, sorted; what has a password of its own is none of ours. */
export function findIndexes(job: Job, read: Files): FoundIndexes {
  const configured = configuredOf(job, read);
  const settings = [configured.index, configured.extra].flatMap((option) => [
    ...option.settings,
    ...(option.contradicting ?? []),
  ]);
  const variables = ["PIPENV_PYPI_MIRROR", "PDM_PYPI_URL"].flatMap((name): readonly Index[] => {
    const address = job.environment.get(name) ?? "";
    return address === "" ? [] : [{ address, where: name, asker: name.startsWith("PDM") ? "pdm" : "pipenv" }];
  });
  const links = pipOption(job, read, "find-links").settings.map((link) => ({
    ...indexOf(link),
    isDirect: true,
  }));
  const named = [...settings.map(indexOf), ...links, ...variables, ...projectIndexes(job, read)];
  const sorted = sortNamed<Index>(named, job, {
    address: ({ address }) => address,
    key: ({ address, asker, isDirect }) => `${asker} ${isDirect === true ? "direct" : ""} ${address}`,
    refusal: ({ address }) =>
      hasPassword(address)
        ? "a feed of the job's organization, with a password of its own in its address"
        : undefined,
  });
  return { configured, own: sorted.own.filter(({ isDirect }) => isDirect !== true), foreign: sorted.foreign };
}

function indexOf({ value, where }: Setting): Index {
  return { address: value, where, asker: "all" };
}

export function hasPassword(address: string): boolean {
  return (parseUrl(address)?.password ?? "") !== "";
}

/** Throws where there is nothing to authenticate. */
export function requireIndexes(
  job: Job,
  read: Files,
  { own, foreign }: FoundIndexes,
  feeds: readonly Feed[],
): void {
  if (own.length + feeds.length > 0) return;
  const places = [...pipFiles(job), ...requirementsFiles(job, read), ...pipfiles(job), ...pyprojects(job)];
  throw nothingFound(job, {
    what: "No index of a feed of",
    lookedFor: (folders) =>
      `requirements files, Pipfile and pyproject.toml in ${folders}, pip's configuration files, and in PIP_* variables`,
    read: places.filter((path) => read.has(path)).map((path) => shortPath(job, path)),
    foreign: foreign
      .filter(({ isDirect }) => isDirect !== true)
      .map((index) => ({ ...index, shown: logAddress(index.address) })),
    hint: "Name the feed in the input feeds, or add a line such as --index-url to requirements.txt; if the project is in another folder, set workingDirectory.",
  });
}

/** Relative to the working directory where it is below that. */
function shortPath({ workingDirectory }: Job, path: string): string {
  const below = relative(workingDirectory, path);
  return below.startsWith("..") ? path : below;
}
