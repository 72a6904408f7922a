import type { ClientManifest } from "../../core/client-manifest";
import { keyringSets, keyringSettable } from "../../protocols/pypi/keyring/manifest";
import { restoreManifest } from "./restore/manifest";

const index = `[[tool.uv.index]]
name = "fiber"
url = "https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/"
default = true`;

const restore = `- task: AuthenticateUv@1
  inputs:
    workingDirectory: uv-project
- script: uv sync
  displayName: uv sync
  workingDirectory: uv-project`;

const withFeeds = `- task: AuthenticateUv@1
  inputs:
    feeds: Fabrikam Fiber/fiber
- script: |
    uv venv
    uv pip install fabrikam-greeting humanize
  displayName: uv pip install`;

/** uv in manifests and pages. */
export const manifest: ClientManifest = {
  client: "uv",
  title: "uv",
  trademark: "uv is Astral's",
  tags: ["uv", "Python"],
  row: {
    restores: "`uv sync`, `uv run`, `uv pip`, `uv tool`",
    publishes: "`uv publish`",
  },
  task: {
    id: "152f5a96-8d4c-47db-b0b9-9d9814e3e577",
    name: "AuthenticateUv",
    version: "1.0.0",
    friendlyName: "Authenticate uv",
    description:
      "Gives uv the job's access to Azure Artifacts feeds, for uv sync, uv pip, uv tool and uv publish in the steps that follow. Sets XDG_CONFIG_DIRS, UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD, UV_PUBLISH_URL, and for named feeds UV_DEFAULT_INDEX and UV_INDEX.",
    learnMore:
      "[Python packages in Azure Artifacts](https://learn.microsoft.com/azure/devops/artifacts/python/project-setup-python)",
    authenticates: {
      feedsNamedBy: "pyproject.toml or uv.toml names",
      workingDirectory:
        "Enter the folder with the pyproject.toml or uv.toml to read; a workspace root above it is found. Example: `src/service`. Leave empty for the sources folder. [Build and test Python](https://learn.microsoft.com/azure/devops/pipelines/ecosystems/python).",
    },
    inputs: [
      {
        name: "useKeyring",
        type: "boolean",
        label: "Use a keyring",
        defaultValue: "false",
        help: "Select to have uv ask a program `keyring` of the job for the token, in the place of variables that hold it; on Linux and macOS. Only for pipelines whose other tools are to ask that program too: it is weaker, see the task's page. Example: `true`. [About uv and keyring](https://docs.astral.sh/uv/concepts/authentication/http/).",
        isAdvanced: true,
      },
    ],
    outputVariables: [],
    commands: "restricted",
    settableVariables: [
      ...["UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_*", "UV_PUBLISH_*", "XDG_CONFIG_DIRS"],
      ...["UV_KEYRING_PROVIDER", ...keyringSettable],
    ],
    page: {
      about: [
        "Gives uv the job's own access to Azure Artifacts feeds, for `uv sync`, `uv run`, `uv pip`, `uv tool` and `uv publish` in the steps that follow.",
      ],
      samples: [
        { title: "The project names the feed in `pyproject.toml`:", language: "toml", text: index },
        {
          title: "The task stands before the steps that run uv, in the same job:",
          language: "yaml",
          text: restore,
        },
        {
          title: "A project that names no feed gets it from the pipeline:",
          language: "yaml",
          text: withFeeds,
        },
      ],
      reads:
        "the indexes of `pyproject.toml` and `uv.toml`, with a name or without, in the working directory, the folders above (a workspace's root may be there) and the user's configuration, and those of the variables `UV_DEFAULT_INDEX`, `UV_INDEX`, `UV_INDEX_URL` and `UV_EXTRA_INDEX_URL`. With `UV_CONFIG_FILE`, that file takes the place of the project's.",
      sets: [
        {
          name: "UV_INDEX_<NAME>_USERNAME",
          holds:
            "The user name for a place in that file, whose name nobody can guess. Only where uv reads no file of the job (see below): for each index of the project, by uv's own rule: upper case, `_` for what is neither letter nor digit",
        },
        { name: "UV_INDEX_<NAME>_PASSWORD", holds: "The job's token" },
        {
          name: "XDG_CONFIG_DIRS",
          holds:
            "On Linux and macOS: leads uv to a configuration file of the job, which has the organization's feeds as the place for the token, and keeps it from the other organizations on its host",
        },
        {
          name: "UV_PUBLISH_URL",
          holds:
            "Where `uv publish` without options goes: the first of the `feeds`, or the project's feed where it has one",
        },
        { name: "UV_PUBLISH_CHECK_URL", holds: "The same feed's index: files there are not sent again" },
        { name: "UV_PUBLISH_USERNAME", holds: "With `useKeyring`, or without a file of the job (below)" },
        { name: "UV_PUBLISH_PASSWORD", holds: "The job's token, likewise" },
        { name: "UV_DEFAULT_INDEX", holds: "The first of the `feeds`, in the place of the public registry" },
        { name: "UV_INDEX", holds: "The other `feeds`, behind those that are there" },
        { name: "UV_KEYRING_PROVIDER", holds: "`subprocess`, with `useKeyring`" },
        ...keyringSets("With `useKeyring`, "),
      ],
      needs: "uv 0.8 and later",
      tried: ["uv 0.8 to 0.13, version by version ([versions.md](../versions.md))"],
      failures: [
        {
          says: "No index of a feed of … was found",
          cause:
            "Neither the files named in the message nor `UV_*` variables name an index of a feed of this organization. Indexes of others are listed with the reason.",
          fix: "Add the feed to `pyproject.toml` as `[[tool.uv.index]]`, or name it in `feeds`; if the project is in another folder, set `workingDirectory`.",
        },
        {
          says: "… not valid TOML: …",
          cause: "`pyproject.toml` or `uv.toml` cannot be read from the line and column in the message on.",
          fix: "Fix the file at that place. Nothing was authenticated.",
        },
        {
          says: "Two indexes claim one name: … both read …",
          cause:
            "On Windows, or with `UV_CONFIG_FILE`, `UV_NO_CONFIG` or `UV_NO_SYSTEM_CONFIG`: uv makes one variable of names that differ only in case, `-`, `_` and `.`, and one of the two indexes must not have the token.",
          fix: "Rename one of the two.",
        },
        {
          says: "Input feeds: the index name … already belongs to another index",
          cause: "The project has an index of the feed's name, at another address.",
          fix: "Rename the index in `pyproject.toml` or `uv.toml`, or authenticate the two feeds in two jobs.",
        },
        {
          says: "… is an index without a name, which uv's variables cannot give credentials to",
          cause:
            "On Windows, or with `UV_CONFIG_FILE`, `UV_NO_CONFIG` or `UV_NO_SYSTEM_CONFIG`, which the log names, uv's credentials come from variables alone.",
          fix: "Write it as `[[tool.uv.index]]` with a name.",
        },
        {
          says: "uv keeps one credential for a host",
          cause:
            "The same, with an index or an address of another organization on the same host: uv would offer it the token, so the task refuses.",
          fix: "Move it to a project of its own, or run the step on Linux or macOS without `UV_CONFIG_FILE`, `UV_NO_CONFIG` and `UV_NO_SYSTEM_CONFIG`.",
        },
        {
          says: "… has the user name …, and on the same host … has …",
          cause:
            "uv finds the credentials of a place under one user name; with two it would have to be given them for the whole host.",
          fix: "Take the user names out of the addresses: the task gives uv one.",
        },
        {
          says: "… has a publish-url that must not have the job's token",
          cause:
            "uv sends an index's credentials to both of its addresses, and one of them is not the organization's.",
          fix: "Take the `publish-url` out of the index, and give it to `uv publish` as `UV_PUBLISH_URL`.",
        },
        {
          says: "… allow-insecure-host has …",
          cause:
            "The project tells uv not to check the certificate of the feed's host, so whoever answers in its place would get the token.",
          fix: "Take the host out of `allow-insecure-host`. For an authority of your own, set `SSL_CERT_FILE` on the agent.",
        },
        {
          says: "… http-proxy is …",
          cause:
            "The feed's address begins with `http:`, and the proxy that the project names would read the token.",
          fix: "Take `http-proxy` out of the project's file, and set `HTTP_PROXY` for the agent where it needs a proxy.",
        },
        {
          says: "Input useKeyring is set, and there is no machine-wide uv.toml for the job",
          cause:
            "uv keeps what a keyring answers for the whole host, and only the job's file can keep it from other organizations there.",
          fix: "Take `useKeyring` out, or run the step on Linux or macOS without `UV_CONFIG_FILE`, `UV_NO_CONFIG` and `UV_NO_SYSTEM_CONFIG`.",
        },
        {
          says: "… pins … packages to …",
          cause:
            "A warning: `uv.lock` names other registries than the feed, and uv takes locked files from the addresses in the lock file.",
          fix: "Make the feed the default index in `pyproject.toml`, run `uv lock` once and commit `uv.lock`; or restore with `RestoreUpstream@1`, which leaves the file as it is.",
        },
      ],
      goodToKnow: [
        "`useKeyring` is for pipelines in which other tools ask a keyring too, or in which no variable of uv may hold the token. It is weaker: uv keeps an answer of a keyring for the whole host, so another organization that only a script, a requirements file or an option names gets the token where it asks for one; those that the project's files name as indexes or direct addresses do not. The program passes every question that is not for the organization's feeds on to your own `keyring` ([keyring.md](../keyring.md)).",
        "Project files, their order and `uv.lock` stay as they are.",
        "On Linux and macOS the token goes by address alone: an index of the same name elsewhere, in a workspace member, a path dependency or a script, gets nothing. `uv --no-config` and `uv --config-file` do not read the job's file, so set `UV_NO_CONFIG` or `UV_CONFIG_FILE` for the job instead.",
        "uv keeps one credential for a host and offers it to any address there that answers 401, 403 or 404. So the job's file also has credentials that are worth nothing, under indexes that are asked for nothing: those are what other organizations on the host get. An index of another organization that the project names gets none at all, and one that has credentials of its own (variables, its address, a netrc, or by a user name a keyring) keeps them.",
        "A public feed of another organization as a second index works without credentials. For a package that such a feed has not saved yet it answers 401; name the package in a feed of your own, with the public registry as its upstream source.",
        "uv finds the token by the address of the organization, so that indexes in scripts, other projects, requirements files, variables and options have it too, also at the organization's other host (`<organization>.pkgs.visualstudio.com`). User names in such addresses may be left out, and all that the project has for one host must be the same.",
        "On Windows, or with `UV_CONFIG_FILE`, `UV_NO_CONFIG` or `UV_NO_SYSTEM_CONFIG`, uv's credentials come from variables alone, so an index needs a name, and one of another organization on the same host is refused. uv gives the token to every index of that name: do not run scripts or projects there that name theirs so.",
        "`uv publish` without options goes to the feed where the project has one feed. An index with a `publish-url` is left to `uv publish --index`.",
        "Before 0.8.14, `uv publish` wants credentials before it looks for any in a file. Give that step `UV_PUBLISH_USERNAME: build` and `UV_PUBLISH_PASSWORD: $(System.AccessToken)` in its `env:`.",
        "tox with tox-uv hands `UV_*` on to its environments, and not `XDG_CONFIG_DIRS`, so uv finds no credentials there. Set `TOX_OVERRIDE: testenv.pass_env+=XDG_CONFIG_DIRS` in that step's `env:`, or add the name to `pass_env` in the project.",
      ],
    },
  },
  restore: restoreManifest,
};
