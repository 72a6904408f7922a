import type { AuthenticatingClient } from "../../../core/client";
import type { NamedFeed } from "../../../core/feed-address";
import type { Files } from "../../../core/files";
import { feedsOf } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import type { Plan } from "../../../core/plan";
import { configurationFiles } from "../configuration-files";
import { findSources } from "./found-sources";
import { planPoetry } from "./plan-poetry";

/** Poetry: python-poetry.org. Tried with 1.8.5 and 2.5.1. */
export const poetry: AuthenticatingClient = {
  name: "poetry",
  programs: [],

  sources(job: Job): readonly string[] {
    return configurationFiles(job);
  },

  feeds(job: Job, read: Files): readonly NamedFeed[] {
    const { own, uploads } = findSources(job, read);
    return feedsOf(job, [...own, ...uploads]);
  },

  plan(job: Job, read: Files): Plan {
    return planPoetry(job, read, findSources(job, read));
  },
};
