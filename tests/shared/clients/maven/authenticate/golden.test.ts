import assert from "node:assert/strict";
import { maven } from "../../../../../shared/clients/maven/authenticate/client";
import { filesOf, makeJob, notesOf, planWith, showEffects, token } from "../../planning";
import { readFixture } from "./fixtures";

const programs = new Map([["mvn", "/opt/maven/bin/mvn"]]);
const conf = "/agent/_temp/feedpass/step-1/conf";
const texts = {
  ...readFixture("reactor/project", "/agent/1/s"),
  ...readFixture("reactor/conf", "/opt/maven/conf"),
  "/opt/maven/conf/logging/simplelogger.properties": "logging of the installation\n",
  "/opt/maven/conf/toolchains.xml": "<toolchains/>",
};

describe("maven: the whole plan of a reactor", () => {
  const plan = planWith(maven, makeJob({ programs }), texts);

  it("writes the settings.xml that is expected", () => {
    assert.equal(filesOf(plan)[`${conf}/settings.xml`], readFixture("reactor/expected", "")["settings.xml"]);
  });

  it("copies what Maven needs beside it, and hands it over", () => {
    assert.deepEqual(showEffects(plan), [
      ["write-file", `${conf}/settings.xml`],
      ["write-file", `${conf}/logging/simplelogger.properties`],
      ["write-file", `${conf}/toolchains.xml`],
      ["write-file", "/agent/_temp/feedpass/step-1/deploy/1/agent/1/s/here"],
      ["write-file", "/agent/_temp/feedpass/step-1/deploy/1/agent/1/s/app/here"],
      ["FEEDPASS_MAVEN_TOKEN_0123456789ABCDEF", `secret:${token}`],
      ["MAVEN_ARGS", `-gs ${conf}/settings.xml`],
      ["MAVEN_OPTS", `-Dmaven.conf=${conf}`],
    ]);
    assert.equal(filesOf(plan)[`${conf}/logging/simplelogger.properties`], "logging of the installation\n");
    assert.equal(filesOf(plan)[`${conf}/toolchains.xml`], "<toolchains/>");
  });

  it("says what it did", () => {
    assert.deepEqual(notesOf(plan), [
      "info: Authenticated: fiber, feed fiber (/agent/1/s/pom.xml:15)",
      "info: Authenticated: snapshots, feed Web/snap (/agent/1/s/pom.xml:21)",
      "info: Authenticated: plugins, feed plugins@Release (/agent/1/s/pom.xml:33)",
      "info: Authenticated: app-fiber, feed fiber (/agent/1/s/pom.xml:15)",
      "info: Skipped: https://registry.example/maven2 (/agent/1/s/lib/pom.xml:6): not a feed of fabrikam",
      "info: Deployment: releases and snapshots differ, and only maven-deploy-plugin 2.8 or later is told so; Maven before 3.9 comes with an older one unless pom.xml names its version.",
    ]);
    assert.equal(plan.authenticated, 4);
  });

  it("holds no secret in any file", () => {
    assert.ok(Object.values(filesOf(plan)).every((text) => !text.includes(token)));
  });
});
