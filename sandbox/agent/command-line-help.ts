/** Options of the agent's command line, as node:util parseArgs takes them. */
export const commandLineOptions = {
  vsix: { type: "string", multiple: true },
  sources: { type: "string" },
  work: { type: "string" },
  containers: { type: "string" },
  node20: { type: "string" },
  node24: { type: "string" },
  "node24-handler": { type: "string" },
  "collection-uri": { type: "string" },
  "server-type": { type: "string" },
  "token-env": { type: "string" },
  project: { type: "string" },
  variable: { type: "string", multiple: true },
  proxy: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export const helpText = `Runs an Azure Pipelines file on this machine, with the tasks of packaged extensions.

Usage: agent FILE [options]

  FILE                   the pipeline: steps, or jobs that run one after the other
  --vsix FILE            a packaged extension that brings tasks; may be repeated
  --sources FOLDER       the repository that checkout: self brings (default: the current folder)
  --work FOLDER          the agent's work folder (default: _work)
  --containers FOLDER    where jobs with containers have them, which is not beside the work folder: there is no Docker,
                         only other paths, an empty home and an environment of their own
  --node20 PROGRAM       the agent's node20_1
  --node24 PROGRAM       the agent's node24
                         (default for both: the node that runs this agent, under its own version)
  --node24-handler WAY   what becomes of the handler Node24: on runs it on node24, off on node20_1, and unknown
                         is an agent before 4.265, which takes the next handler
                         (default: off, as in the agent's source; on if there is only a node24)
  --collection-uri URL   System.CollectionUri (default: https://dev.azure.com/sandbox/)
  --server-type TYPE     System.ServerType: Hosted or OnPremises (default: Hosted)
  --token-env NAME       the environment variable that holds the job token
                         (default: a random token, which no service accepts)
  --project NAME         System.TeamProject (default: sandbox)
  --variable NAME=VALUE  a variable of the run; may be repeated
  --proxy URL            the agent's proxy, with user and password if it needs them
  -h, --help             this text

Ctrl+C cancels the job as the service would: running steps are interrupted, always() steps still run.
Exit code: 0 succeeded (perhaps with issues), 1 otherwise, 2 for bad options or a file that is not understood.
`;
