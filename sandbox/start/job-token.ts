import { randomBytes, randomUUID } from "node:crypto";

/**
 * A job token that opens this run's feed alone. It has the look and the size of a real one, a JSON Web Token of about
 * 1 000 characters, so that what breaks on long values breaks here.
 */
export function makeJobToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { typ: "JWT", alg: "RS256", x5t: randomBytes(20).toString("base64url") };
  const payload = {
    nameid: randomUUID(),
    scp: "app_token",
    aui: randomUUID(),
    sid: randomUUID(),
    BuildId: `${randomUUID()};1`,
    orchid: `${randomUUID()}.job.__default`,
    ppid: `vstfs:///Build/Build/1/${randomUUID()}`,
    iss: "app.vstoken.visualstudio.com",
    aud: `app.vstoken.visualstudio.com|vso:${randomUUID()}`,
    nbf: now,
    exp: now + 3 * 60 * 60,
  };
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return [...parts, randomBytes(256).toString("base64url")].join(".");
}
