import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./sandbox";

/** Every form in which a token could be met. */
export function tokenForms(token: string): readonly string[] {
  const pairs = ["VssSessionToken", "build", "dummy", ""].map((user) =>
    Buffer.from(`${user}:${token}`).toString("base64"),
  );
  const plain = [token, ...pairs, Buffer.from(token).toString("base64")];
  return [...plain, ...plain.map(encodeURIComponent)];
}

/** Asserts that neither the masked log nor any file of the machine holds the token in any form. */
export function assertNoToken(outcome: Pick<Outcome, "log" | "folder">, token: string): void {
  for (const form of tokenForms(token)) assert.ok(!outcome.log.includes(form), "the log shows a token");
  assert.deepEqual(filesWithToken(outcome.folder, token), []);
}

/** The files below a folder that hold the token in any form. */
export function filesWithToken(folder: string, token: string): readonly string[] {
  const forms = tokenForms(token);
  return filesBelow(folder).filter((path) => {
    const text = readFileSync(path, "latin1");
    return forms.some((form) => text.includes(form));
  });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** A step that looks for the token in every file while the job runs, before the agent wipes its temp folder. */
export const scanStep = `- bash: |
    pair=$(printf 'VssSessionToken:%s' "$TOKEN" | base64 -w0)
    bare=$(printf '%s' "$TOKEN" | base64 -w0)
    found=$(grep -rlaF -e "$TOKEN" -e "$pair" -e "$bare" "$AGENT_WORKFOLDER" "$HOME" || true)
    if [ -n "$found" ]; then echo "a token is in: $found"; exit 1; fi
    echo "no file holds the token"
  displayName: Look for the token
  env:
    TOKEN: $(System.AccessToken)
`;
