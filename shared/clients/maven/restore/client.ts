import { join } from "node:path";
import type { ProjectListing, Restoration, RestoreFacts, RestoringClient } from "../../../core/client";
import type { Job } from "../../../core/job";
import { info } from "../../../core/plan";
import { baseName } from "../../../formats/locks/base-name";
import { maven as protocol } from "../../../protocols/maven/protocol";
import { maven } from "../authenticate/client";
import { findMavenBypasses } from "../bypass";
import { mavenList } from "../locks/dependency-list";
import { verificationMetadata } from "../locks/verification-metadata";
import { wrapperProperties } from "../locks/wrapper";
import { fetchExtensions } from "./core-extensions";
import { failures } from "./failures";
import { restoreCommands } from "./goals";
import { listIn, versionsIn } from "./local-repository";
import { namedByBuild, rolesIn } from "./named-packages";
import { findBuilds } from "./projects";

/** Maven. What a build needs is known to Maven alone, and only while it builds. */
export const restoringMaven: RestoringClient = {
  name: "maven",
  authentication: maven,
  protocol,
  program: "mvn",
  tool: "maven",
  looksFor: ["pom.xml"],
  trust: "a trust store in MAVEN_OPTS",
  outputFolders: ["target"],
  detect: findBuilds,
  locking:
    "Mode save has Maven list it, while the feed saves; or write maven-dependency-list.txt with mvn dependency:list -DoutputFile=maven-dependency-list.txt.",
  lockReaders: [verificationMetadata, mavenList, wrapperProperties],
  isConfiguration: (path) => baseName(path) === "pom.xml",
  findBypasses: findMavenBypasses,
  withoutVariables: () => [],
  named: namedByBuild,
  restore,
  list,
  failures,
};

/** The repository is one of this restore's own, which is empty, so that every file is asked of the feed. */
function restore(facts: RestoreFacts): Restoration {
  const folder = repository(facts);
  return {
    ...running(facts, folder),
    restored: { folder, versions: versionsIn, roles: rolesIn },
    kept: { MAVEN_OPTS: optionsOfLaterSteps(facts.job, folder) },
  };
}

/**
 * Maven lists by building, through the feed, which saves what it is asked for: no way to find out without that is known.
 * A list that somebody made is taken as it is.
 */
function list(facts: RestoreFacts): ProjectListing | undefined {
  const { project, mode } = facts;
  if (project.lock !== undefined || mode === "audit") return undefined;
  const folder = join(facts.job.jobFolder, "repository");
  return {
    ...running(facts, folder),
    lists: [],
    fetched: {
      folder,
      read: (paths, text) => ({ ...listIn(project.manifest, paths), roles: rolesIn(paths, text) }),
    },
    notes: [
      info(`${project.manifest} has no list of what it needs: Maven builds it through the feed to find out`),
    ],
  };
}

function running(facts: RestoreFacts, folder: string): Pick<Restoration, "commands" | "files"> {
  const { commands, files } = fetchExtensions(facts, folder);
  return { commands: [...commands, ...restoreCommands(facts, folder)], files };
}

function repository({ clientFolder }: RestoreFacts): string {
  return join(clientFolder, "repository");
}

/**
 * Maven of every version reads system properties of MAVEN_OPTS, of which Java takes the last. It keeps beside each file
 * from which repository id it came, and offline takes it for no other; in a later step the feed has another id or none,
 * so Maven is told to look for these notes under a name that nothing has; Maven 4 has
 * another word for it. Tried with 3.6.3, 3.8.7, 3.9.16 and 4.0.0-rc-5.
 */
function optionsOfLaterSteps({ environment }: Job, folder: string): string {
  const options = [
    `-Dmaven.repo.local=${folder}`,
    "-Daether.enhancedLocalRepository.trackingFilename=feedpass.repositories",
    "-Daether.lrm.enhanced.trackingFilename=feedpass.repositories",
  ];
  return [environment.get("MAVEN_OPTS") ?? "", ...options].filter((each) => each !== "").join(" ");
}
