import type { AuthenticatingClient } from "../../../core/client";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { distinctFeeds, type Feed } from "../../../core/feed-address";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Plan } from "../../../core/plan";
import { globalSettings, installationFiles, userSettings } from "./installation";
import { mavenConfigFiles } from "./maven-config";
import { planMaven } from "./plan-maven";
import { Reactor } from "../reactor";
import { sortRepositories } from "./found-repositories";

/** One reactor for a job, so that a pom.xml is parsed once although the shell asks for sources again and again. */
const reactors = new WeakMap<Job, Reactor>();

function reactorOf(job: Job): Reactor {
  const reactor = reactors.get(job) ?? new Reactor(job);
  reactors.set(job, reactor);
  return reactor;
}

/** Maven: maven.apache.org. Maven 3.1 and later; 4 takes the same variables. */
export const maven: AuthenticatingClient = {
  name: "maven",
  programs: ["mvn"],

  sources(job: Job, read: Files): readonly string[] {
    const settings = globalSettings(job);
    return [
      ...reactorOf(job).paths(read),
      userSettings(job),
      ...installationFiles(job),
      ...mavenConfigFiles(job),
      ...(settings === undefined ? [] : [settings]),
    ];
  },

  feeds(job: Job, read: Files): readonly Feed[] {
    const repositories = reactorOf(job).repositories(read, job.environment);
    return distinctFeeds(sortRepositories(repositories, job.organization).own.map(({ feed }) => feed));
  },

  plan(job: Job, read: Files): Plan {
    const repositories = reactorOf(job).repositories(read, job.environment);
    const poms = reactorOf(job)
      .paths(read)
      .filter((path) => read.has(path));
    const feeds = parseFeedsInput(job.inputs.feeds, job.organization);
    return planMaven(job, read, { ...sortRepositories(repositories, job.organization), feeds, poms });
  },
};
