import type { TaskDefinition } from "../task/task-definition";

const help = "https://learn.microsoft.com/azure/devops/pipelines/tasks/reference";

const common = {
  id: "",
  author: "Microsoft Corporation",
  inputs: [],
  outputVariables: [],
  handlers: {},
  restrictions: { restricted: false, allowed: undefined },
} as const;

/** What the log says of the two built-in tasks behind `script` and `bash`. */
export const scriptTasks: Readonly<Record<"script" | "bash", TaskDefinition>> = {
  script: {
    ...common,
    name: "CmdLine",
    friendlyName: "Command line",
    description: "Run a command line script using Bash on Linux",
    help: `${help}/cmd-line-v2`,
    version: { major: 2, text: "2.0.0" },
  },
  bash: {
    ...common,
    name: "Bash",
    friendlyName: "Bash",
    description: "Run a Bash script on Linux",
    help: `${help}/bash-v3`,
    version: { major: 3, text: "3.0.0" },
  },
};
