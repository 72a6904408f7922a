import {
  tasksOf,
  type ClientManifest,
  type Failure,
  type TaskPage,
  type TaskVariable,
} from "../../../shared/core/client-manifest";

const restoring = `- task: RestoreUpstream@1
  inputs:
    workingDirectory: maven-project`;

const saving = `strategy:
  parallel: 2
steps:
  - checkout: self
  - task: RestoreUpstream@1
    inputs:
      feed: Fabrikam Fiber/fiber
      mode: save
      onUnsaved: fail`;

/** What the page of RestoreUpstream says beside its inputs. */
export function pageOf(clients: readonly ClientManifest[], outputs: readonly TaskVariable[]): TaskPage {
  const titles = new Intl.ListFormat("en-GB").format(clients.map(({ title }) => title));
  return {
    about: [
      `Restores ${titles} projects through an Azure Artifacts feed, so that the feed saves a copy of every package from its upstream sources, and shows what it saved and from where.`,
      "It needs no authenticate task before it: it finds the projects below the working directory, runs each client's own restore through the feed with its caches out of the way, and asks the feed for what is still missing, for all platforms of the lock files. Before it runs, it names every line of the project that bypasses the feed. The build page then shows what was saved now and from which upstream source, what was there, and what failed: [the report](../report.md). What it makes of a repository with several projects is in [restore-upstream.md](../restore-upstream.md).",
    ],
    samples: [
      {
        title: "The feed is the one that the project's own configuration names:",
        language: "yaml",
        text: restoring,
      },
      {
        title:
          "With `mode: save` the task installs nothing and has the feed save every file that the lock files name; on parallel jobs each takes its share:",
        language: "yaml",
        text: saving,
      },
    ],
    reads: `the feed that the projects' own configuration names, where \`feed\` is empty, and the lock files: ${clients.flatMap(({ restore }) => restore.lockFiles).join(", ")}.`,
    sets: setsOf(clients, outputs),
    tried: tasksOf(clients).flatMap(({ page }) => page.tried),
    failures: [...failures, ...clients.flatMap(({ restore }) => restore.failures)],
    goodToKnow: [
      "`mode: audit` changes nothing: it says what the feed holds of the lock files, what it would save, and what bypasses it, and `onUnsaved: fail` makes it a gate.",
      "The clients have the token in their own environment only; later steps have it from this task with `authenticate: true` alone.",
      "A file that cannot be read or understood is a warning; where it belongs to a project, that project fails, and the others are restored. `node_modules`, `vendor`, `target`, virtual environments, fixtures of tests and templates are passed over.",
      `With \`authenticate: true\` it sets for later steps what ${tasksOf(clients)
        .map(({ name }) => name)
        .join(", ")} set.`,
      "A run that asked the feed for nothing fails, with the reason for each project.",
      "A lock file that is there stays as it is. What the clients' own restores make, such as an environment or the first lock file, is made.",
      ...clients.flatMap(({ restore }) => restore.goodToKnow),
    ],
  };
}

function setsOf(
  clients: readonly ClientManifest[],
  outputs: readonly TaskVariable[],
): readonly TaskVariable[] {
  return [
    ...outputs.map(({ name, holds }) => ({ name: `<step>.${name}`, holds })),
    {
      name: "PATH",
      holds: "Only with an input that names a version of a client: its folder comes first",
    },
    ...clients.flatMap(({ restore }) =>
      restore.keeps.map(({ name, holds }) => ({ name, holds: `With \`keep\`: ${holds}` })),
    ),
    ...tasksOf(clients).flatMap(({ page }) =>
      page.sets.map(({ name, holds }) => ({ name, holds: `With \`authenticate: true\`: ${holds}` })),
    ),
  ];
}

const failures: readonly Failure[] = [
  {
    says: "No project of … was found below …",
    cause: "No file below the working directory shows a project of these package managers.",
    fix: "Set `workingDirectory` to the folder of the project, and check that an earlier step checked it out.",
  },
  {
    says: "No feed of … is named in the configuration",
    cause: "The input `feed` is empty, and the files that were read name no feed of this organization.",
    fix: "Name the feed to restore through in `feed`, as `feed` or `project/feed`.",
  },
  {
    says: "The configuration names … feeds: …",
    cause: "Packages are saved in one feed, and the projects name several.",
    fix: "Name the feed that has the upstream sources in `feed`.",
  },
  {
    says: "There is no … in … that the job can see…",
    cause: "The feed, its project or its view is misspelt, or the job's identity has no access to it.",
    fix: "Take one of the feeds that the message offers; for a feed of another project, give the identity access to that project too.",
  },
  {
    says: "… is a view, which shows only what its feed has saved already",
    cause: "A view has no upstream sources, so nothing can be saved through it; `mode: restore` takes one.",
    fix: "Name the feed itself, without `@view`.",
  },
  {
    says: "… is neither on PATH nor in the agent's tool cache",
    cause: "The project needs a client that the agent does not have.",
    fix: "Install it in an earlier step, or leave it out of `packageManagers`.",
  },
  {
    says: "… does not let … save packages from its upstream sources…",
    cause: "The job's identity, which the message names, may read the feed but not save to it.",
    fix: "Give that identity the role Feed and Upstream Reader (Collaborator), in the feed's settings under Permissions.",
  },
  {
    says: "… has versions of this package that were pushed to it, …",
    cause: "A feed takes no version from public registries of a package that was once pushed to it.",
    fix: "Take the pushed version into the lock file; or an owner of the feed allows externally sourced versions on the package's page.",
  },
  {
    says: "This version was in … and was deleted; …",
    cause: "A feed never takes a deleted version again.",
    fix: "Restore it from the feed's recycle bin (30 days), or lock another version.",
  },
  {
    says: "The hash that … states for the file is none of those in the lock file",
    cause: "The feed has another file of that name than the one that was locked. Always fails the step.",
    fix: "Do not install it: find out which of the two is right, the lock file or the feed's upstream source.",
  },
  {
    says: "The file that … holds has none of the hashes in the lock file",
    cause:
      "The feed has another file of that name than the one that was locked. Always fails the step, each time.",
    fix: "Find out which of the two is right. A file that was pushed is deleted in the feed; its version number is then used up.",
  },
  {
    says: "… refuses it…",
    cause:
      "The feed does not take the file or the request, and its own text says why: for instance a `pom.xml` that is too large.",
    fix: "Do what the feed's text says, or leave the package out.",
  },
  {
    says: "The feed gave … that its list does not have yet",
    cause: "The feed's lists lag behind what it has saved.",
    fix: "Nothing, if a later run finds them held.",
  },
  {
    says: "… and onBypass is fail: nothing was restored",
    cause: "Lines of the project, named above in the log, have a client fetch from elsewhere than the feed.",
    fix: "Fix those lines, or set `onBypass: warn`.",
  },
  {
    says: "Input arguments: projects of … were found, and arguments can only be meant for one of them",
    cause: "Every client has options of its own.",
    fix: "Name that one in `packageManagers`, and restore the others in another step.",
  },
];
