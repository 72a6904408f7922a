import assert from "node:assert/strict";
import { maven } from "../../../../../shared/clients/maven/authenticate/client";
import { makeJob, notesOf, planWith, problemOf, type Texts } from "../../planning";
import { fiber, pom, repository } from "./poms";

const top = "/agent/1/s/pom.xml";
const mvn = "/agent/1/s/.mvn";
const own = { [top]: pom(repository("fiber", fiber)) };
const proxy =
  "<settings>\n<proxies>\n<proxy><active>true</active><host>proxy.example</host><port>1</port></proxy></proxies></settings>";
const insecure =
  "<settings><profiles><profile><properties>\n<aether.connector.https.securityMode>insecure</aether.connector.https.securityMode></properties></profile></profiles></settings>";

/** [title, files, variables, place] */
type Case = readonly [string, Texts, Readonly<Record<string, string>>, string];

describe("maven: the way to the feed", () => {
  const off: readonly Case[] = [
    [
      "jvm.config",
      { [`${mvn}/jvm.config`]: "-Xmx1g\n-Dmaven.wagon.http.ssl.insecure=true" },
      {},
      `${mvn}/jvm.config:2`,
    ],
    [
      "maven.config",
      { [`${mvn}/maven.config`]: "-B\n-Daether.connector.https.securityMode=insecure" },
      {},
      `${mvn}/maven.config:2`,
    ],
    [
      "maven.config, in two words",
      { [`${mvn}/maven.config`]: "-D\nmaven.wagon.http.ssl.allowall" },
      {},
      `${mvn}/maven.config:1`,
    ],
    [
      "a file of arguments that jvm.config names",
      { [`${mvn}/jvm.config`]: "@ci/args", "/agent/1/s/ci/args": "-Dmaven.wagon.http.ssl.insecure=TRUE" },
      {},
      "/agent/1/s/ci/args:1",
    ],
    ["MAVEN_OPTS", {}, { MAVEN_OPTS: "-Dmaven.wagon.http.ssl.insecure=true" }, "variable MAVEN_OPTS"],
    [
      "MAVEN_ARGS",
      {},
      { MAVEN_ARGS: "-B --define aether.connector.https.securityMode=insecure" },
      "variable MAVEN_ARGS",
    ],
    ["the user's settings", { "/home/ada/.m2/settings.xml": insecure }, {}, "/home/ada/.m2/settings.xml:2"],
    ...[
      "-s\nci.xml",
      "-s ci.xml",
      "-s=ci.xml",
      "-sci.xml",
      "--settings=ci.xml",
      "--settings\nci.xml",
      "-gs\nci.xml",
    ].map((option): Case => [
      `settings of ${JSON.stringify(option)}`,
      { [`${mvn}/maven.config`]: option, "/agent/1/s/ci.xml": insecure },
      {},
      "/agent/1/s/ci.xml:2",
    ]),
    [
      "settings of -s in MAVEN_ARGS",
      { "/agent/1/s/ci.xml": insecure },
      { MAVEN_ARGS: "-s ci.xml" },
      "/agent/1/s/ci.xml:2",
    ],
    [
      "settings of a home that jvm.config moves",
      { [`${mvn}/jvm.config`]: "-Duser.home=home", "/agent/1/s/home/.m2/settings.xml": insecure },
      {},
      "/agent/1/s/home/.m2/settings.xml:2",
    ],
  ];
  for (const [title, texts, environment, place] of off) {
    it(`is refused where nobody verifies who answers: ${title}`, () => {
      const problem = problemOf(maven, makeJob({ environment }), { ...own, ...texts });
      assert.equal(problem.code, "feed-not-verified");
      assert.ok(problem.message.startsWith(`${place} sets `), problem.message);
    });
  }

  const secure: readonly Texts[] = [
    {
      [`${mvn}/jvm.config`]:
        "-Dmaven.wagon.http.ssl.insecure=false -Daether.connector.https.securityMode=default",
    },
    { [`${mvn}/maven.config`]: "# -Dmaven.wagon.http.ssl.insecure=true" },
    { [`${mvn}/maven.config`]: "-Daether.connector.https.securityMode.other=insecure" },
  ];
  for (const texts of secure) {
    it(`is as it was with ${JSON.stringify(Object.values(texts)[0])}`, () => {
      const plan = planWith(maven, makeJob(), { ...own, ...texts });
      assert.deepEqual(
        notesOf(plan).filter((note) => note.startsWith("warning")),
        [],
      );
    });
  }

  const settings = { [`${mvn}/maven.config`]: "-s\nci.xml", "/agent/1/s/ci.xml": proxy };
  const store = { [`${mvn}/jvm.config`]: "-Djavax.net.ssl.trustStore=ci/store.p12" };
  const chosen: readonly Case[] = [
    ["a proxy", settings, {}, "/agent/1/s/ci.xml:3 sends Maven through the proxy proxy.example"],
    [
      "a proxy of Java",
      { [`${mvn}/jvm.config`]: "-Dhttps.proxyHost=proxy.example" },
      {},
      `${mvn}/jvm.config:1 sends Maven through the proxy proxy.example`,
    ],
    ["a trust store", store, {}, `${mvn}/jvm.config:1 takes the authorities to trust from ci/store.p12`],
  ];
  for (const [title, texts, environment, beginning] of chosen) {
    it(`is warned of where the repository chooses ${title}`, () => {
      const plan = planWith(maven, makeJob({ environment }), { ...own, ...texts });
      const warnings = notesOf(plan).filter((note) => note.startsWith("warning: "));
      assert.equal(warnings.length, 1);
      assert.ok(
        warnings[0]?.startsWith(`warning: ${beginning}, and that is the repository's choice`),
        warnings[0],
      );
    });
  }

  it("is warned of neither for the machine's proxy nor for its trust store", () => {
    const environment = {
      MAVEN_OPTS: "-Djavax.net.ssl.trustStore=/etc/store -Dhttps.proxyHost=proxy.example",
    };
    const plan = planWith(maven, makeJob({ environment }), { ...own, "/home/ada/.m2/settings.xml": proxy });
    assert.deepEqual(
      notesOf(plan).filter((note) => note.startsWith("warning")),
      [],
    );
  });

  it("is refused where the repository chooses both, so that the proxy could read the token", () => {
    const problem = problemOf(maven, makeJob(), { ...own, ...settings, ...store });
    assert.equal(problem.code, "proxy-reads-token");
    assert.ok(problem.message.startsWith("/agent/1/s/ci.xml:3 sends Maven through the proxy proxy.example"));
  });
});
