import { answerBlob } from "../blob/blob-host";
import { sendProblem } from "../http/answer";
import { openExchange, refuseDangerousPath } from "../http/exchange";
import type { Exchange } from "../http/exchange";
import type { FaultInjector } from "../http/faults";
import type { RequestHandler } from "../http/listener";
import { Problem } from "../http/problem";
import type { RequestLog } from "../http/request-log";
import { findProtocol } from "../protocols/all-protocols";
import type { FeedServices } from "../request/feed-request";
import { answerOrganization } from "./organization-request";
import { findSite, servicesBlobHost } from "../request/site";

/**
 * Makes the one handler of both faces: scheme and host of a request decide which face it meets.
 * @param onlyBlobs Whether the listener is the Server face's blob host.
 */
export function createHandler(
  services: FeedServices,
  log: RequestLog,
  faults: FaultInjector,
  onlyBlobs: boolean,
): RequestHandler {
  return (request, response) => {
    const exchange = openExchange(request, response);
    log.follow(exchange);
    void answer(exchange, services, faults, onlyBlobs);
  };
}

async function answer(
  exchange: Exchange,
  services: FeedServices,
  faults: FaultInjector,
  onlyBlobs: boolean,
): Promise<void> {
  try {
    if (!(await faults.disturb(exchange))) return;
    if (onlyBlobs || exchange.host.replace(/:\d+$/u, "") === servicesBlobHost) {
      await answerBlob(exchange, services.store, services.blobs);
      return;
    }
    refuseDangerousPath(exchange);
    const site = findSite(services.organizations, exchange.scheme, exchange.host, exchange.segments);
    if (site === undefined) throw new Problem(404, "HostNotFoundException", "There is no such organization.");
    await answerOrganization(exchange, services, site);
  } catch (error) {
    answerError(exchange, error);
  }
}

function answerError(exchange: Exchange, error: unknown): void {
  if (exchange.response.headersSent) {
    // Too late for a status: only a cut connection tells the client that the body is not complete.
    exchange.response.destroy();
    return;
  }
  const problem =
    error instanceof Problem
      ? error
      : new Problem(500, "VssServiceException", error instanceof Error ? error.message : "Unknown error.");
  const protocol = exchange.method === "GET" ? undefined : findProtocol(exchange.notes.protocol);
  sendProblem(exchange, problem, protocol?.refusal?.(problem.message));
}
