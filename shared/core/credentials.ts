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
 * Every form of the credentials that can show up in a log or a file, the token itself first. The agent's masker knows
 * the JSON, URI and backslash escapes of what is registered, and no base64 (agent, HostContext.cs:210-212). A form that
 * another one is part of is left out, since masking the part masks it.
 */
export function printableForms({ username, token }: Credentials): readonly Secret[] {
  return [token, ...token.flatMap((text) => derivedForms(username, text))];
}

function derivedForms(username: string, token: string): readonly string[] {
  const hex = Buffer.from(token).toString("hex");
  const always = [hex, hex.toUpperCase(), ...base64Forms(token)];
  // Nothing escapes a character of such a token, as the agent's is, and both alphabets of base64 write it the same.
  return /^[\w.-]{12,}$/.test(token)
    ? always
    : onlySmallest(token, [...always, ...escapedForms(username, token, always)]);
}

function escapedForms(username: string, token: string, always: readonly string[]): readonly string[] {
  const pairs = [token, `:${token}`, `${username}:${token}`];
  const base64 = [...always, ...pairs.map((text) => Buffer.from(text).toString("base64"))];
  const encoded = encodeURIComponent(token);
  return [
    ...[JSON.stringify(token).slice(1, -1), escapeMarkup(token)],
    ...[encoded, encoded.replace(/%../g, (code) => code.toLowerCase())],
    ...[...base64, ...base64.map(encodeURIComponent), ...base64.map(urlAlphabet)],
  ];
}

/** Masks that are shorter would hide words all over the log. */
const shortestForm = 6;

function onlySmallest(token: string, forms: readonly string[]): readonly string[] {
  const long = [...new Set([token, ...forms])].filter((form) => form.length >= shortestForm);
  return long.filter((form) => form !== token && !long.some((part) => part !== form && form.includes(part)));
}

/**
 * What base64 makes of a token with 0, 1 and 2 bytes before it: the characters that depend on nothing but the token. So
 * it is found in `Basic …` with any user name, and in the base64 of any text that the token is part of. Of such a form
 * itself it gives what a Docker configuration in a Kubernetes secret holds: a pair's base64 within another base64.
 */
export function base64Forms(token: string): readonly string[] {
  const padded = Buffer.from(`\0\0${token}`);
  return [0, 1, 2].map((offset) => base64At(offset, padded));
}

/** The token stands in `padded` behind two other bytes; `offset` of them count. */
function base64At(offset: number, padded: Buffer): string {
  const bits = (padded.length - 2 + offset) * 8;
  return padded.toString("base64", 2 - offset).slice(Math.ceil((offset * 8) / 6), Math.floor(bits / 6));
}

/** RFC 4648, section 5. */
function urlAlphabet(base64: string): string {
  return base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function escapeMarkup(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
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
  return credentialsOf(jobUsername, token);
}

/** Credentials in clear text, as variables and addresses hold them. */
export function credentialsOf(username: string, password: string): Credentials {
  return { username, token: new Secret(password) };
}
