import * as tl from "azure-pipelines-task-lib/task";
import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import type { Job } from "../core/adapter";
import { printableForms } from "../core/credentials";
import type { Effect, Plan } from "../core/plan";
import { Secret } from "../core/secret";
import { journalVariable, writeJournal, type Journal } from "./journal";

/**
 * The one place where a plan meets the world, in an order that leaves nothing half done: every form of every secret
 * is masked, the journal for the post-job step is written, then files, and only when all of them are there the
 * variables. When a file fails, what was made is removed again and the error goes on to the caller.
 */
export function applyPlan(plan: Plan, job: Job): void {
  maskSecrets(plan, job);
  tl.command("task.settaskvariable", { variable: journalVariable }, writeJournal(journalOf(plan, job)));
  try {
    rmSync(job.jobFolder, { recursive: true, force: true });
    for (const effect of plan.effects) applyToFiles(effect, job);
  } catch (error) {
    rmSync(job.jobFolder, { recursive: true, force: true });
    throw error;
  }
  for (const effect of plan.effects) {
    if (effect.kind === "set-variable") setVariable(effect.name, effect.value);
  }
}

function maskSecrets(plan: Plan, job: Job): void {
  const inPlan = plan.effects.flatMap((effect) =>
    effect.kind === "set-variable" && effect.value instanceof Secret ? effect.value.lineage() : [],
  );
  const forms = new Set([...printableForms(job.credentials), ...inPlan].map((secret) => secret.expose()));
  for (const form of forms) tl.setSecret(form);
}

/** Later steps must see the value in their environment, so the variable itself is plain; its value is masked already. */
function setVariable(name: string, value: string | Secret): void {
  if (tl.getVariable(name) !== undefined && process.env[name] === undefined) {
    tl.warning(
      `The pipeline declares ${name} as a secret variable, and the agent hides those from the environment of later steps: remove that variable, or the client will not find its credentials.`,
    );
  }
  tl.command("task.setvariable", { variable: name }, value instanceof Secret ? value.expose() : value);
}

/** The variables that lead into the step's folder are put back when it goes; the others stay true until the job ends. */
function journalOf(plan: Plan, job: Job): Journal {
  const variables = plan.effects.flatMap((effect) => {
    const leadsInside = effect.kind === "set-variable" && String(effect.value).includes(job.jobFolder);
    return leadsInside ? [{ name: effect.name, previous: job.environment.get(effect.name) ?? "" }] : [];
  });
  return { folder: job.jobFolder, variables };
}

function applyToFiles(effect: Effect, job: Job): void {
  if (effect.kind === "set-variable") return;
  const inside = relative(job.jobFolder, effect.path);
  if (inside === ".." || inside.startsWith(`..${sep}`))
    throw new Error(`${effect.path} is not in the job's folder`);
  mkdirSync(dirname(effect.path), { recursive: true, mode: 0o700 });
  switch (effect.kind) {
    case "write-file":
      writeFileSync(effect.path, effect.text, { mode: 0o600, flag: "wx" });
      return;
    case "make-folder":
      mkdirSync(effect.path, { recursive: true, mode: 0o700 });
      return;
    case "link":
      link(effect.path, effect.target);
      return;
    default:
      effect satisfies never;
  }
}

/** A target that is not there is left out: the client then makes its own inside the job's folder. */
function link(path: string, target: string): void {
  if (!existsSync(target)) return;
  symlinkSync(target, path, statSync(target).isDirectory() ? "junction" : "file");
}
