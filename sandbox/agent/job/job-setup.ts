import type { AgentRun } from "../agent-run";
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
  place: Omit<JobPlace, "folders">,
  outside: Pick<JobContext, "console" | "cancel" | "deadline">,
): JobContext {
  const environment = withoutProxySettings(run);
  const folders = nameJobFolders(run.workFolder, environment);
  // AW/ExecutionContext.cs:603-611
  const minimum = Number(environment["AZP_IGNORE_SECRETS_SHORTER_THAN"] ?? "0");
  const masker = new SecretMasker(Number.isInteger(minimum) ? minimum : 0);
  const variables = createJobVariables(run, { ...place, folders }, masker);
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
    ...outside,
    prependedPaths: [],
    result: undefined,
  };
}
