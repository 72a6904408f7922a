import type { IncomingMessage } from "node:http";
import type { AuthenticationScheme, Identity, Organization } from "../world/model";

/** Who sent a request. */
export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "unknown" }
  | { readonly kind: "known"; readonly identity: Identity };

/** An Authorization header taken apart. */
interface Credentials {
  readonly scheme: string;
  readonly token: string;
}

/**
 * Finds the sender of a request in one organization. Basic takes any user name and the token as password
 * (published packaging API, security definition `accessToken`); Bearer takes the token itself.
 */
export function authenticate(request: IncomingMessage, organization: Organization): Caller {
  const credentials = readCredentials(request);
  if (credentials === undefined) return { kind: "anonymous" };
  const identity = organization.identities.get(credentials.token);
  const accepted =
    identity !== undefined && [...identity.schemes].some((each) => each === credentials.scheme);
  return accepted ? { kind: "known", identity } : { kind: "unknown" };
}

/** The scheme of a request's Authorization header, for the log; anything that is no known scheme is "none". */
export function schemeOf(request: IncomingMessage): AuthenticationScheme | "none" {
  const scheme = readCredentials(request)?.scheme;
  return scheme === "Basic" || scheme === "Bearer" ? scheme : "none";
}

function readCredentials(request: IncomingMessage): Credentials | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const [, word = "", value = ""] = /^(\S+)\s+(.*)$/u.exec(header.trim()) ?? [];
  if (/^basic$/iu.test(word)) {
    const pair = Buffer.from(value, "base64").toString("utf8");
    return { scheme: "Basic", token: pair.includes(":") ? pair.slice(pair.indexOf(":") + 1) : "" };
  }
  return { scheme: /^bearer$/iu.test(word) ? "Bearer" : word, token: value };
}
