import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Job } from "../../../../../shared/core/job";
import { keyringEffects } from "../../../../../shared/protocols/pypi/keyring/job-keyring";

/** Where the program and the backend are written. */
const sources = join(__dirname, "../../../../../../shared/protocols/pypi/keyring/beside");

/** Makes the files of a job's keyring as the shell does, and gives the variables that later steps have of it. */
export function makeKeyring(job: Job, addresses: readonly string[] = []): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const effect of keyringEffects(job, addresses)) {
    if (effect.kind === "set-variable") {
      variables[effect.name] = typeof effect.value === "string" ? effect.value : effect.value.expose();
      continue;
    }
    if (effect.kind === "prepend-path") variables["PATH"] = effect.path;
    mkdirSync(dirname(effect.path), { recursive: true });
    if (effect.kind === "write-file") writeFileSync(effect.path, effect.text);
    if (effect.kind !== "copy-file") continue;
    copyFileSync(join(sources, basename(effect.source)), effect.path);
    chmodSync(effect.path, effect.isProgram === true ? 0o700 : 0o600);
  }
  return variables;
}

/** What a program answered: nothing on stdout and a code that is not 0 where it passed the question on to nobody. */
export interface Answer {
  readonly code: number | null;
  readonly said: string;
  readonly errors: string;
}

export function ask(
  command: readonly string[],
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Answer {
  const [program = "", ...before] = command;
  const { status, stdout, stderr } = spawnSync(program, [...before, ...words], {
    env: { ...environment },
    encoding: "utf8",
    timeout: 20_000,
  });
  return { code: status, said: stdout, errors: stderr };
}

/** A program that says how it was called: somebody's own keyring. */
export function writeOtherKeyring(folder: string, name = "theirs"): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "keyring");
  writeFileSync(path, `#!/bin/sh\nprintf '%s|' ${name} "$@"\nexit 7\n`);
  chmodSync(path, 0o755);
}
