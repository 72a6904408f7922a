import { dirname, relative } from "node:path";
import type { ClientCommand, RestoreFacts } from "../../../core/client";
import { logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { reactorPoms } from "./reactor-poms";

/** The input of RestoreUpstream that replaces the goals below. */
export const goalsInput = "mavenGoals";

/**
 * What gets all that builds need (tried with 3.8 and 3.9, of one module and of several that need each other): the build
 * itself as far as the package, since modules find each other only there and plugins fetch more while they run; and the
 * plugins that every packaging has beside those, which only print their help here. 268 of 268 files of a project of one
 * module come this way, 742 by `package dependency:go-offline`.
 */
const buildGoals = ["clean:help", "package", "install:help", "deploy:help"];

/** Surefire fetches what runs tests only when there is a class to run: every class, and of each a method that none has. */
const noTests = [
  "-Dtest=*#feedpassRunsNone",
  "-Dit.test=*#feedpassRunsNone",
  "-DfailIfNoTests=false",
  "-Dsurefire.failIfNoSpecifiedTests=false",
  "-Dit.failIfNoSpecifiedTests=false",
  "-Dfailsafe.failIfNoSpecifiedTests=false",
  "-Dmaven.test.failure.ignore=true",
];

const failsafe = /<artifactId>\s*maven-failsafe-plugin\s*<\/artifactId>/;

/** What every run of a restore has, into `folder`, a local repository. */
export function commonOptions(folder: string): readonly string[] {
  return ["-B", "-ntp", "-U", `-Dmaven.repo.local=${folder}`];
}

/** How Maven is run so that `folder`, a local repository, holds what the project's build needs. Throws the input's Problems. */
export function restoreCommands(facts: RestoreFacts, folder: string): readonly ClientCommand[] {
  const options = commonOptions(folder);
  const goals = readGoals(facts.input(goalsInput));
  if (goals !== undefined) return [{ args: [...options, ...noTests, ...goals, ...facts.arguments] }];
  return [
    { args: [...options, ...noTests, ...buildGoals, ...facts.arguments] },
    ...integrationTests(facts).map((args) => ({ args: [...options, ...args, ...facts.arguments] })),
  ];
}

/** Goals that would publish, or that are none. */
function readGoals(text: string | undefined): readonly string[] | undefined {
  const goals = text?.split(/[\s,]+/).filter((goal) => goal !== "") ?? [];
  const option = goals.find((goal) => goal.startsWith("-"));
  if (option !== undefined) {
    throw new Problem(
      "input-malformed",
      `Input ${goalsInput}: "${logText(option)}" is an option of Maven, not a goal or phase.`,
      "Name goals and phases only, such as verify, and give options in arguments.",
    );
  }
  const publishing = goals.find((goal) =>
    /^(?:site-)?deploy$|:(?:deploy(?:-file)?|perform)(?:@|$)/.test(goal),
  );
  if (publishing !== undefined) {
    throw new Problem(
      "goals-publish",
      `Input ${goalsInput}: "${logText(publishing)}" publishes, and a restore publishes nothing.`,
      "Name what the build needs before that, such as verify; the default fetches the plugin that deploys, too.",
    );
  }
  return goals.length === 0 ? undefined : goals;
}

/** Integration tests start what they test, so only their plugin is fetched, in the modules whose pom.xml names it. */
function integrationTests(facts: RestoreFacts): readonly (readonly string[])[] {
  const root = facts.job.workingDirectory;
  const poms = reactorPoms(root, (path) => facts.read(path));
  const naming = [...poms].filter(([, { text }]) => failsafe.test(text));
  if (naming.length === 0) return [];
  const goal = "org.apache.maven.plugins:maven-failsafe-plugin:help";
  const folders = naming.map(([path]) => relative(root, dirname(path)).replaceAll("\\", "/"));
  const isInherited = naming.some(([, { pom, isModule }]) => !isModule || pom.modules.length > 0);
  return [isInherited ? [goal] : [goal, "-pl", folders.map((folder) => folder || ".").join(",")]];
}
