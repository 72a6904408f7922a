import type {
  ClientManifest,
  TaskInput,
  TaskManifest,
  TaskVariable,
} from "../../../shared/core/client-manifest";
import { pageOf } from "./page";

const upstreamSources =
  "[About upstream sources](https://learn.microsoft.com/azure/devops/artifacts/concepts/upstream-sources)";

/** What task.json says of RestoreUpstream, for the clients that it restores with, in their order. */
export function manifest(clients: readonly ClientManifest[]): TaskManifest {
  const titles = new Intl.ListFormat("en-GB").format(clients.map(({ title }) => title));
  return {
    id: "2cff67e6-00c3-4b32-a74e-64694fb05b48",
    name: "RestoreUpstream",
    version: "1.0.0",
    friendlyName: "Restore from upstream",
    description: `Restores ${titles} projects through an Azure Artifacts feed, so that the feed saves every package from its upstream sources, and reports what it saved, what bypassed it and what failed. In save mode it installs nothing and has the feed save every file that the lock files name, for all platforms.`,
    learnMore:
      "[Restore packages from upstream sources](https://learn.microsoft.com/azure/devops/artifacts/tutorials/restore-packages-from-upstream)",
    inputs: [
      ...mainInputs(clients),
      ...advancedInputs(clients),
      ...clients.flatMap(({ restore }) => restore.inputs),
    ],
    outputVariables,
    commands: "any",
    settableVariables: [
      ...new Set([
        ...outputVariables.map(({ name }) => name),
        "PATH",
        ...clients.flatMap(({ restore }) => restore.keeps.map(({ name }) => name)),
        ...clients.flatMap(({ task }) => task.settableVariables),
      ]),
    ],
    page: pageOf(clients, outputVariables),
  };
}

function mainInputs(clients: readonly ClientManifest[]): readonly TaskInput[] {
  const names = clients.map(({ client }) => client);
  return [
    {
      name: "feed",
      type: "string",
      label: "Feed",
      help: `Enter the feed to restore through: \`feed\`, \`project/feed\`, or the address that Connect to Feed shows. Example: \`contoso/tools\`. Leave empty when the project's own configuration names exactly one feed. ${upstreamSources}.`,
    },
    {
      name: "packageManagers",
      type: "string",
      label: "Package managers",
      defaultValue: "auto",
      help: `Enter the package managers to restore with, separated by commas: ${names.join(", ")}; or auto for all whose projects are below the working directory, in this order. Example: \`${names.slice(0, 2).join(", ")}\`. [About feeds](https://learn.microsoft.com/azure/devops/artifacts/concepts/feeds).`,
    },
    ...whichProjects,
    {
      name: "mode",
      type: "pickList",
      label: "Mode",
      defaultValue: "restore",
      options: {
        restore: "Restore: run each package manager's own restore through the feed",
        save: "Save: install nothing, have the feed save every file of the lock files",
        audit: "Audit: change nothing, say what the feed holds of the lock files",
      },
      help: "Enter restore to run each package manager's own restore through the feed, save to install nothing and have the feed save every file that the lock files name, for all platforms, or audit to change nothing and say what the feed holds of them; on parallel jobs (strategy: parallel) each job takes its part of save or audit. Example: `save`. [Parallel jobs](https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/jobs-job-strategy).",
    },
  ];
}

const whichProjects: readonly TaskInput[] = [
  {
    name: "workingDirectory",
    type: "filePath",
    label: "Working directory",
    help: "Enter the folder below which projects and lock files are looked for. Example: `src/service`. Leave empty for the sources folder. [Predefined variables](https://learn.microsoft.com/azure/devops/pipelines/build/variables).",
  },
  {
    name: "projects",
    type: "multiLine",
    label: "Projects",
    help: "Enter the projects to restore, one pattern a line, as for Cache@2 and CopyFiles@2: folders or files relative to the working directory, with `*`, `**` and `?`; `!` before a pattern excludes. Example: `services/**`. Leave empty for all projects that are found. [File matching patterns](https://learn.microsoft.com/azure/devops/pipelines/tasks/file-matching-patterns).",
  },
];

function advancedInputs(clients: readonly ClientManifest[]): readonly TaskInput[] {
  const commands = clients.map(({ restore }) => restore.command).join(", ");
  const [argument] = clients.map(({ restore }) => restore.argument);
  const inputs: readonly TaskInput[] = [
    {
      name: "arguments",
      type: "string",
      label: "Arguments",
      help: `Enter words to add to the package manager's command (${commands}); quotes keep spaces together, and no shell reads them. Example: \`${argument?.example ?? ""}\`. ${argument?.link ?? ""}.`,
    },
    ...laterSteps,
    ...findings,
    ...limitsAndReport,
  ];
  return inputs.map((input) => ({ ...input, isAdvanced: true }));
}

const outputVariables: readonly TaskVariable[] = [
  {
    name: "savedCount",
    holds: "How many package versions the feed has saved now that it did not hold before.",
  },
  { name: "alreadySavedCount", holds: "How many package versions the feed held before." },
  { name: "bypassCount", holds: "How many packages are fetched from somewhere that is not the feed." },
  { name: "failedCount", holds: "How many packages or projects failed." },
  {
    name: "wouldSaveCount",
    holds: "In mode audit: how many package versions the feed does not hold, or not all files of; else 0.",
  },
];

/** What later steps of the job have of it. */
const laterSteps: readonly TaskInput[] = [
  {
    name: "keep",
    type: "boolean",
    label: "Keep for later steps",
    defaultValue: "true",
    help: "Select to leave what the package managers fetched to later steps of the job, so that they build without fetching it again, also offline; it is in the agent's temp folder, and goes with the job. Example: `false`. [About the agent's folders](https://learn.microsoft.com/azure/devops/pipelines/build/variables).",
  },
  {
    name: "authenticate",
    type: "boolean",
    label: "Authenticate later steps",
    defaultValue: "false",
    help: `Select to also set, for later steps, what the package managers' own authenticate tasks set, with the feed in the place of the public registry. Example: \`true\`. ${upstreamSources}.`,
  },
];

/** What is done about what the task finds. */
const findings: readonly TaskInput[] = [
  {
    name: "onBypass",
    type: "pickList",
    label: "On bypass",
    defaultValue: "warn",
    options: { warn: "Warn", fail: "Fail before anything runs", ignore: "Ignore" },
    help: `Enter what happens when a lock file, a configuration line or a build file makes a package manager fetch from somewhere that is not the feed: warn, fail (before anything runs) or ignore. Example: \`fail\`. ${upstreamSources}.`,
  },
  {
    name: "onUnsaved",
    type: "pickList",
    label: "On unsaved",
    defaultValue: "warn",
    options: { warn: "Warn", fail: "Fail", ignore: "Ignore" },
    help: "Enter what happens when the feed does not hold a locked package after the run: warn, fail or ignore. Example: `fail`. [Feed permissions](https://learn.microsoft.com/azure/devops/artifacts/feeds/feed-permissions).",
  },
];

const limitsAndReport: readonly TaskInput[] = [
  {
    name: "maxConcurrency",
    type: "string",
    label: "Max concurrency",
    defaultValue: "16",
    help: "Enter how many requests may be under way at once when the task itself asks the feed for files, from 1 to 64. Example: `8`. [Rate limits](https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits).",
  },
  {
    name: "reportPath",
    type: "string",
    label: "Report path",
    help: "Enter where to write the report as JSON, relative to the working directory. Example: `$(Build.ArtifactStagingDirectory)/restore.json`. Leave empty for none; the job summary is always there. [Job summaries](https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).",
  },
];
