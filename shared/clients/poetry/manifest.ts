import type { ClientManifest } from "../../core/client-manifest";
import { restoreManifest } from "./restore/manifest";

const source = `[[tool.poetry.source]]
name = "fiber"
url = "https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/"`;

const restore = `- task: AuthenticatePoetry@1
  inputs:
    workingDirectory: poetry-project
- script: poetry install
  displayName: poetry install
  workingDirectory: poetry-project`;

const withFeeds = `- task: AuthenticatePoetry@1
  inputs:
    feeds: Fabrikam Fiber/fiber
    replacePublicRegistry: false
- script: |
    poetry init --no-interaction --name fabrikam-hello
    poetry source add --priority=supplemental fiber "https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/"
    poetry add --source fiber fabrikam-greeting==1.2.0
  displayName: poetry add`;

/** Poetry in manifests and pages. */
export const manifest: ClientManifest = {
  client: "poetry",
  title: "Poetry",
  trademark: "Poetry is the Poetry project's",
  tags: ["Poetry", "Python"],
  row: {
    restores: "`poetry install`, `poetry lock`, `poetry add`",
    publishes: "`poetry publish`",
  },
  task: {
    id: "a2c0f0e4-6d0d-4b52-9c3a-7d5c1d1f6b83",
    name: "AuthenticatePoetry",
    version: "1.0.0",
    friendlyName: "Authenticate Poetry",
    description:
      "Gives Poetry the job's access to Azure Artifacts feeds, for poetry install, poetry lock, poetry add and poetry publish in the steps that follow. Sets POETRY_CONFIG_DIR, POETRY_HTTP_BASIC_FEEDPASS_<ID>_USERNAME and POETRY_HTTP_BASIC_FEEDPASS_<ID>_PASSWORD, and for publishing FEEDPASS_POETRY_<N>, POETRY_REPOSITORIES_FEEDPASS<N>_<ID>_URL and POETRY_PYPI_TOKEN_FEEDPASS<N>_<ID>.",
    learnMore:
      "[Python packages in Azure Artifacts](https://learn.microsoft.com/azure/devops/artifacts/python/project-setup-python)",
    authenticates: {
      feedsNamedBy: "pyproject.toml names as sources",
      workingDirectory:
        "Enter the folder that Poetry is run in; the next pyproject.toml there or above is read. Example: `src/service`. Leave empty for the sources folder. [Package sources of Poetry](https://python-poetry.org/docs/repositories/#package-sources).",
    },
    inputs: [],
    outputVariables: [],
    commands: "restricted",
    settableVariables: [
      "POETRY_CONFIG_DIR",
      "POETRY_HTTP_BASIC_FEEDPASS_*",
      "POETRY_REPOSITORIES_FEEDPASS*",
      "POETRY_PYPI_TOKEN_FEEDPASS*",
      "POETRY_CERTIFICATES_FEEDPASS*",
      "FEEDPASS_POETRY_*",
    ],
    page: {
      about: [
        "Gives Poetry the job's own access to Azure Artifacts feeds, for `poetry install`, `poetry lock`, `poetry add` and `poetry publish` in the steps that follow.",
        "To publish, name the repository as the log says: with one feed, `poetry publish --build -r $(FEEDPASS_POETRY_1)`.",
      ],
      samples: [
        { title: "The project names the feed in `pyproject.toml`:", language: "toml", text: source },
        {
          title: "The task stands before the steps that run Poetry, in the same job:",
          language: "yaml",
          text: restore,
        },
        {
          title: "A project that names no feed gets its credentials from the pipeline:",
          language: "yaml",
          text: withFeeds,
        },
      ],
      reads:
        "`[[tool.poetry.source]]` of the next `pyproject.toml` in the working directory or above, `poetry.toml` beside it, the user's `config.toml` and `auth.toml`, and the variables `POETRY_REPOSITORIES_*_URL`, `POETRY_HTTP_BASIC_*` and `POETRY_CERTIFICATES_*`.",
      sets: [
        {
          name: "POETRY_CONFIG_DIR",
          holds:
            "A folder of the job with the user's configuration and the addresses that have credentials, under names that are new for each step and that nobody can foresee",
        },
        {
          name: "POETRY_HTTP_BASIC_FEEDPASS_<ID>_USERNAME",
          holds: "The user name for one of these addresses",
        },
        { name: "POETRY_HTTP_BASIC_FEEDPASS_<ID>_PASSWORD", holds: "The job's token" },
        {
          name: "FEEDPASS_POETRY_<N>",
          holds:
            "The name of the repository to publish to, which is new for each step: the first feed of `feeds` or of the project is `FEEDPASS_POETRY_1`",
        },
        { name: "POETRY_REPOSITORIES_FEEDPASS<N>_<ID>_URL", holds: "Where that name leads" },
        {
          name: "POETRY_PYPI_TOKEN_FEEDPASS<N>_<ID>",
          holds: "The job's token, which Poetry uses for publishing alone",
        },
        {
          name: "POETRY_REPOSITORIES_FEEDPASS_<ID>_URL",
          holds:
            "Only where the job has `POETRY_REPOSITORIES_*_URL` variables already, beside which Poetry reads no file: what that folder would say",
        },
        { name: "POETRY_CERTIFICATES_FEEDPASS_<ID>_CERT", holds: "Likewise: the file of authorities" },
      ],
      needs: "Poetry 1.8.5 and later",
      tried: ["Poetry 1.8.5, 2.0.1, 2.1.4, 2.2.1, 2.3.4, 2.4.3 and 2.5.1"],
      failures: [
        {
          says: "No source at a feed of … was found",
          cause:
            "Neither the files named in the message nor `POETRY_REPOSITORIES_*` variables name a feed of this organization. Sources of others are listed with the reason, as are those that have credentials of their own.",
          fix: "Add the feed to `pyproject.toml` with `poetry source add`, or name it in `feeds`; if the project is in another folder, set `workingDirectory`.",
        },
        {
          says: "… not valid TOML: …",
          cause:
            "`pyproject.toml`, `poetry.toml`, `config.toml` or `auth.toml` cannot be read from the line and column in the message on.",
          fix: "Fix the file at that place. Nothing was authenticated.",
        },
        {
          says: "… a [[tool.poetry.source]] has no name, …",
          cause: "Poetry refuses such a project.",
          fix: "Give the source a name.",
        },
        {
          says: "… the source … has no url, …",
          cause: "Poetry refuses such a project; only the public index needs none.",
          fix: "Add the feed's address, which ends with `/pypi/simple/`.",
        },
        {
          says: "Two sources have the name …",
          cause: "Poetry refuses such a project, whatever the case of the names.",
          fix: "Rename one of the two.",
        },
        {
          says: "… has a url, and Poetry takes that name for the public index alone.",
          cause: "A source is called `PyPI` and has an address.",
          fix: "Rename the source.",
        },
        {
          says: "… is reached without encryption, on the host of …",
          cause:
            "A source, or a file that a dependency names, begins with `http:` on the host of a feed. Poetry before 2.5 does not compare the schemes, and would send the token in clear.",
          fix: "Write `https:` there.",
        },
        {
          says: "…: certificates.….cert is false, …",
          cause:
            "The project's `poetry.toml` tells Poetry not to check the certificate of the feed, so whoever answers in its place would get the token.",
          fix: "Take the line out. For an authority of your own, name its file there.",
        },
        {
          says: "… has no primary source, so Poetry goes on to ask the public index: …",
          cause:
            "A warning: the input `feeds` gives credentials, and Poetry takes its sources from `pyproject.toml` alone.",
          fix: "Run the command in the message once and commit the result; or set `replacePublicRegistry: false` where the public index is meant to be asked.",
        },
      ],
      goodToKnow: [
        "`pyproject.toml`, `poetry.toml` and `poetry.lock` stay as they are.",
        "The token goes by address: a source of the same name elsewhere, in this project or another one, gets nothing. Other organizations on the feed's host get nothing either, also not for files that a package's metadata names by address.",
        "A source that has credentials by name already (`POETRY_HTTP_BASIC_<NAME>_*`, or in a configuration file) or in its address keeps them. Poetry fetches files of a feed from addresses that say nothing of the source's name, so where the job has credentials for another feed of the organization, files come with those.",
        "A source with a user name in its address (`https://someone@…`) gets nothing: Poetry sends that name alone. Take it out.",
        "For publishing Poetry takes credentials by the repository's name, so that of the task's is one that no file can name; what `poetry.toml` calls the feed's upload address has no credentials.",
        "`poetry config` in a later step writes to the job's folder, and so counts for the job alone.",
        "A step whose own `env:` sets a variable `POETRY_REPOSITORIES_<NAME>_URL` has Poetry read no repositories from files: set it for the job, before the task.",
        "Authorities: what the project or user says for a source (`certificates.<name>.cert`, `POETRY_CERTIFICATES_<NAME>_CERT`) counts for the task's addresses too. Else it is `SSL_CERT_FILE` or the file that the agent was configured with, unless `REQUESTS_CA_BUNDLE` is set.",
        "Poetry does not ask a keyring about the feeds; for other hosts it does as before.",
      ],
    },
  },
  restore: restoreManifest,
};
