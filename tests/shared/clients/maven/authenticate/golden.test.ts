import assert from "node:assert/strict";
import { maven } from "../../../../../shared/clients/maven/authenticate/client";
import { filesOf, makeJob, notesOf, planWith, showEffects, token } from "../../planning";
import { readFixture } from "./fixtures";

const programs = new Map([["mvn", "/opt/maven/bin/mvn"]]);
const conf = "/agent/_temp/feedpass/step-1/conf";
const classPath =
  "-Dmaven.ext.class.path=/agent/_temp/feedpass/step-1/access:/agent/_tasks/task/feedpass-maven.jar";
const texts = {
  ...readFixture("reactor/project", "/agent/1/s"),
  ...readFixture("reactor/conf", "/opt/maven/conf"),
  "/opt/maven/conf/logging/simplelogger.properties": "logging of the installation\n",
  "/opt/maven/conf/toolchains.xml": "<toolchains/>",
};

describe("maven: the whole plan of a reactor", () => {
  const plan = planWith(maven, makeJob({ programs }), texts);

  it("writes the list that the extension reads, and hands both over", () => {
    assert.equal(
      filesOf(plan)["/agent/_temp/feedpass/step-1/access/feedpass-maven.txt"],
      readFixture("reactor/expected", "")["feedpass-maven.txt"],
    );
    assert.deepEqual(showEffects(plan), [
      ["write-file", "/agent/_temp/feedpass/step-1/access/feedpass-maven.txt"],
      ["FEEDPASS_MAVEN_TOKEN_0123456789ABCDEF", `secret:${token}`],
      ["MAVEN_ARGS", classPath],
      ["MAVEN_OPTS", classPath],
    ]);
  });

  it("says what it did", () => {
    assert.deepEqual(notesOf(plan), [
      "info: Credentials set: fiber, feed fiber (/agent/1/s/pom.xml:15)",
      "info: Credentials set: snapshots, feed Web/snap (/agent/1/s/pom.xml:21)",
      "info: Credentials set: plugins, feed plugins@Release (/agent/1/s/pom.xml:33)",
      "info: Credentials set: app-fiber, feed fiber (/agent/1/s/pom.xml:15)",
      "info: Skipped: https://registry.example/maven2 (/agent/1/s/lib/pom.xml:6): not a feed of fabrikam",
    ]);
    assert.equal(plan.authenticated, 4);
  });

  it("with a feed of the input, writes the settings.xml that is expected, and copies what Maven needs beside it", () => {
    const more = planWith(maven, makeJob({ programs, feeds: "thread" }), texts);
    assert.equal(filesOf(more)[`${conf}/settings.xml`], readFixture("reactor/expected", "")["settings.xml"]);
    assert.equal(filesOf(more)[`${conf}/logging/simplelogger.properties`], "logging of the installation\n");
    assert.equal(filesOf(more)[`${conf}/toolchains.xml`], "<toolchains/>");
  });

  it("holds no secret in any file", () => {
    assert.ok(Object.values(filesOf(plan)).every((text) => !text.includes(token)));
  });
});
