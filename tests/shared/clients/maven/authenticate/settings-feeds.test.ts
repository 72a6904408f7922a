import assert from "node:assert/strict";
import { maven } from "../../../../../shared/clients/maven/authenticate/client";
import { ReadFiles } from "../../../../../shared/core/files";
import { makeJob, notesOf, planWith, problemOf, root, type JobChange, type Texts } from "../../planning";
import { fiber, pom, repository } from "./poms";
import { accessOf, settingsOf } from "./settings-view";

const user = "/home/ada/.m2/settings.xml";
const thread = `${root}/_packaging/thread/maven/v1`;

function mirror(id: string, url: string, more = ""): string {
  return `<mirrors><mirror><id>${id}</id><url>${url}</url><mirrorOf>*</mirrorOf>${more}</mirror></mirrors>`;
}

function profile(url: string, properties = ""): string {
  return `<profiles><profile><id>p</id>${properties}<repositories><repository><id>corp</id><url>${url}</url></repository></repositories></profile></profiles>`;
}

const settings = (parts: string): string => `<settings>\n${parts}\n</settings>`;

/** [title, what differs in the job, files, what the log says of the feed] */
const places: readonly (readonly [string, JobChange, Texts, string])[] = [
  ["a mirror", {}, { [user]: settings(mirror("corp", fiber)) }, `corp, feed fiber (${user}:2)`],
  ["a repository of a profile", {}, { [user]: settings(profile(fiber)) }, `corp, feed fiber (${user}:2)`],
  [
    "an address with a property of the profile and a variable",
    { environment: { FEED: "fiber" } },
    {
      [user]: settings(
        profile("${root}/_packaging/${env.FEED}/maven/v1", `<properties><root>${root}</root></properties>`),
      ),
    },
    `corp, feed fiber (${user}:2)`,
  ],
  [
    "the settings of -s in MAVEN_ARGS",
    { environment: { MAVEN_ARGS: "-B -s ci/settings.xml" } },
    { "/agent/1/s/ci/settings.xml": settings(mirror("corp", fiber)) },
    "corp, feed fiber (/agent/1/s/ci/settings.xml:2)",
  ],
  [
    "the settings of -s in .mvn/maven.config",
    {},
    {
      "/agent/1/s/.mvn/maven.config": "-s\nci/settings.xml\n",
      "/agent/1/s/ci/settings.xml": settings(profile(fiber)),
    },
    "corp, feed fiber (/agent/1/s/ci/settings.xml:2)",
  ],
  [
    "the installation's settings",
    { programs: new Map([["mvn", "/opt/maven/bin/mvn"]]) },
    { "/opt/maven/conf/settings.xml": settings(mirror("corp", fiber)) },
    "corp, feed fiber (/opt/maven/conf/settings.xml:2)",
  ],
];

describe("maven: feeds that only settings name", () => {
  for (const [title, change, texts, expected] of places) {
    it(`are authenticated: ${title}`, () => {
      const plan = planWith(maven, makeJob(change), { "/agent/1/s/pom.xml": pom(), ...texts });
      assert.deepEqual(notesOf(plan), [`info: Credentials set: ${expected}`]);
      assert.equal(plan.authenticated, 1);
      assert.ok(accessOf(plan, "organization").length > 0);
    });
  }

  it("are named for a restore, behind those of the build", () => {
    const job = makeJob();
    const read = new ReadFiles();
    read.set("/agent/1/s/pom.xml", pom(repository("a", thread)));
    read.set(user, settings(mirror("corp", fiber)));
    assert.deepEqual(
      maven.feeds(job, read).map(({ name }) => name),
      ["thread", "fiber"],
    );
  });

  it("others there are skipped, but for a mirror that only blocks", () => {
    const blocker = mirror("blocker", "http://0.0.0.0/", "<blocked>true</blocked>");
    const problem = problemOf(maven, makeJob(), {
      [user]: settings(blocker + profile("https://registry.example/m2")),
    });
    assert.match(problem.message, /; https:\/\/registry\.example\/m2 \(\S+:2\) is not a feed of fabrikam\.$/);
  });

  it("a mirror is no repository that the job's settings could bind, and is not warned of at the feed's address", () => {
    const plan = planWith(maven, makeJob({ feeds: "fiber" }), {
      "/agent/1/s/pom.xml": pom(),
      [user]: settings(mirror("fiber", `${fiber}/`)),
    });
    assert.deepEqual(
      settingsOf(plan).mirrors.map((line) => line.split(" ")[2]),
      ["fiber-2", "central", "external:*"],
    );
    assert.ok(notesOf(plan).every((note) => !note.startsWith("warning: ")));
  });
});
