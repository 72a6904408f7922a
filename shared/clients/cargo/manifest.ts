import type { ClientManifest } from "../../core/client-manifest";

const registry = `[registries.fiber]
index = "sparse+https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/Cargo/index/"

[source.crates-io]
replace-with = "fiber"`;

const restore = `- task: AuthenticateCargo@1
  inputs:
    workingDirectory: cargo-project
- script: cargo build
  displayName: cargo build
  workingDirectory: cargo-project`;

const withFeeds = `- task: AuthenticateCargo@1
  inputs:
    feeds: Fabrikam Fiber/fiber
- script: |
    cargo init --name fabrikam-hello
    cargo add heck fabrikam-greeting
    cargo build
  displayName: cargo build`;

/** Cargo in manifests and pages. */
export const manifest: ClientManifest = {
  client: "cargo",
  title: "Cargo",
  trademark: "Cargo is the Rust project's",
  tags: ["Cargo", "Rust"],
  row: {
    restores: "`cargo build`, `cargo fetch`, `cargo add`",
    publishes: "`cargo publish`",
  },
  task: {
    id: "1efaff81-3780-4cd3-8d8f-4eb80500d509",
    name: "AuthenticateCargo",
    version: "1.0.0",
    friendlyName: "Authenticate Cargo",
    description:
      "Gives Cargo the job's access to Azure Artifacts feeds, for cargo build, cargo fetch and cargo publish in the steps that follow. Sets a token for the address of each index, as CARGO_REGISTRIES_FEEDPASS_<ID>_TOKEN, and for named feeds CARGO_HOME.",
    learnMore:
      "[Cargo packages in Azure Artifacts](https://learn.microsoft.com/azure/devops/artifacts/cargo/project-setup-cargo)",
    authenticates: {
      feedsNamedBy: "Cargo's configuration names",
      workingDirectory:
        "Enter the folder that Cargo is run in; its .cargo/config.toml and those of the folders above are read. Example: `src/service`. Leave empty for the sources folder. [Cargo's configuration](https://doc.rust-lang.org/cargo/reference/config.html#hierarchical-structure).",
    },
    inputs: [],
    outputVariables: [],
    commands: "restricted",
    settableVariables: ["CARGO_REGISTRIES_*", "CARGO_REGISTRY_DEFAULT", "CARGO_HOME"],
    page: {
      about: [
        "Gives Cargo the job's own access to Azure Artifacts feeds, for `cargo build`, `cargo fetch`, `cargo add` and `cargo publish` in the steps that follow.",
      ],
      samples: [
        {
          title: "The project names the feed in `.cargo/config.toml`, and has public crates come through it:",
          language: "toml",
          text: registry,
        },
        {
          title: "The task stands before the steps that run Cargo, in the same job:",
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
        "`[registries.*]` and `[source.*]` of `.cargo/config.toml` (or `.cargo/config`) in the working directory, the folders above and Cargo's home, the files that those `include`, and the variables `CARGO_REGISTRIES_*_INDEX`.",
      sets: [
        {
          name: "CARGO_REGISTRIES_FEEDPASS_<ID>_INDEX",
          holds: "The index of a feed, under a name that is new for each step and that nobody can foresee",
        },
        { name: "CARGO_REGISTRIES_FEEDPASS_<ID>_TOKEN", holds: "The job's token, as Cargo sends it" },
        {
          name: "CARGO_REGISTRIES_FEEDPASS_<ID>_CREDENTIAL_PROVIDER",
          holds: "`cargo:token`, so that Cargo reads the variable and no other provider",
        },
        {
          name: "CARGO_HOME",
          holds:
            "Only with `feeds`: a home of the job, whose caches and programs are links to the user's own",
        },
        {
          name: "CARGO_REGISTRY_DEFAULT",
          holds:
            "Only where the first of the `feeds` takes the place of the public registry: so `cargo publish` goes to it",
        },
      ],
      needs: "Cargo 1.74 and later",
      tried: ["Cargo 1.74 to 1.95, version by version ([versions.md](../versions.md))"],
      failures: [
        {
          says: "No registry at a feed of … was found",
          cause:
            "Neither the files named in the message nor `CARGO_REGISTRIES_*_INDEX` name a registry at a feed of this organization. Others are listed with the reason.",
          fix: "Add the feed to `.cargo/config.toml` as `[registries.<name>]` with its index, or name it in `feeds`; if the project is in another folder, set `workingDirectory`.",
        },
        {
          says: "a feed's index without sparse+ before it, which Cargo would read as git",
          cause:
            "A feed has a sparse index only, and Cargo takes an address without `sparse+` for a Git repository.",
          fix: "Write the index as Connect to Feed shows it, with `sparse+` before it.",
        },
        {
          says: "… not valid TOML: …",
          cause: "A configuration file cannot be read from the line and column in the message on.",
          fix: "Fix the file at that place. Nothing was authenticated.",
        },
        {
          says: "at a feed but not its index for Cargo, which ends with _packaging/<feed>/Cargo/index/",
          cause:
            "Cargo sends the token wherever the file `config.json` in an index leads, so it gets one only for an address where nobody but the service answers.",
          fix: "Write the index as Connect to Feed shows it.",
        },
        {
          says: "Input feeds: the registry name … already belongs to another index",
          cause: "The project has a registry of the feed's name, at another address.",
          fix: "Rename the registry in `.cargo/config.toml`, or authenticate the two feeds in two jobs.",
        },
        {
          says: "… replaces crates.io by …, which is stronger than the input feeds: …",
          cause: "A warning: a file of the repository already says what takes the place of crates.io.",
          fix: "Remove the lines there, or set `replacePublicRegistry: false`.",
        },
        {
          says: "… says http.proxy, and … http.cainfo: …",
          cause:
            "A proxy and an authority that a file of the repository chooses can answer in the feed's place, and read the token. The same where the feed's address begins with `http:` and the repository chooses a proxy.",
          fix: "Remove one of the two. Where the agent needs them, set `CARGO_HTTP_PROXY` and `CARGO_HTTP_CAINFO` for the machine or in the pipeline: they win over the file.",
        },
        {
          says: "… says http.…: Cargo …, also on the way to the feed, and with it goes the token.",
          cause:
            "A warning, also for `cainfo`, `proxy-cainfo` and `check-revoke`: a file of the repository, and neither the agent nor the machine, says how Cargo reaches the feed.",
          fix: "If that is meant, set it for the machine, in the variable that the message names; otherwise remove it.",
        },
      ],
      goodToKnow: [
        "`Cargo.lock` does not change.",
        "Cargo finds a token by an index's address. The token belongs to the feed's index, not to the name that the project gives it: whatever other index gets that name, from a file in a member folder, an included file, an alias or `--config`, gets nothing. Cargo says `note: name of alternative registry … set to feedpass_…`; that is this name, and nothing to act on.",
        "A registry that a variable `CARGO_REGISTRIES_<NAME>_INDEX` of the pipeline names keeps that name, since Cargo refuses two variables for one index: it alone could be redirected by `--config` or an alias.",
        "With `feeds`, Cargo gets a `CARGO_HOME` of the job, whose caches and programs are links to the user's own, but on the host of a job with containers. A path to `~/.cargo` that a script has spelled out does not see the job's configuration.",
      ],
    },
  },
  restore: {
    command: "cargo fetch",
    lockFiles: ["`Cargo.lock`"],
    keeps: [
      { name: "CARGO_HOME", holds: "The home of the restore: so `cargo build --offline` finds all of it" },
    ],
    argument: {
      example: "--target x86_64-unknown-linux-gnu",
      link: "[cargo fetch](https://doc.rust-lang.org/cargo/commands/cargo-fetch.html)",
    },
    inputs: [],
    failures: [],
    goodToKnow: [
      "`cargo fetch` downloads every crate of `Cargo.lock`, for all platforms, and builds nothing.",
    ],
  },
};
