import type { AuthenticatingClient } from "../../../core/client";
import type { NamedFeed } from "../../../core/feed-address";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Files } from "../../../core/files";
import { feedsOf } from "../../../core/found-feeds";
import { projectFolders, type Job } from "../../../core/job";
import type { Plan } from "../../../core/plan";
import { configurationFiles, countingFiles, hiddenByJobHome, withIncluded } from "../configuration-files";
import {
  parseCargoFile,
  registriesInEnvironment,
  strongest,
  withoutOverridden,
  type Registry,
} from "../registries";
import { addedRegistries } from "./added-registries";
import { sortRegistries } from "./found-registries";
import type { Layer } from "./index-names";
import { isOurs } from "./token-names";
import { planCargo } from "./plan-cargo";

/** Cargo: doc.rust-lang.org/cargo. Needs Cargo 1.74 or later, the first that authenticates to private registries. */
export const cargo: AuthenticatingClient = {
  name: "cargo",
  programs: [],

  sources(job: Job, read: Files): readonly string[] {
    return configurationFiles(job, read);
  },

  feeds(job: Job, read: Files): readonly NamedFeed[] {
    return feedsOf(job, sortRegistries(knownRegistries(layersOf(job, read)), job).own);
  },

  plan(job: Job, read: Files): Plan {
    const layers = layersOf(job, read);
    const known = knownRegistries(layers);
    const added = addedRegistries(parseFeedsInput(job.inputs.feeds, job.organization), layers, job);
    return planCargo(job, read, { ...sortRegistries(known, job), added, layers });
  },
};

function layersOf(job: Job, read: Files): readonly Layer[] {
  const inEnvironment = registriesInEnvironment(job.environment).filter(({ name }) => !isOurs(name));
  const weaker = hiddenByJobHome(job, read);
  return projectFolders(job).map((folder) => {
    const paths = countingFiles(job, folder, read).flatMap((path) => withIncluded(path, read));
    const files = [...new Set(paths)].flatMap((path) => {
      const file = read.parsed(path, parseCargoFile);
      return file === undefined ? [] : [{ path, ...file }];
    });
    const inFiles = strongest(files.flatMap(({ registries }) => registries));
    const registries = [...inEnvironment, ...withoutOverridden(inFiles, inEnvironment)];
    const stronger = files.find(
      ({ path, replacement }) => !weaker.includes(path) && replacement !== undefined,
    );
    return stronger?.replacement === undefined
      ? { registries }
      : { registries, replacement: stronger.replacement };
  });
}

function knownRegistries(layers: readonly Layer[]): readonly Registry[] {
  return layers.flatMap(({ registries }) => registries);
}
