import {
  tasksOf,
  type ClientManifest,
  type TaskManifest,
  type TaskPage,
} from "../../../shared/core/client-manifest";

const everything = `- task: AuthenticateFeeds@1`;

/** AuthenticateFeeds in its manifest and page: what every client's own task does, for those that a repository has. */
export function manifest(clients: readonly ClientManifest[]): TaskManifest {
  const list = new Intl.ListFormat("en-GB");
  const titles = list.format(clients.map(({ title }) => title));
  return {
    id: "d5c520d8-a0c3-4773-8221-b15f65344cad",
    name: "AuthenticateFeeds",
    version: "1.0.0",
    friendlyName: "Authenticate feeds",
    description: `Gives ${titles} the job's access to Azure Artifacts feeds, for the steps that follow: finds the projects of the repository, and does for each package manager what its own task does. Sets the variables of ${list.format(tasksOf(clients).map(({ name }) => name))}.`,
    learnMore:
      "[Azure Artifacts](https://learn.microsoft.com/azure/devops/artifacts/start-using-azure-artifacts)",
    authenticates: {
      feedsNamedBy: "the configuration of each package manager names",
      workingDirectory:
        "Enter the folder below which projects are looked for. Example: `src/service`. Leave empty for the sources folder. [Predefined variables](https://learn.microsoft.com/azure/devops/pipelines/build/variables).",
    },
    inputs: [],
    outputVariables: [],
    commands: "restricted",
    settableVariables: [...new Set(clients.flatMap(({ task }) => task.settableVariables))],
    page: pageOf(clients, titles),
  };
}

function pageOf(clients: readonly ClientManifest[], titles: string): TaskPage {
  return {
    about: [
      `Gives every package manager of the repository (${titles}) the job's own access to Azure Artifacts feeds, in one step. It finds the projects below the working directory and does for each client what that client's own task does, with one line in the log for each. A client that names no feed of the organization is skipped; when none does, the step fails and says where it looked.`,
    ],
    samples: [
      {
        title: "The task stands before the steps that run the clients, in the same job:",
        language: "yaml",
        text: everything,
      },
    ],
    reads: "what the tasks of the clients that it found read.",
    sets: tasksOf(clients).flatMap(({ page }) => page.sets),
    tried: tasksOf(clients).flatMap(({ page }) => page.tried),
    failures: [],
    goodToKnow: [
      "What a client's variables mean, and which messages it has, is on the page of its own task.",
    ],
  };
}
