import type { AuthenticatingClient } from "../../../core/client";
import type { NamedFeed } from "../../../core/feed-address";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Files } from "../../../core/files";
import { feedsOf } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import type { Plan } from "../../../core/plan";
import { reactorPaths, reactorRepositories } from "../reactor";
import { addedRepositories, sortRepositories, type SortedRepositories } from "./found-repositories";
import { globalSettings, installationFiles, userSettings } from "./installation";
import { namedSettings, optionFiles } from "./maven-options";
import { needsSettings } from "./job-settings";
import { planMaven } from "./plan-maven";
import { settingsPaths, settingsRepositories } from "./settings-repositories";

/** Maven: maven.apache.org. From 3.3 on; docs/versions.md has what each version does. */
export const maven: AuthenticatingClient = {
  name: "maven",
  programs: ["mvn"],

  sources(job: Job, read: Files): readonly string[] {
    const settings = globalSettings(job);
    return [
      ...reactorPaths(job, read),
      userSettings(job),
      ...(needsSettings(job) ? installationFiles(job) : []),
      ...optionFiles(job, read),
      ...namedSettings(job, read).map(({ path }) => path),
      ...(settings === undefined ? [] : [settings]),
    ];
  },

  feeds(job: Job, read: Files): readonly NamedFeed[] {
    return feedsOf(job, namedRepositories(job, read).own);
  },

  plan(job: Job, read: Files): Plan {
    const sorted = namedRepositories(job, read);
    const added = addedRepositories(parseFeedsInput(job.inputs.feeds, job.organization), sorted, job);
    const files = [...reactorPaths(job, read), ...settingsPaths(job, read)].filter((path) => read.has(path));
    return planMaven(job, read, { ...sorted, added, files });
  },
};

/** Those of the builds before those of settings. */
function namedRepositories(job: Job, read: Files): SortedRepositories {
  return sortRepositories([...reactorRepositories(job, read), ...settingsRepositories(job, read)], job);
}
