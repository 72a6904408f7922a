import type { AgentRun } from "../agent-run";

/**
 * An address of the server as the agent puts it: on OnPremises, with the scheme, host and port that it was configured
 * with, and the path and query that the server sent. AW/JobRunner.cs:52-60, 669-689
 */
export function configuredAddress({ server }: AgentRun, address: string): string {
  const { configuredOrigin, serverType } = server;
  if (configuredOrigin === undefined || serverType !== "OnPremises" || !URL.canParse(address)) return address;
  const { pathname, search } = new URL(address);
  return new URL(pathname + search, configuredOrigin).href;
}

/** The same for an endpoint: only of those at the server's own scheme, host and port. AW/JobRunner.cs:695-702 */
export function configuredEndpoint(run: AgentRun, address: string): string {
  const isOwn = URL.canParse(address) && new URL(address).origin === new URL(run.server.collectionUri).origin;
  return isOwn ? configuredAddress(run, address) : address;
}
