import type { RestoreManifest } from "../../../core/client-manifest";

/** Maven as RestoreUpstream speaks of it. */
export const restoreManifest: RestoreManifest = {
  command: "mvn package",
  keeps: [
    {
      name: "MAVEN_OPTS",
      holds:
        "What it held, the local repository of the restore, for `mvn -o package`, and that files in it count whatever repository they came from",
    },
  ],
  lockFiles: [
    "`gradle/verification-metadata.xml`",
    "the list of Maven's dependency plugin (`maven-dependency-list.txt`)",
    "`.mvn/wrapper/maven-wrapper.properties`, for the distribution",
  ],
  argument: {
    example: "-Pci",
    link: "[Maven's options](https://maven.apache.org/ref/current/maven-embedder/cli.html)",
  },
  inputs: [
    {
      name: "mavenGoals",
      type: "string",
      label: "Maven goals",
      isAdvanced: true,
      help: "Enter the goals and phases that Maven restores by, in the place of the default, which is the build as far as `package`, no test run, and the help of the plugins that clean, install and deploy. Example: `verify`. Leave empty for the default. [Maven's lifecycle](https://maven.apache.org/guides/introduction/introduction-to-the-lifecycle.html).",
    },
  ],
  failures: [
    {
      says: "… publishes, and a restore publishes nothing",
      cause: "A goal or phase deploys.",
      fix: "Name what the build needs before that, such as `verify`; the default fetches the plugin that deploys, too.",
    },
  ],
  goodToKnow: [
    "Maven fetches some things only while it builds, so it is run as far as `package`, into a local repository of the step's own: the project's plugins run and write into `target`, as in the build itself. Tests are loaded, so that what runs them is fetched, but none is run. Integration tests are not started; their plugin is fetched where a `pom.xml` names it.",
    "What each choice of `mavenGoals` costs: the default asks for what `mvn clean deploy` needs; `verify` also starts what the build starts before its integration tests; `dependency:go-offline` builds nothing and leaves `target` as it is, fails where modules need each other, and leaves out what is fetched late.",
    "Core extensions (`.mvn/extensions.xml`) are fetched first, by a build that has nothing else: Maven resolves them before it loads the extension that knows the credentials. Profiles are active as in the build itself: by `.mvn/maven.config`, or by `arguments`.",
    "A build that names its modules is one project; a `pom.xml` that no other one names is a project of its own, except below `src/it`, in `src/test/resources` and in archetypes.",
    "`mode: save` runs the same for a project without `maven-dependency-list.txt`, and then has the feed save what came. `mode: audit` can only go by that file, as Maven finds out by downloading. Make it with `mvn dependency:list -DoutputFile=maven-dependency-list.txt`: it has neither plugins nor parents.",
    "`mvnw` is not run: its scripts would give the token to whatever host its properties name, and those that fetch a jar first put it on a command line (3.1.1 to 3.3.4). The feed saves the distribution that it fetches, and the `mvn` on PATH restores; for `mvnw` in later steps set `MVNW_REPOURL` to the feed's address.",
  ],
};
