import type { Failure, TaskVariable } from "../../../core/client-manifest";

export const sets: readonly TaskVariable[] = [
  {
    name: "PIP_INDEX_URL",
    holds:
      "The first of the `feeds`, in the place of the public index; or the index that pip's configuration names, where that is a feed of the organization: with a user name, without a password, and on Azure DevOps Services at the organization's own host",
  },
  { name: "PIP_EXTRA_INDEX_URL", holds: "The other `feeds`, behind those that are there, in the same form" },
  { name: "PIP_KEYRING_PROVIDER", holds: "`subprocess`: pip asks the program `keyring`" },
  { name: "PIP_NO_INPUT", holds: "`1`: pip asks nobody" },
  { name: "PIPENV_PYPI_MIRROR", holds: "With `feeds`: what pipenv asks in the place of the public index" },
  { name: "PDM_PYPI_URL", holds: "With `feeds`: what pdm asks in the place of the public index" },
  {
    name: "TOX_OVERRIDE",
    holds: "Hands what the keyring needs on to tox's environments, behind what is there",
  },
  {
    name: "TWINE_REPOSITORY_URL",
    holds:
      "Where `twine upload` goes: the first of the `feeds`, or the project's feed where it has one; not where there is another `TWINE_` variable or a `.pypirc`",
  },
  { name: "TWINE_USERNAME", holds: "With `publishCredentials`" },
  { name: "TWINE_PASSWORD", holds: "With `publishCredentials`: the job's token" },
  {
    name: "HATCH_INDEX_REPO",
    holds: "With `publishCredentials`, and with it `HATCH_INDEX_USER` and `HATCH_INDEX_AUTH`",
  },
  {
    name: "FLIT_INDEX_URL",
    holds: "With `publishCredentials`, and with it `FLIT_USERNAME` and `FLIT_PASSWORD`",
  },
  {
    name: "PDM_PUBLISH_REPO",
    holds: "With `publishCredentials`, and with it `PDM_PUBLISH_USERNAME` and `PDM_PUBLISH_PASSWORD`",
  },
  {
    name: "PYPIRC_PATH",
    holds: "With `artifactFeed`: a file that gives twine the feed's address by its name, and has no password",
  },
  { name: "PATH", holds: "Has the job's `keyring` before the user's own" },
  {
    name: "PYTHONPATH",
    holds: "Leads Python's keyring library, where it is installed, to the job's keyring",
  },
  { name: "FEEDPASS_KEYRING_TOKEN_<NAME>", holds: "The job's token, under a name that nobody can guess" },
];

export const failures: readonly Failure[] = [
  {
    says: "No index of a feed of … was found",
    cause:
      "Neither the files named in the message nor variables name an index of a feed of this organization. Indexes of others are listed with the reason.",
    fix: "Name the feed in `feeds`; a requirements file of another name can be included by one that is read (`-r`). If the project is in another folder, set `workingDirectory`.",
  },
  {
    says: "pip, pipenv and pdm keep one credential for a host",
    cause:
      "An own feed that a file of the project names is on the same host as an index or an address of another organization, which would be offered the token.",
    fix: "Write the own feed with the organization's own host, as the message shows it: `https://VssSessionToken@<organization>.pkgs.visualstudio.com/<project>/_packaging/<feed>/pypi/simple/`. Both then work.",
  },
  {
    says: "pip before … asks the keyring only for an address with a user name",
    cause:
      "A warning: a requirements file names an own feed without a user name, which pip before 26.2 asks for at a prompt.",
    fix: "Insert the user name as the message shows it, or take the line out and name the feed in `feeds`.",
  },
  {
    says: "pip's configuration has two values of …",
    cause:
      "Sections of different commands, such as `[global]` and `[install]`, have different indexes, and the variable that the task has to set is for all commands.",
    fix: "Write the option once, in `[global]`.",
  },
  {
    says: "nobody checks who answers as the feed's host",
    cause:
      "A requirements file has `--trusted-host` with the feed's host, a source has `verify_ssl = false`, or a configuration file that came with the sources has `trusted-host`: whoever answers in the feed's place would get the token.",
    fix: "Take it out. For an authority of your own, set `PIP_CERT` on the agent.",
  },
  {
    says: "… says proxy, and … cert: …",
    cause:
      "A configuration file that came with the sources, which `PIP_CONFIG_FILE` names, has a proxy and an authority: together they can answer in the feed's place, and read the token. The same where the feed's address begins with `http:` and that file has a proxy.",
    fix: "Take one of them out, or set `PIP_PROXY` and `PIP_CERT` for the machine or in the pipeline.",
  },
  {
    says: "names service connections, and this task hands over the job's own token alone",
    cause: "`pythonDownloadServiceConnections` or `pythonUploadServiceConnection` is set.",
    fix: "Take the input out. Feeds of the job's organization need none; for another registry set address and credentials in the step that needs them.",
  },
  {
    says: "… names several feeds, and packages are published to one",
    cause: "`artifactFeed` has more than one entry.",
    fix: "Name the one feed to publish to.",
  },
  {
    says: "… not valid INI: expected …",
    cause:
      "A configuration file of pip cannot be read from the line in the message on; pip fails with it too.",
    fix: "Fix the file at that line. Nothing was authenticated.",
  },
  {
    says: "… not a valid requirements file: expected a value after …",
    cause: "An option of a requirements file stands without its value.",
    fix: "Fix the line. Nothing was authenticated.",
  },
  {
    says: "… not valid TOML: …",
    cause: "`Pipfile` or `pyproject.toml` cannot be read from the line and column in the message on.",
    fix: "Fix the file at that place. Nothing was authenticated.",
  },
];

export const goodToKnow: readonly string[] = [
  "**What cannot be closed:** pip, pipenv and pdm file what a keyring gives under host and port, and offer it to every address there. Variables that this task sets name the organization's own host on Azure DevOps Services, so nobody else is there. A feed that a file of the project names on the shared host is asked as it is written: a package whose metadata names an address of another organization on that host would be offered the token. Write such lines with the organization's own host, or name the feed in `feeds`. On Azure DevOps Server, where all collections share one host, this stays open for all feeds. The scheme does not count for pip: a package whose metadata names an `http:` address of the feed's host has the token sent there, for whoever listens on the way.",
  "`publishCredentials: true` puts the token into variables of known names, and pip, pipenv and pdm put `${TWINE_PASSWORD}` of any requirements file into the address there: set it only in a job that restores nothing of others.",
  "pip before 23.1 asks no program. It ends with `EOFError: EOF when reading a line` or `No matching distribution found`: run `python -m pip install --upgrade pip` before the task.",
  "An `--index-url` line of a requirements file takes the place of all indexes of variables. The task authenticates it and does not replace it.",
  "With `feeds`, the machine's own `index-url` and `extra-index-url` in files give way to the first feed, as the public index does; those of variables stay. With `replacePublicRegistry: false` everything stays, and the feeds are added.",
  "An address with a password of its own is left alone, also one that `PipAuthenticate@1` has set before.",
  "pip asks with the user name and an empty password first, and for the password when that is refused.",
  "twine has the token from the keyring's backend where its Python sees `PYTHONPATH` and has the keyring library, as it has by default on the hosted agents' systems. Where it has not, and for hatch and flit, set `publishCredentials: true`, and publish to no other address in that job.",
  "A script that takes a password out of `PIP_EXTRA_INDEX_URL`, as `PipAuthenticate@1` has it there, finds none: have it ask `keyring get <address> VssSessionToken`, or map `$(System.AccessToken)`.",
  "hatch reaches the feed without the machine's proxy, which is hatch's own choice.",
  "A second step in the same job adds to the first: its feeds become extra indexes.",
  "To come from `PipAuthenticate@1` or `TwineAuthenticate@1`, change the name: `artifactFeeds`, `onlyAddExtraIndex` and `artifactFeed` mean what they did, and `twine upload -r <feed> --config-file $(PYPIRC_PATH)` goes on working.",
];
