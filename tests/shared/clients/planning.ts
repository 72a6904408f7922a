import { dirname } from "node:path";
import { parse } from "smol-toml";
import type { AuthenticatingClient } from "../../../shared/core/client";
import type { Job } from "../../../shared/core/job";
import { credentialsOf, jobCredentials } from "../../../shared/core/credentials";
import type { Effect, Plan } from "../../../shared/core/plan";
import { ReadFiles } from "../../../shared/core/files";
import { jobIdentity, organizationIdentity, type Identity } from "../../../shared/core/identity";
import { Problem } from "../../../shared/core/problem";
import { Secret } from "../../../shared/core/secret";
import { services } from "../core/organizations";

export const token = "job-token-0123456789";
export const root = "https://pkgs.dev.azure.com/fabrikam";

const jobFolder = "/agent/_temp/feedpass/step-1";

export interface JobChange extends Partial<Omit<Job, "inputs" | "environment">> {
  readonly feeds?: string;
  readonly replacePublicRegistry?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A job of fabrikam on Linux with its sources outside of the home. */
export function makeJob(change: JobChange = {}): Job {
  const { feeds, replacePublicRegistry = true, environment = {}, ...rest } = change;
  return {
    organization: services(),
    identities: [jobIdentity(services(), jobCredentials(token))],
    purpose: "job",
    workingDirectory: "/agent/1/s",
    stepsFolder: dirname(rest.jobFolder ?? jobFolder),
    jobFolder,
    taskFolder: "/agent/_tasks/task",
    nonce: "0123456789abcdef",
    windows: false,
    besideContainers: false,
    home: "/home/ada",
    accountHome: "/home/ada",
    programs: new Map(),
    ...rest,
    inputs: { feeds, replacePublicRegistry },
    environment: new Map(Object.entries(environment)),
  };
}

/** A second identity: for the feeds of another organization, contoso. */
export const secondToken = "contoso-token-9876543210";

export function withSecond(change: JobChange = {}): Job {
  const second = organizationIdentity(
    "the connection contoso",
    services("contoso"),
    credentialsOf("build", secondToken),
  );
  const job = makeJob(change);
  return { ...job, identities: [...job.identities, second] };
}

/** A third: for one registry that is none of Azure Artifacts. */
export const thirdToken = "corp-token-5555555555";

export function withThird(job: Job): Job {
  const third: Identity = {
    title: "the connection corp",
    covers: (address) => address.startsWith("https://registry.example/corp/"),
    credentials: credentialsOf("robot", thirdToken),
  };
  return { ...job, identities: [...job.identities, third] };
}

/** Texts by absolute path. */
export type Texts = Readonly<Record<string, string>>;

/** Plans as the shell does: the adapter gets the files that it asks for and no others. */
export function planWith(adapter: AuthenticatingClient, job: Job, texts: Texts = {}): Plan {
  const read = new ReadFiles();
  const asked = new Set<string>();
  for (;;) {
    const wanted = adapter.sources(job, read).filter((path) => !asked.has(path));
    if (wanted.length === 0) return adapter.plan(job, read);
    for (const path of wanted) {
      asked.add(path);
      const text = texts[path];
      if (text !== undefined) read.set(path, text);
    }
  }
}

/** The Problem that a plan ends in. Throws when it ends in none, or in another error. */
export function problemOf(adapter: AuthenticatingClient, job: Job, texts: Texts = {}): Problem {
  try {
    planWith(adapter, job, texts);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("a plan was made");
}

/** The variables of a plan; a secret's value is shown as `secret:<value>`. */
export function variablesOf({ effects }: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    effects.flatMap((effect) =>
      effect.kind === "set-variable" ? [[effect.name, showValue(effect.value)] as const] : [],
    ),
  );
}

function showValue(value: string | Secret): string {
  return value instanceof Secret ? `secret:${value.expose()}` : value;
}

/** The files that a plan writes, by path. */
export function filesOf({ effects }: Plan): Texts {
  return Object.fromEntries(
    effects.flatMap((effect) => (effect.kind === "write-file" ? [[effect.path, effect.text] as const] : [])),
  );
}

export function linksOf({ effects }: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    effects.flatMap((effect) => (effect.kind === "link" ? [[effect.path, effect.target] as const] : [])),
  );
}

/** Everything of a plan as plain values, secrets shown. */
export function showEffects({ effects }: Plan): readonly unknown[] {
  return effects.map((effect: Effect) =>
    effect.kind === "set-variable" ? [effect.name, showValue(effect.value)] : [effect.kind, effect.path],
  );
}

/** The notes as `level: text`. */
export function notesOf({ notes }: Plan): readonly string[] {
  return notes.map(({ level, text }) => `${level}: ${text}`);
}

/** The world as the next step of the job sees it: the first plan's variables and files are there. */
export function afterStep(
  job: Job,
  plan: Plan,
  texts: Texts,
  change: JobChange = {},
): { readonly job: Job; readonly texts: Texts } {
  const set = Object.entries(variablesOf(plan)).map(([name, value]) => [name, value.replace(/^secret:/, "")]);
  const environment = Object.fromEntries([...job.environment, ...set]) as Record<string, string>;
  const next = makeJob({
    jobFolder: "/agent/_temp/feedpass/step-2",
    nonce: "fedcba9876543210",
    ...change,
    environment: { ...environment, ...change.environment },
  });
  return { job: next, texts: { ...texts, ...filesOf(plan) } };
}

/** A TOML text as plain objects; smol-toml's own have no prototype. */
export function readToml(text: string): unknown {
  return JSON.parse(JSON.stringify(parse(text)));
}
