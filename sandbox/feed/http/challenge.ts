import type { Organization } from "../world/model";
import type { Exchange } from "./exchange";
import { Problem } from "./problem";

/** 401 for a request without credentials. Source of the text: azure-pipelines-agent#1164. */
export function anonymousRefused(exchange: Exchange, organization: Organization, message?: string): Problem {
  return unauthorized(
    exchange,
    organization,
    message ?? "TF400813: Resource not available for anonymous access. Client authentication required.",
  );
}

/** 401 for a token that is unknown here or came in the wrong scheme. Source: azure-sdk-for-rust#2397. */
export function tokenRefused(exchange: Exchange, organization: Organization): Problem {
  return unauthorized(
    exchange,
    organization,
    "TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this resource.",
  );
}

function unauthorized(exchange: Exchange, organization: Organization, message: string): Problem {
  const headers = organization.kind === "services" ? services(organization) : server(exchange);
  return new Problem(401, "UnauthorizedRequestException", message, {
    ...headers,
    "X-TFS-ServiceError": encodeURIComponent(message).replace(/%20/gu, "+"),
    P3P: 'CP="CAO DSP COR ADMa DEV CONo TELo CUR PSA PSD TAI IVDo OUR SAMi BUS DEM NAV STA UNI COM INT PHY ONL FIN PUR LOC CNT"',
    "Cache-Control": "private",
  });
}

/** Challenges of a pkgs host as npm prints them (azure-pipelines-tasks#10967); headers of other 401 dumps. */
function services(organization: Organization): Record<string, string | string[]> {
  return {
    "WWW-Authenticate": [
      `Bearer authorization_uri=https://login.windows.net/${organization.tenantId}`,
      'Basic realm="https://pkgsprodcus1.pkgs.visualstudio.com/"',
      "TFS-Federated",
    ],
    "X-VSS-ResourceTenant": organization.tenantId,
    "X-VSS-AuthorizationEndpoint": `https://vssps.dev.azure.com/${organization.name}/`,
    "X-TFS-FedAuthRealm": "https://tfs.app.visualstudio.com/",
    "X-TFS-FedAuthIssuer": `https://${organization.name}.visualstudio.com/`,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  };
}

/** Challenges of an on-premises server (azure-repos-vscode#246). */
function server(exchange: Exchange): Record<string, string[]> {
  return {
    "WWW-Authenticate": [
      "Bearer",
      `Basic realm="${exchange.scheme}://${exchange.host}/"`,
      "Negotiate",
      "NTLM",
    ],
  };
}
