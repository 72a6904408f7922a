import type { ClientManifest } from "../../core/client-manifest";
import { restoreManifest } from "./restore/manifest";

const repositories = `<repositories>
  <repository>
    <id>fiber</id>
    <url>https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1</url>
  </repository>
</repositories>
<pluginRepositories>
  <pluginRepository>
    <id>fiber</id>
    <url>https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1</url>
  </pluginRepository>
</pluginRepositories>`;

const restore = `- task: AuthenticateMaven@1
  inputs:
    workingDirectory: maven-project
- script: mvn -B --no-transfer-progress package
  displayName: mvn package
  workingDirectory: maven-project`;

const withFeeds = `- task: AuthenticateMaven@1
  inputs:
    feeds: Fabrikam Fiber/fiber
- script: mvn -B --no-transfer-progress dependency:get -Dartifact=com.fabrikam:greeting:1.2.0
  displayName: mvn dependency:get`;

/** Maven in manifests and pages. */
export const manifest: ClientManifest = {
  client: "maven",
  title: "Maven",
  trademark: "Apache Maven is the Apache Software Foundation's",
  tags: ["Maven", "Java"],
  row: {
    restores: "every `mvn` goal, plugins and parents too",
    publishes: "`mvn deploy`",
  },
  task: {
    id: "36ce5756-a552-4b6b-9aed-4636aa2dc991",
    name: "AuthenticateMaven",
    version: "1.0.0",
    friendlyName: "Authenticate Maven",
    description:
      "Gives Maven the job's access to Azure Artifacts feeds, for every mvn goal and mvn deploy in the steps that follow. Appends to MAVEN_ARGS and MAVEN_OPTS, which name an extension of Maven, and sets a FEEDPASS_MAVEN_TOKEN_… variable, which that reads; your own settings.xml stays as it is and still counts.",
    learnMore:
      "[Maven packages in Azure Artifacts](https://learn.microsoft.com/azure/devops/artifacts/maven/project-setup-maven)",
    authenticates: {
      feedsNamedBy: "a pom.xml of the build names",
      workingDirectory:
        "Enter the folder with the pom.xml that Maven is run on; its modules are found from there. Example: `src/service`. Leave empty for the sources folder. [Maven's reactor](https://maven.apache.org/guides/mini/guide-multiple-modules.html).",
    },
    inputs: [],
    outputVariables: [],
    commands: "restricted",
    settableVariables: ["MAVEN_ARGS", "MAVEN_OPTS", "FEEDPASS_MAVEN_*"],
    page: {
      about: [
        "Gives Maven the job's own access to Azure Artifacts feeds, for every `mvn` goal, plugins and parents too, and for `mvn deploy` in the steps that follow.",
        "An extension of Maven, which comes with the task, gives the token to feeds of the organization by their addresses, whatever ids they have, and to nothing else; your own `settings.xml` stays as it is and still counts.",
      ],
      samples: [
        { title: "The project names the feed in its `pom.xml`:", language: "xml", text: repositories },
        {
          title: "The task stands before the steps that run Maven, in the same job:",
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
        "the repositories, plugin repositories and distribution management of every `pom.xml` of the build: that of the working directory, its parents on disk, modules and profiles; and the mirrors and profiles of `settings.xml`: the user's, the installation's, and those that `-s` and `-gs` name in `MAVEN_ARGS` or `.mvn/maven.config`.",
      sets: [
        {
          name: "MAVEN_ARGS",
          holds:
            "What it held, and the extension (`-Dmaven.ext.class.path`), for Maven 3.9 and later; with `feeds`, and where the agent has a proxy, the job's settings too (`-gs`)",
        },
        {
          name: "MAVEN_OPTS",
          holds:
            "The same for older ones, with the job's configuration folder (`-Dmaven.conf`) in the place of `-gs`",
        },
        {
          name: "FEEDPASS_MAVEN_TOKEN_<id>",
          holds:
            "The job's token, which the extension reads, and hides from what `pom.xml` files can name; the id is new for each step, so that no settings of the repository can name it either",
        },
        {
          name: "FEEDPASS_MAVEN_PROXY_PASSWORD_<id>",
          holds:
            "Only where the agent has a proxy with a password, to which the job's settings refer; its id is new for each step too",
        },
      ],
      needs: "Apache Maven 3.3 and later",
      tried: ["Maven 3.3 to 3.9 and 4.0.0-rc-5, version by version ([versions.md](../versions.md))"],
      failures: [
        {
          says: "No repository at a feed of … was found",
          cause:
            "No `pom.xml` or `settings.xml` named in the message has a repository or mirror at a feed of this organization. Others are listed with the reason.",
          fix: "Add the feed to one of them as `<repository>`, or name it in `feeds`; if the project is in another folder, set `workingDirectory`.",
        },
        {
          says: "… not well-formed XML: …",
          cause: "A `pom.xml` or settings file cannot be read from the line and column in the message on.",
          fix: "Fix the file at that place. Nothing was authenticated.",
        },
        {
          says: "The agent's work folder has a space in its path",
          cause: "Maven's start script splits `MAVEN_ARGS` and `MAVEN_OPTS` at spaces, and no quoting helps.",
          fix: "Configure the agent with a work folder whose path has no space.",
        },
        {
          says: "… names a global settings file, and Maven before 3.9 uses it instead of the job's …",
          cause:
            "A warning: `.mvn/maven.config` has `-gs`, which older Mavens prefer to the job's settings; the feed answers 401.",
          fix: "Use Maven 3.9 or later, or take the line out and give the file to Maven with `-s`.",
        },
        {
          says: "… sets maven.ext.class.path, and Maven before 3.9 loads that instead of the job's extension …",
          cause:
            "A warning: `.mvn/maven.config` names extensions, which older Mavens prefer to those of `MAVEN_OPTS`; the feed answers 401. Maven 3.9 and later load both.",
          fix: "Use Maven 3.9 or later, or name the extension in `.mvn/extensions.xml`.",
        },
        {
          says: "Feeds get no credentials of the job: … lets anybody answer in their place",
          cause:
            "A warning of the extension, in Maven's own output: the verification of certificates is off, by something that the task could not read.",
          fix: "Take it out. For an authority of your own, name a trust store in `MAVEN_OPTS`, or add it to the machine's.",
        },
        {
          says: "… sets … to …, so that Maven would give the token to whoever answers in the feed's place",
          cause:
            "An option or a property of settings switches off the verification of certificates (`maven.wagon.http.ssl.insecure`, `aether.connector.https.securityMode`).",
          fix: "Take it out. For an authority of your own, name a trust store in `MAVEN_OPTS`, or add it to the machine's.",
        },
        {
          says: "… sends Maven through the proxy …, and that is the repository's choice",
          cause:
            "A warning: `.mvn/jvm.config`, `.mvn/maven.config`, or settings that it names, set a proxy or a trust store. Where they set both, or the feed is reached by http, the proxy could read the token, and the task refuses.",
          fix: "Configure the agent with the proxy, and name the trust store in `MAVEN_OPTS`.",
        },
        {
          says: "… have more than … possible addresses, and more are not looked at",
          cause: "Properties of very many profiles are in the addresses of very many repositories.",
          fix: "Write the addresses without properties of profiles, or set `workingDirectory` to a part of the build.",
        },
        {
          says: "… has a <mirror> with the id …, and Maven takes the user's before the job's",
          cause: "A warning: what the user's mirror covers may come from there and not from the feed.",
          fix: "Remove it there, or set `replacePublicRegistry: false`.",
        },
      ],
      goodToKnow: [
        "To give Maven more options, set `MAVEN_OPTS` in the job's `variables:`, or before the task: the task appends to it.",
        "Maven's start script splits its options at spaces, so the path of the agent's work folder must have none.",
        "Credentials go by the address: `deploy:deploy-file`, `release:perform`, an `altDeploymentRepository`, and a `pom.xml` that comes later have them too, where the address is that of a feed of the organization.",
        "Maven itself has to run on Java 8 or later; what it builds may be for older ones. Before Maven 3.5, `feeds` and the agent's proxy do not reach it, as it reads no other settings of the installation.",
        "Maven 4.0.0-rc-5 does not find a feed whose address has `%20` in it, with its default transport: name the project by its id, or set `-Dmaven.resolver.transport=apache`.",
        "Before Maven 3.6 a deployment to an address with `%20` in it fails with 404: name the project by its id.",
        "`Maven@4` sets `MAVEN_OPTS` to its input `mavenOptions`, by default `-Xmx1024m`, and Maven before 3.9 then has no credentials of this task. Write `mavenOptions: -Xmx1024m $(MAVEN_OPTS)`; Maven 3.9 and later have `MAVEN_ARGS`.",
        "`mvnw` gets no `MVNW_PASSWORD`, since its scripts answer any host that asks with it: have it fetch Maven from a place that needs none.",
        "Core extensions (`.mvn/extensions.xml`) are resolved before Maven loads any extension, so a private feed answers 401 to that. `RestoreUpstream@1` fetches them first, and keeps them for later steps.",
        "What reads `<server>` entries itself has none, such as `site:deploy` and plugins with a transport of their own.",
      ],
    },
  },
  restore: restoreManifest,
};
