import { Problem } from "./problem";
import { Secret } from "./secret";

/**
 * What a feed accepts as HTTP Basic: any user name, and the token as password.
 * Source: Azure DevOps REST specification, security definition `accessToken` (basic).
 */
export interface Credentials {
  readonly username: string;
  readonly token: Secret;
}

/**
 * The user name that goes with a job token. The feed ignores it; this one is also what repositories write
 * that were set up for artifacts-keyring (`https://VssSessionToken@…`), so clients that match by user name match.
 */
export const jobUsername = "VssSessionToken";

/** `Bearer <token>`: how Cargo and npm hand a job token over (RFC 6750, section 2.1). */
export function bearer(credentials: Credentials): Secret {
  return credentials.token.map((token) => `Bearer ${token}`);
}

/** base64 of `username:token` (RFC 7617, section 2). */
export function basicPair(credentials: Credentials): Secret {
  return credentials.token.map((token) => Buffer.from(`${credentials.username}:${token}`).toString("base64"));
}

/**
 * Every form of the credentials that can show up in a log. The agent's masker knows the JSON, URI and backslash
 * escapes of what is registered, and no base64 (agent, HostContext.cs:210-212), so each form is registered itself.
 */
export function printableForms(credentials: Credentials): readonly Secret[] {
  const pair = basicPair(credentials);
  return [
    credentials.token,
    credentials.token.map(encodeURIComponent),
    bearer(credentials),
    pair,
    pair.map(encodeURIComponent),
    pair.map((text) => `Basic ${text}`),
  ];
}

/**
 * The job's credentials from the token that the agent gave.
 * Throws a Problem when the token is missing, empty, or holds a line break or a space, which no header can carry.
 */
export function jobCredentials(token: string | undefined): Credentials {
  if (token === undefined || token.trim() === "") {
    throw new Problem(
      "token-missing",
      `The job has no access token: the endpoint SYSTEMVSSCONNECTION, which the agent hands to every task, has ${
        token === undefined ? "no AccessToken" : "an empty AccessToken"
      }.`,
      "Run the step in a build or release job of an agent (not in a server job), and check that the job's authorization scope lets it have a token (Project settings > Pipelines > Settings).",
    );
  }
  if (/[\s\p{Cc}]/u.test(token)) {
    throw new Problem(
      "token-malformed",
      "The access token of the endpoint SYSTEMVSSCONNECTION holds a line break, a space or a control character, so no HTTP header can carry it.",
      "A token that was put together by hand must be one line without spaces; the agent's own never has any.",
    );
  }
  return { username: jobUsername, token: new Secret(token) };
}
