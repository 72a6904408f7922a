import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Program } from "../clients/found-clients";
import { wheel } from "./restore-upstream-machine";

/** A folder with a program that runs a module of a client's Python, as its own script would: gives the program's path. */
export function moduleProgram(name: string, { path }: Program): string {
  const folder = join(mkdtempSync(join(tmpdir(), "feedpass-program-")), "bin");
  mkdirSync(folder);
  const program = join(folder, name);
  writeFileSync(program, `#!/bin/sh\nexec "${path}" -m ${name} "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}

/** A pipeline that restores a feed's project, says the counts, and then what `later` says in a network without a way out. */
export function pipeline(inputs: Readonly<Record<string, string>> = {}, later = ""): string {
  const lines = Object.entries(inputs).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`);
  const offline = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
  return [
    "steps:",
    "- task: RestoreUpstream@1",
    "  name: restore",
    ...(lines.length === 0 ? [] : ["  inputs:", ...lines]),
    ...(later === ""
      ? []
      : [
          `- bash: ${later}`,
          "  displayName: later",
          "  env:",
          ...offline.map((name) => `    ${name}: http://127.0.0.1:9`),
        ]),
    '- bash: echo "counts $(restore.savedCount) $(restore.alreadySavedCount) $(restore.bypassCount) $(restore.failedCount)"',
    "  condition: always()",
    "",
  ].join("\n");
}

/** `sha256:<hex>` of an upstream package's wheel. */
export function hashOf(number: number): string {
  return `sha256:${wheel(number).sha256}`;
}
