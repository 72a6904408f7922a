import type { Adapter, Files, Job } from "../../../core/job";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Plan } from "../../../core/plan";
import { addedRegistries } from "./added-registries";
import { configurationFiles, countingFiles, hiddenByJobHome } from "../configuration-files";
import { planCargo } from "./plan-cargo";
import { parseCargoFile, registriesInEnvironment, strongest, withoutOverridden } from "../registries";
import { sortRegistries } from "./sort-registries";

/** Cargo: doc.rust-lang.org/cargo. Needs Cargo 1.74 or later, the first that authenticates to private registries. */
export const cargo: Adapter = {
  client: "cargo",
  programs: [],

  sources(job: Job): readonly string[] {
    return configurationFiles(job);
  },

  plan(job: Job, read: Files): Plan {
    const files = countingFiles(job, read).map((path) => ({
      path,
      ...parseCargoFile(path, read.get(path) ?? ""),
    }));
    const inEnvironment = registriesInEnvironment(job.environment);
    const inFiles = withoutOverridden(strongest(files.flatMap((file) => file.registries)), inEnvironment);
    const known = [...inEnvironment, ...inFiles];
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
