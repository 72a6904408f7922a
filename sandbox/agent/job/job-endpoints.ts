import type { AgentRun } from "../agent-run";
import type { SecretMasker } from "../masking/secret-masker";
import type { Variables } from "../variables/variables";
import { configuredEndpoint } from "../variables/configured-address";
import { expandMacros } from "../variables/macro";

/** An endpoint as the job holds it; task.setendpoint changes it for later steps. */
export interface JobEndpoint {
  /** Lower-case GUID; undefined for the system connection. */
  readonly id: string | undefined;
  url: string;
  readonly scheme: string;
  readonly parameters: Map<string, string>;
  readonly data: Map<string, string>;
}

// VSA/Util/MaskingUtil.cs:14-41: authorization parameters that are no secrets, in lower case.
const publicParameters: ReadonlySet<string> = new Set(
  `role scope tenantid issuedat expiresat audience authenticationtype authorizationtype accesstokentype
  accesstokenfetchingmethod usewindowssecurity unsecured oauthaccesstokenissupplied completecallbackpayload
  acceptuntrustedcertificates`.split(/\s+/),
);

/** The service connections of a run, and the system connection with the job token last. */
export function createEndpoints(run: AgentRun, variables: Variables): JobEndpoint[] {
  // AW/JobRunner.cs:277-282: data is macro-expanded once, with variables and the agent's environment.
  const expand = (text: string): string =>
    expandMacros(variables.expand(text), (name) => run.environment[name]);
  const connections = (run.serviceConnections ?? []).map((connection) => ({
    id: connection.id.toLowerCase(),
    url: configuredEndpoint(run, connection.url),
    scheme: connection.scheme,
    parameters: new Map(Object.entries(connection.parameters)),
    data: new Map(Object.entries(connection.data ?? {}).map(([key, value]) => [key, expand(value)])),
  }));
  const system: JobEndpoint = {
    id: undefined,
    url: configuredEndpoint(run, run.server.collectionUri),
    scheme: "OAuth",
    parameters: new Map([["AccessToken", run.server.accessToken]]),
    data: new Map(),
  };
  return [...connections, system];
}

/** Registers authorization parameters with the masker. AW/Worker.cs:235-247 */
export function maskEndpoints(endpoints: readonly JobEndpoint[], masker: SecretMasker): void {
  for (const [key, value] of endpoints.flatMap((endpoint) => [...endpoint.parameters])) {
    if (!publicParameters.has(key.toLowerCase())) {
      masker.addValue(value);
    }
  }
}
