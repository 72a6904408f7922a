import type { AuthenticatingClient } from "../../../core/client";
import type { NamedFeed } from "../../../core/feed-address";
import type { Files } from "../../../core/files";
import { feedsOf } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import type { Plan } from "../../../core/plan";
import { pipFiles, pipfiles, pypircFile, pyprojects, requirementsFiles } from "../configuration-files";
import { findIndexes } from "./found-indexes";
import { inputNames } from "./inputs";
import { planPip } from "./plan-pip";

/** pip and what runs it, pipenv and pdm: pip.pypa.io. Needs pip 23.1 or later: earlier ones ask no program for a password. */
export const pip: AuthenticatingClient = {
  name: "pip",
  programs: [],
  inputs: inputNames,

  sources(job: Job, read: Files): readonly string[] {
    return [
      ...pipFiles(job),
      ...requirementsFiles(job, read),
      ...pipfiles(job),
      ...pyprojects(job),
      pypircFile(job),
    ];
  },

  feeds(job: Job, read: Files): readonly NamedFeed[] {
    return feedsOf(job, findIndexes(job, read).own);
  },

  plan(job: Job, read: Files): Plan {
    return planPip(job, read, findIndexes(job, read));
  },
};
