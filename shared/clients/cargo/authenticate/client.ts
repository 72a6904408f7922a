import type { AuthenticatingClient } from "../../../core/client";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { parseFeedsInput } from "../../../core/feeds-input";
import { distinctFeeds, type Feed } from "../../../core/feed-address";
import type { Plan } from "../../../core/plan";
import { addedRegistries } from "./added-registries";
import { configurationFiles, countingFiles, hiddenByJobHome } from "../configuration-files";
import { planCargo } from "./plan-cargo";
import {
  parseCargoFile,
  registriesInEnvironment,
  strongest,
  withoutOverridden,
  type CargoFile,
  type Registry,
} from "../registries";
import { sortRegistries } from "./found-registries";

/** Cargo: doc.rust-lang.org/cargo. Needs Cargo 1.74 or later, the first that authenticates to private registries. */
export const cargo: AuthenticatingClient = {
  name: "cargo",
  programs: [],

  sources(job: Job): readonly string[] {
    return configurationFiles(job);
  },

  feeds(job: Job, read: Files): readonly Feed[] {
    const known = knownRegistries(job, parsedFiles(job, read));
    return distinctFeeds(sortRegistries(known, job.organization).own.map(({ feed }) => feed));
  },

  plan(job: Job, read: Files): Plan {
    const files = parsedFiles(job, read);
    const known = knownRegistries(job, files);
    const sorted = sortRegistries(known, job.organization);
    const added = addedRegistries(
      parseFeedsInput(job.inputs.feeds, job.organization),
      known,
      job.organization,
    );
    const weaker = hiddenByJobHome(job, read);
    const replacement = files.find(
      (file) => file.path !== weaker && file.replacement !== undefined,
    )?.replacement;
    return planCargo(job, read, { ...sorted, added, ...(replacement === undefined ? {} : { replacement }) });
  },
};

interface ParsedFile extends CargoFile {
  readonly path: string;
}

function parsedFiles(job: Job, read: Files): readonly ParsedFile[] {
  return countingFiles(job, read).flatMap((path) => {
    const file = read.parsed(path, parseCargoFile);
    return file === undefined ? [] : [{ path, ...file }];
  });
}

function knownRegistries(job: Job, files: readonly CargoFile[]): readonly Registry[] {
  const inEnvironment = registriesInEnvironment(job.environment);
  const inFiles = withoutOverridden(strongest(files.flatMap((file) => file.registries)), inEnvironment);
  return [...inEnvironment, ...inFiles];
}
