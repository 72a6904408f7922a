import type { JobEndpoint } from "../job/job-endpoints";
import type { TaskDefinition } from "../task/task-definition";
import { formatEnvironmentName } from "../variables/variable-names";

/**
 * The endpoints that a task gets: those whose GUIDs stand in its connectedService inputs, then the system one.
 * Throws when an input names none. AW/TaskRunner.cs:299-352
 */
export function selectEndpoints(
  endpoints: readonly JobEndpoint[],
  task: TaskDefinition,
  inputs: ReadonlyMap<string, string>,
): JobEndpoint[] {
  const ids = task.inputs
    .filter((input) => input.type.toLowerCase().startsWith("connectedservice:"))
    .flatMap((input) => (inputs.get(input.name.toLowerCase()) ?? "").split(","))
    .map((id) => id.trim().toLowerCase())
    .filter((id) => id !== "");
  const selected = [...new Set(ids)].map((id) => {
    const endpoint = endpoints.find((candidate) => candidate.id === id);
    if (endpoint === undefined) {
      throw new Error(`Endpoint '${id}' not present in the job.`);
    }
    return endpoint;
  });
  return [...selected, ...endpoints.filter((endpoint) => endpoint.id === undefined)];
}

/** Variables of one endpoint. AW/Handlers/Handler.cs:86-138 */
export function* listEndpointVariables(endpoint: JobEndpoint): Generator<[string, string]> {
  const key = endpoint.id ?? "SYSTEMVSSCONNECTION";
  const { scheme } = endpoint;
  yield [`ENDPOINT_URL_${key}`, URL.canParse(endpoint.url) ? new URL(endpoint.url).href : endpoint.url];
  const parameters = Object.fromEntries(endpoint.parameters);
  yield [`ENDPOINT_AUTH_${key}`, JSON.stringify({ parameters, scheme })];
  yield [`ENDPOINT_AUTH_SCHEME_${key}`, scheme];
  for (const [name, value] of endpoint.parameters) {
    yield [`ENDPOINT_AUTH_PARAMETER_${key}_${formatEnvironmentName(name)}`, value];
  }
  if (endpoint.id === undefined) {
    return;
  }
  yield [`ENDPOINT_DATA_${key}`, JSON.stringify(Object.fromEntries(endpoint.data))];
  for (const [name, value] of endpoint.data) {
    yield [`ENDPOINT_DATA_${key}_${formatEnvironmentName(name)}`, value];
  }
}
