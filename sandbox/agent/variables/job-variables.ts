import type { AgentRun } from "../agent-run";
import { listContainerVariables } from "../containers/job-containers";
import type { JobContainer } from "../containers/job-containers";
import type { JobFolders } from "../job/job-folders";
import { isTrue } from "../job/knobs";
import type { SecretMasker } from "../masking/secret-masker";
import { listJobStartForms } from "../masking/secret-variants";
import type { JobDefinition } from "../pipeline/pipeline-definition";
import { listAgentVariables } from "./agent-variables";
import type { JobPosition } from "../job/parallel-jobs";
import { neutralizeCommands } from "./command-neutralizer";
import { listProxyVariables } from "./proxy-variables";
import { listServerVariables } from "./server-variables";
import { Variables } from "./variables";

export interface JobPlace extends JobPosition {
  readonly job: JobDefinition;
  readonly folders: JobFolders;
  readonly containers: readonly JobContainer[];
  /** Value of VSTS_PROCESS_LOOKUP_ID. */
  readonly lookupId: string;
}

/** The variables of a job before its first step, with the secrets registered. AW/JobRunner.cs, AW/Worker.cs:152-213 */
export function createJobVariables(run: AgentRun, place: JobPlace, masker: SecretMasker): Variables {
  const { job } = place;
  const variables = new Variables(masker);
  const set = (name: string, value: string, flags: { secret?: boolean; readOnly?: boolean }): void => {
    // AW/Variables.cs:89-106: a variable without a name is left out.
    if (name.trim() === "") {
      return;
    }
    if (flags.secret === true) {
      listJobStartForms(value).forEach((form) => {
        masker.addValue(form);
      });
    }
    variables.set(name, neutralizeCommands(name, value), flags);
  };
  for (const [name, value] of listServerVariables(run, { ...job, ...place })) {
    set(name, value, { readOnly: name !== "system.debug" });
  }
  set("system.accessToken", run.server.accessToken, { secret: !givesTokenToAll(run, job), readOnly: true });
  for (const [name, given] of Object.entries(run.variables ?? {})) {
    const variable = typeof given === "string" ? { value: given } : given;
    set(name, variable.value, { secret: variable.isSecret === true, readOnly: variable.isReadOnly === true });
  }
  for (const { name, value, readOnly } of job.variables) {
    set(name, value, { readOnly });
  }
  const ofContainers = listContainerVariables(place.containers);
  for (const [name, value] of [
    ...listAgentVariables(run, place.folders, { ...place, ...job }),
    ...ofContainers,
  ]) {
    set(name, value, {});
  }
  for (const { name, value, secret } of listProxyVariables(run)) {
    set(name, value, { secret });
  }
  return variables;
}

/** AW/JobRunner.cs:63-68: with this variable true the token is a public variable. */
function givesTokenToAll(run: AgentRun, job: JobDefinition): boolean {
  const name = "system.enableaccesstoken";
  const given = Object.entries(run.variables ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  const own = job.variables.findLast((variable) => variable.name.toLowerCase() === name)?.value;
  return isTrue(own ?? (typeof given === "object" ? given.value : given));
}
