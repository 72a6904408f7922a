import type {
  Failure,
  Sample,
  TaskInput,
  TaskManifest,
  TaskVariable,
} from "../../shared/core/client-manifest";
import { table } from "./markdown";
import { inputsOf } from "./task-inputs";
import { minimumAgentVersion } from "./task-json";

/** `docs/tasks/<task>.md`: what a user of the task reads, from the manifest at `source`. */
export function taskPage(manifest: TaskManifest, source: string): string {
  const { name, version, page, authenticates } = manifest;
  const kind = authenticates === undefined ? restoring : authenticating;
  const sections = [
    `<!-- Assembled from ${source}: change that, then npm run assemble. -->`,
    `# ${name}@${version.split(".")[0] ?? ""}`,
    ...page.about,
    "## Use",
    ...page.samples.map(renderSample),
    `${kind.use} It reads ${page.reads}`,
    "## Inputs",
    "All are optional.",
    table(["Input", "Help", "Default"], inputsOf(manifest).map(inputRow)),
    "## What it sets",
    table(["Variable", "What it holds"], page.sets.map(variableRow)),
    kind.undone,
    "## The role in the feed",
    `${identity} ${kind.role}`,
    "## If it fails",
    table(
      ["The log says", "Why", "What to do"],
      [...page.failures, ...kind.failures, ...failuresOfAll, ...refusals(manifest)].map(failureRow),
    ),
    "## Good to know",
    [...page.goodToKnow, ...kind.goodToKnow, containers].map((text) => `- ${text}`).join("\n"),
    "## Versions",
    versions(manifest),
  ];
  return `${sections.join("\n\n")}\n`;
}

const identity =
  "The token is that of the job's build identity: `<project> Build Service (<organization>)`, or `Project Collection Build Service (<organization>)` where jobs are not limited to their project. In the feed's settings, under Permissions, give it";

/** What the pages of tasks of one kind have the same. */
interface TaskKind {
  readonly use: string;
  readonly undone: string;
  readonly role: string;
  readonly failures: readonly Failure[];
  readonly goodToKnow: readonly string[];
}

const authenticating: TaskKind = {
  use: "The first of the `feeds` also takes the place of the public registry for the job, so that public packages come through its upstream sources. Without `feeds`, the task finds the feeds in the project's own configuration; where there is none, it fails and says where it looked.",
  undone:
    "A second call in a job adds to the first. After the job, the variables that lead into the step's folder are put back, and the folder is removed.",
  role: "Feed and Upstream Reader (Collaborator) to restore, and to save packages from upstream sources; Feed Publisher (Contributor) to publish.",
  failures: [
    {
      says: "Input feeds: … cannot have the job's token: …",
      cause: "The address in `feeds` is not one of a feed of the job's own organization or collection.",
      fix: "Name a feed of this organization, as `feed`, `project/feed`, or an address that begins as the message says.",
    },
    {
      says: 'Input feeds: "…" is not a feed',
      cause: "The entry is neither a name nor an address.",
      fix: "Write `feed` (organization-scoped) or `project/feed` (project-scoped), either with `@view` behind it, or the feed's address.",
    },
  ],
  goodToKnow: [
    "What is not a feed of the job's own organization or collection never gets the token, and the log names it with the reason.",
    "The task makes no network request. A missing role shows when the client asks the feed: a 401 or 403 that the client prints means that the identity above needs the role.",
    "A job variable that the task sets wins over the same name in a later step's `env:`.",
    "Every later step of the job can read the token from its environment, as the client does. Keep steps that you do not trust in another job.",
  ],
};

const restoring: TaskKind = {
  use: "The projects are found by their own files.",
  undone: "After the job, the step's folder is removed.",
  role: "Feed and Upstream Reader (Collaborator), which may save packages from upstream sources.",
  failures: [],
  goodToKnow: [],
};

/** What any task may fail with. */
const failuresOfAll: readonly Failure[] = [
  {
    says: "Input workingDirectory: … is not a folder",
    cause: "The folder is not there when the task runs.",
    fix: "Give the folder of the project, relative to the sources; check that an earlier step checked it out.",
  },
  {
    says: "The job has no access token: …",
    cause: "The step runs in a server job, or the project's settings keep the job from having a token.",
    fix: "Run it in a job of an agent, and look at the job authorization scope in Project settings > Pipelines > Settings.",
  },
];

const containers =
  "In a job with containers, run the task in the target that runs the client; what holds otherwise: [containers](../containers.md).";

/** Variables that the pipeline or the agent keeps the task from setting, as far as it can see that, and as far as not. */
function refusals({ settableVariables, commands }: TaskManifest): readonly Failure[] {
  if (settableVariables.length === 0) return [];
  const restricted =
    commands === "restricted"
      ? "`commands: restricted` takes nothing from the task."
      : "With `commands: restricted` the agent drops the summary of the build page.";
  const names = settableVariables.map((name) => `\`${name}\``).join(", ");
  return [
    {
      says: "The pipeline declares … as a secret variable",
      cause: "The agent hides secret variables from the environment of later steps. Nothing was set.",
      fix: "Remove that variable from the pipeline and its variable groups, or do not make it secret.",
    },
    {
      says: "Overwriting readonly variable '…' is not permitted",
      cause:
        "The agent says so and fails the step: the variable has `readonly: true`, or was given when the run was queued. No task can see that before, so what the step set beside it stays set.",
      fix: "Remove that variable or its `readonly`.",
    },
    {
      says: "A warning that a variable may not be set",
      cause:
        "The agent drops what the step's own `target: settableVariables` leaves out, with a warning for each, and goes on. No task can see that either, so the step succeeds.",
      fix: `Allow ${names}, or leave \`settableVariables\` out. ${restricted}`,
    },
    {
      says: "The variable DECODE_PERCENTS is not true",
      cause:
        "With that knob off the agent reads some values as others, and one that has to be handed over is such a value. Others get through.",
      fix: "Remove `DECODE_PERCENTS` from the pipeline's variables and the agent's environment.",
    },
  ];
}

function renderSample({ title, language, text }: Sample): string {
  return `${title}\n\n\`\`\`${language}\n${text}\n\`\`\``;
}

function inputRow({ name, help, defaultValue }: TaskInput): readonly string[] {
  return [`\`${name}\``, help, defaultValue === undefined ? "empty" : `\`${defaultValue}\``];
}

function variableRow({ name, holds }: TaskVariable): readonly string[] {
  return [`\`${name}\``, holds];
}

function failureRow({ says, cause, fix }: Failure): readonly string[] {
  return [says.replaceAll("<", "&lt;"), cause, fix];
}

function versions({ page, learnMore }: TaskManifest): string {
  const needs = page.needs === undefined ? "Tried" : `For ${page.needs}; tried`;
  return `${needs} with ${new Intl.ListFormat("en-GB").format(page.tried)}. The task runs on Node 24, or on Node 20 where the agent has no 24 or does not run tasks on it, and needs agent ${minimumAgentVersion} or later. See also ${learnMore}.`;
}
