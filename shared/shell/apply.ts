import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, posix, win32 } from "node:path";
import type { Job } from "../core/job";
import type { Effect, Plan } from "../core/plan";
import { Problem } from "../core/problem";
import { Secret } from "../core/secret";
import { command, isSecretVariable, print } from "./agent";
import { isInside } from "./inside";
import { journalVariable, writeJournal, type Journal } from "./journal";
import { setForLaterSteps } from "./later-variable";
import { asMachineProblem, checkStepsFolder } from "./own-folder";
import { clearText, maskCredentials, maskSecrets } from "./secrets";

/** A plan, and the job that it was made for. */
export interface PlannedJob {
  readonly plan: Plan;
  readonly job: Job;
}

/**
 * The one place where plans meet the world, in an order that leaves nothing half done: every form of every secret is
 * masked, the journal for the post-job step is written, then files, and only when all of them are there the variables.
 * When a file fails, what was made is removed again and the error goes on to the caller. For a restore that the step
 * runs itself no variable is set, and so none is to be put back. Throws a Problem, before anything is made, for a variable
 * that later steps would not see.
 * @param stepFolder What the post-job step removes; each plan's folder is in it, or is it.
 * @param variable The task variable of the journal.
 */
export function applyPlans(
  planned: readonly PlannedJob[],
  stepFolder: string,
  variable = journalVariable,
): void {
  for (const each of planned) maskPlan(each);
  const forJob = planned.filter(({ job }) => job.purpose === "job");
  const variables = forJob.flatMap(({ plan }) => plan.effects.flatMap(variableCommands));
  const journal: Journal = { folder: stepFolder, variables: variablesToRestore(planned, stepFolder) };
  print([command("task.settaskvariable", { variable }, writeJournal(journal))]);
  try {
    for (const { job } of planned) checkStepsFolder(job.stepsFolder);
    for (const { job } of planned) removeFolder(job);
    for (const { plan, job } of planned) for (const effect of plan.effects) applyToFiles(effect, job);
  } catch (error) {
    removeWhatWasMade(planned);
    throw error;
  }
  print(variables);
}

/** The same for one plan. */
export function applyPlan(plan: Plan, job: Job, stepFolder = job.jobFolder): void {
  applyPlans([{ plan, job }], stepFolder);
}

function maskPlan({ plan, job }: PlannedJob): void {
  maskCredentials([...job.identities.map(({ credentials }) => credentials), ...(plan.others ?? [])]);
  maskSecrets(
    plan.effects.flatMap((effect) =>
      effect.kind === "set-variable" && effect.value instanceof Secret ? [effect.value] : [],
    ),
  );
}

/** What cannot be removed either is left to the post-job step: the error that is told is the first one. */
function removeWhatWasMade(planned: readonly PlannedJob[]): void {
  for (const { job } of planned) {
    try {
      checkStepsFolder(job.stepsFolder);
      removeFolder(job);
    } catch {
      continue;
    }
  }
}

/** Asked first, since removing loads what few jobs need: a job's folder is there only where a step is run again. */
function removeFolder({ jobFolder }: Job): void {
  if (lstatSync(jobFolder, { throwIfNoEntry: false }) !== undefined)
    rmSync(jobFolder, { recursive: true, force: true });
}

/** The variables of a plan, in clear: for the child processes of a step that sets none for later ones. */
export function childVariables({ plan, job }: PlannedJob): readonly (readonly [string, string])[] {
  const { delimiter } = job.windows ? win32 : posix;
  const folders = plan.effects.flatMap((effect) => (effect.kind === "prepend-path" ? [effect.path] : []));
  const path = [...folders.toReversed(), job.environment.get("PATH") ?? ""].filter((each) => each !== "");
  return [
    ...plan.effects.flatMap((effect) =>
      effect.kind === "set-variable" ? [[effect.name, clearText(effect.value)] as const] : [],
    ),
    ...(folders.length === 0 ? [] : [["PATH", path.join(delimiter)] as const]),
  ];
}

/** Makes more files in the folder of a plan that was applied. */
export function addFiles(effects: readonly Effect[], job: Job): void {
  mkdirSync(job.jobFolder, { recursive: true, mode: 0o700 });
  for (const effect of effects) applyToFiles(effect, job);
}

/** Later steps must see the value in their environment, so the variable itself is plain; its value is masked already. */
function variableCommands(effect: Effect): readonly string[] {
  if (effect.kind === "prepend-path") return [command("task.prependpath", {}, effect.path)];
  if (effect.kind !== "set-variable") return [];
  const { name, value } = effect;
  if (!isSecretVariable(name)) return [setForLaterSteps(name, clearText(value))];
  throw new Problem(
    "variable-secret",
    `The pipeline declares ${name} as a secret variable, which the agent hides from the environment of later steps, so the client would not find there what this step hands over.`,
    `Remove ${name} from the pipeline's variables and from its variable groups, or do not make it secret. Nothing was set for later steps.`,
  );
}

/**
 * The variables that lead into the step's folder are put back when it goes; the others stay true until the job ends. Of
 * several plans the first knows what a variable was before the step.
 */
function variablesToRestore(planned: readonly PlannedJob[], stepFolder: string): Journal["variables"] {
  const previous = new Map<string, string>();
  for (const { plan, job } of planned) {
    if (job.purpose === "restore") continue;
    for (const effect of plan.effects) {
      const leadsInside = effect.kind === "set-variable" && String(effect.value).includes(stepFolder);
      if (leadsInside && !previous.has(effect.name))
        previous.set(effect.name, job.environment.get(effect.name) ?? "");
    }
  }
  return [...previous].map(([name, value]) => ({ name, previous: value }));
}

function applyToFiles(effect: Effect, job: Job): void {
  if (effect.kind === "set-variable") return;
  if (!isInside(job.jobFolder, effect.path)) throw new Error(`${effect.path} is not in the job's folder`);
  try {
    make(effect, job);
  } catch (error) {
    throw asMachineProblem(error, effect.path);
  }
}

function make(effect: Exclude<Effect, { kind: "set-variable" }>, job: Job): void {
  mkdirSync(dirname(effect.path), { recursive: true, mode: 0o700 });
  switch (effect.kind) {
    case "write-file":
      writeFileSync(effect.path, effect.text, { mode: 0o600, flag: "wx" });
      return;
    case "copy-file":
      copyFileSync(effect.source, effect.path, constants.COPYFILE_EXCL);
      chmodSync(effect.path, effect.isProgram === true ? 0o700 : 0o600);
      return;
    case "prepend-path":
    case "make-folder":
      mkdirSync(effect.path, { recursive: true, mode: 0o700 });
      return;
    case "link":
      if (job.windows) linkOnWindows(effect);
      else link(effect);
      return;
    default:
      effect satisfies never;
  }
}

type Link = Extract<Effect, { kind: "link" }>;

/** A target that is not there is left out: the client then makes its own inside the job's folder. */
function link({ path, target }: Link): void {
  if (existsSync(target)) symlinkSync(target, path);
}

/**
 * Without the privilege to make symbolic links: a junction for a folder; another name for a file, as far as both are on
 * one volume, which home and temp folder of hosted agents are not; else a copy that cannot be written to.
 */
function linkOnWindows({ path, target, isLock = false }: Link): void {
  if (!existsSync(target)) return;
  const isFolder = statSync(target).isDirectory();
  try {
    if (isFolder) symlinkSync(target, path, "junction");
    else linkSync(target, path);
  } catch {
    // A file system that has no junctions, such as a network's: the client then makes its own folder.
    if (isFolder || isLock) return;
    copyFileSync(target, path);
    chmodSync(path, 0o400);
  }
}
