import type { ClientManifest, TaskInput } from "../../core/client-manifest";
import { failures, goodToKnow, sets } from "./authenticate/manifest";
import { restoreManifest } from "./restore/manifest";

const requirements = `- task: AuthenticatePip@1
  inputs:
    workingDirectory: pip-project
- script: |
    python3 -m venv --without-pip .venv
    python3 -m pip --python .venv install -r requirements.txt
  displayName: pip install
  workingDirectory: pip-project`;

const withFeeds = `- task: AuthenticatePip@1
  inputs:
    feeds: Fabrikam Fiber/fiber
- script: |
    python3 -m venv --without-pip .venv
    python3 -m pip --python .venv install fabrikam-greeting wcwidth
  displayName: pip install`;

const publishLink =
  "[Publish Python packages](https://learn.microsoft.com/azure/devops/artifacts/quickstarts/python-packages)";
const pipAuthenticate =
  "[PipAuthenticate@1](https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/pip-authenticate-v1)";
const twineAuthenticate =
  "[TwineAuthenticate@1](https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/twine-authenticate-v1)";

const inputs: readonly TaskInput[] = [
  {
    name: "publishCredentials",
    type: "boolean",
    label: "Publish with credentials in variables",
    defaultValue: "false",
    isAdvanced: true,
    help: `Enter true to set address, user name and token for twine, hatch, flit and pdm in their own variables, for tools that ask no keyring; they send the token to whatever address their options name. Example: \`true\` before \`hatch publish\`. ${publishLink}.`,
  },
  {
    name: "artifactFeeds",
    type: "string",
    label: "Artifact feeds",
    isAdvanced: true,
    help: `Enter what the input of this name in PipAuthenticate@1 has: feeds as in feeds, which it is another name for. Example: \`contoso/tools\`. ${pipAuthenticate}.`,
  },
  {
    name: "onlyAddExtraIndex",
    type: "boolean",
    label: "Only add extra index",
    defaultValue: "false",
    isAdvanced: true,
    help: `Enter what the input of this name in PipAuthenticate@1 has: true stands for replacePublicRegistry false. Example: \`true\`. ${pipAuthenticate}.`,
  },
  {
    name: "artifactFeed",
    type: "string",
    label: "Artifact feed",
    isAdvanced: true,
    help: `Enter what the input of this name in TwineAuthenticate@1 has: the feed to publish to, which nothing is restored from. Example: \`contoso/tools\`. ${twineAuthenticate}.`,
  },
  {
    name: "pythonDownloadServiceConnections",
    type: "string",
    label: "Python download service connections",
    isAdvanced: true,
    help: `Enter nothing: service connections are not supported, and the task fails when one is named, so that nothing is missing unnoticed. Example: \`\`, as without the line. ${pipAuthenticate}.`,
  },
  {
    name: "pythonUploadServiceConnection",
    type: "string",
    label: "Python upload service connection",
    isAdvanced: true,
    help: `Enter nothing: service connections are not supported, and the task fails when one is named, so that nothing is missing unnoticed. Example: \`\`, as without the line. ${twineAuthenticate}.`,
  },
];

/** pip in manifests and pages. */
export const manifest: ClientManifest = {
  client: "pip",
  title: "pip",
  trademark: "pip and twine are the Python Packaging Authority's",
  tags: ["pip", "pipenv", "pdm", "twine", "Python"],
  row: {
    restores: "`pip install`, `pip download`, `pipenv`, `pdm`, `tox`, `python -m build`",
    publishes: "`twine upload`, `hatch publish`, `flit publish`, `pdm publish`",
  },
  task: {
    id: "7f786763-a38b-47b1-9158-73519c0b54e2",
    name: "AuthenticatePip",
    version: "1.0.0",
    friendlyName: "Authenticate pip",
    description:
      "Gives pip, pipenv, pdm and what runs pip the job's access to Azure Artifacts feeds, and twine where to publish, for the steps that follow. Sets PIP_INDEX_URL, PIP_EXTRA_INDEX_URL, PIP_KEYRING_PROVIDER and TWINE_REPOSITORY_URL, and puts a keyring of the job on PATH, so that no address and no command line has the token.",
    learnMore:
      "[Python packages in Azure Artifacts](https://learn.microsoft.com/azure/devops/artifacts/quickstarts/python-packages)",
    authenticates: {
      feedsNamedBy: "requirements files, Pipfile, pyproject.toml or pip's configuration name",
      workingDirectory:
        "Enter the folder with the requirements files, Pipfile or pyproject.toml to read. Example: `src/service`. Leave empty for the sources folder. [Build and test Python](https://learn.microsoft.com/azure/devops/pipelines/ecosystems/python).",
    },
    inputs,
    outputVariables: [],
    commands: "restricted",
    settableVariables: [
      "PIP_*",
      "PIPENV_PYPI_MIRROR",
      "PDM_*",
      "TOX_OVERRIDE",
      "TWINE_*",
      "HATCH_INDEX_*",
      "FLIT_*",
      "PYPIRC_PATH",
      "PATH",
      "PYTHONPATH",
      "FEEDPASS_KEYRING_TOKEN_*",
    ],
    page: {
      about: [
        "Gives pip, pipenv, pdm and what runs pip (build, tox, nox, hatch's environments, pip-tools) the job's own access to Azure Artifacts feeds, and has twine publish to them, in the steps that follow.",
        "The token is in no address: clients ask a `keyring` of the job for it, a program on PATH and a backend of Python's keyring library, which answer for feeds of the organization alone and pass every other question on to the user's own.",
      ],
      samples: [
        {
          title: "The task stands before the steps that run pip, in the same job:",
          language: "yaml",
          text: requirements,
        },
        {
          title: "A project that names no feed gets it from the pipeline:",
          language: "yaml",
          text: withFeeds,
        },
      ],
      reads:
        "the requirements files of the working directory by their usual names (`requirements.txt`, `.in` of the same name, `constraints.txt`; `build`, `dev`, `docs`, `lint`, `prod`, `test` and `tests` before or behind `requirements`; such names in `requirements/`) and what they include with `-r` and `-c`, `[[source]]` of a `Pipfile`, `[[tool.pdm.source]]` of a `pyproject.toml`, pip's configuration files of machine, user, environment and `PIP_CONFIG_FILE`, and the variables `PIP_INDEX_URL`, `PIP_EXTRA_INDEX_URL`, `PIPENV_PYPI_MIRROR` and `PDM_PYPI_URL`.",
      sets,
      needs: "pip 23.1 and later",
      tried: [
        "pip 23.1, 24.0, 24.3.1, 25.3, 26.1.2, 26.2 and 26.3, and 20.3.4 to 23.0.1, which ask no program",
      ],
      failures,
      goodToKnow,
    },
  },
  restore: restoreManifest,
};
