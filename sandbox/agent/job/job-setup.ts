import type { AgentRun } from "../agent-run";
import { nameContainers } from "../containers/job-containers";
import { SecretMasker } from "../masking/secret-masker";
import { createJobVariables } from "../variables/job-variables";
import type { JobPlace } from "../variables/job-variables";
import { withoutProxySettings } from "../variables/proxy-variables";
import type { JobContext } from "./job-context";
import { createEndpoints, maskEndpoints } from "./job-endpoints";
import { nameJobFolders } from "./job-folders";

/** What a job has before its first step: variables, endpoints, secrets known to the masker. */
export function createJob(
  run: AgentRun,
  place: Omit<JobPlace, "folders" | "containers">,
  outside: Pick<JobContext, "console" | "cancel" | "deadline">,
): JobContext {
  const environment = withoutProxySettings(run);
  const folders = nameJobFolders(run.workFolder, environment);
  // AW/ExecutionContext.cs:603-611
  const minimum = Number(environment["AZP_IGNORE_SECRETS_SHORTER_THAN"] ?? "0");
  const masker = new SecretMasker(Number.isInteger(minimum) ? minimum : 0);
  const containers = nameContainers(run, place.job, folders);
  const variables = createJobVariables(run, { ...place, folders, containers }, masker);
  variables.recalculateExpanded();
  const endpoints = createEndpoints(run, variables);
  maskEndpoints(endpoints, masker);
  return {
    run,
    environment,
    folders,
    variables,
    masker,
    endpoints,
    containers,
    ...outside,
    prependedPaths: [],
    result: undefined,
  };
}
