import type { AuthenticatingClient } from "../../../core/client";
import { recognizeFeed, distinctFeeds, type NamedFeed } from "../../../core/feed-address";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Files } from "../../../core/files";
import { feedsOf } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import type { Plan } from "../../../core/plan";
import { reactorPaths, reactorRepositories } from "../reactor";
import { addedRepositories, sortRepositories } from "./found-repositories";
import { globalSettings, installationFiles, userSettings } from "./installation";
import { namedSettings, optionFiles } from "./maven-options";
import { needsSettings } from "./job-settings";
import { planMaven } from "./plan-maven";
import { settingsAddresses } from "./settings-file";

/** Maven: maven.apache.org. Tried by tests with 3.8 and 3.9, by hand with 3.3.9, 3.5.4, 3.6.3 and 4.0.0-rc-5. */
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
    const own = feedsOf(job, sortRepositories(reactorRepositories(job, read), job).own);
    const settings = [userSettings(job), globalSettings(job) ?? ""]
      .flatMap((path) => read.parsed(path, settingsAddresses) ?? [])
      .map((address) => recognizeFeed(address, job.organization));
    return distinctFeeds([...own, ...settings.flatMap((each) => (each.kind === "own" ? [each.feed] : []))]);
  },

  plan(job: Job, read: Files): Plan {
    const sorted = sortRepositories(reactorRepositories(job, read), job);
    const added = addedRepositories(parseFeedsInput(job.inputs.feeds, job.organization), sorted, job);
    const poms = reactorPaths(job, read).filter((path) => read.has(path));
    return planMaven(job, read, { ...sorted, added, poms });
  },
};
