import assert from "node:assert/strict";
import { maven } from "../../../../../shared/clients/maven/authenticate/client";
import { jobCredentials } from "../../../../../shared/core/credentials";
import { jobIdentity } from "../../../../../shared/core/identity";
import { Secret } from "../../../../../shared/core/secret";
import {
  afterStep,
  filesOf,
  makeJob,
  notesOf,
  planWith,
  problemOf,
  root,
  token,
  variablesOf,
  type JobChange,
  type Texts,
} from "../../planning";
import { server } from "../../../core/organizations";
import { fiber, pom, repository } from "./poms";
import { accessOf, bindingsOf, settingsOf } from "./settings-view";

const top = "/agent/1/s/pom.xml";
const conf = "/agent/_temp/feedpass/step-1/conf";
const access = "/agent/_temp/feedpass/step-1/access";
const jar = "/agent/_tasks/task/feedpass-maven.jar";
const classPath = `-Dmaven.ext.class.path=${access}:${jar}`;
const programs = new Map([["mvn", "/opt/maven/bin/mvn"]]);
const thread = `${root}/_packaging/thread/maven/v1`;

describe("maven: input feeds", () => {
  it("are repositories of the job, the first in place of all others", () => {
    const plan = planWith(maven, makeJob({ feeds: "fiber, Web/My thread@Release" }));
    const second = `${root}/Web/_packaging/My%20thread@Release/maven/v1`;
    assert.deepEqual(settingsOf(plan).mirrors, [
      `feedpass-of-fiber -> fiber -> ${fiber}`,
      `feedpass-of-My-thread -> My-thread -> ${second}`,
      `feedpass-central -> central -> ${fiber}`,
      `feedpass-public -> external:* -> ${fiber}`,
    ]);
    assert.deepEqual(settingsOf(plan).servers, []);
    for (const item of ["repository", "pluginRepository"]) {
      for (const [id, address] of [
        ["fiber", fiber],
        ["My-thread", second],
      ] as const) {
        assert.ok(
          settingsOf(plan).text.includes(`<${item}><id>${id}</id><url>${address}</url></${item}>`),
          `${item} ${id}`,
        );
      }
    }
    assert.equal(plan.authenticated, 2);
  });

  it("beside the public repositories", () => {
    const plan = planWith(maven, makeJob({ feeds: "fiber", replacePublicRegistry: false }));
    assert.deepEqual(settingsOf(plan).mirrors, [`feedpass-of-fiber -> fiber -> ${fiber}`]);
  });

  it("keep the id that the project has for the address", () => {
    const plan = planWith(maven, makeJob({ feeds: "fiber", replacePublicRegistry: false }), {
      [top]: pom(repository("corp", `${fiber.toUpperCase().replace("HTTPS", "https")}/`)),
    });
    assert.deepEqual(
      bindingsOf(plan).map((line) => line.split(" ")[0]),
      ["corp"],
    );
    assert.equal(plan.authenticated, 1);
  });

  /** [title, inputs, pom.xml, mirrors, added repositories] */
  const shared: readonly (readonly [string, string, string, readonly string[], readonly string[]])[] = [
    [
      "an id that another address has is numbered",
      "fiber",
      pom(repository("fiber", "https://registry.example/m2"), repository("fiber-2", thread)),
      [`fiber-2 -> ${thread}`, `fiber-3 -> ${fiber}`, `central -> ${fiber}`, `external:* -> ${fiber}`],
      ["fiber-3"],
    ],
    [
      "feeds of one name are numbered",
      "fiber, Web/fiber",
      pom(),
      [
        `fiber -> ${fiber}`,
        `fiber-2 -> ${root}/Web/_packaging/fiber/maven/v1`,
        `central -> ${fiber}`,
        `external:* -> ${fiber}`,
      ],
      ["fiber", "fiber-2"],
    ],
    [
      "an id of two addresses is no mirror's",
      "fiber",
      pom(repository("a", thread), repository("a", "https://registry.example/m2")),
      [`fiber -> ${fiber}`, `central -> ${fiber}`, `external:*,!a -> ${fiber}`],
      ["fiber"],
    ],
    [
      "what is deployed to is no mirror's",
      "fiber",
      pom(repository("a", thread, "distributionManagement")),
      [`fiber -> ${fiber}`, `central -> ${fiber}`, `external:* -> ${fiber}`],
      ["fiber"],
    ],
  ];
  for (const [title, feeds, text, mirrors, added] of shared) {
    it(title, () => {
      const view = settingsOf(planWith(maven, makeJob({ feeds }), { [top]: text }));
      assert.deepEqual(
        view.mirrors.map((mirror) => mirror.replace(/^\S+ -> /, "")),
        mirrors,
      );
      const ids = [...view.text.matchAll(/<repository><id>(.*?)</g)].map((match) => match[1]);
      assert.deepEqual(ids, added);
    });
  }
});

describe("maven: the list of the extension", () => {
  it("has every place of the organization's feeds, and no secret", () => {
    const plan = planWith(maven, makeJob(), { [top]: pom(repository("a", fiber)) });
    const login = "VssSessionToken FEEDPASS_MAVEN_TOKEN_0123456789ABCDEF";
    assert.deepEqual(accessOf(plan, "organization"), [
      `${root}/ ${login}`,
      `https://fabrikam.pkgs.visualstudio.com/defaultcollection/ ${login}`,
      `https://fabrikam.pkgs.visualstudio.com/ ${login}`,
      `https://pkgs.visualstudio.com/a22222222-2222-4222-8222-222222222222/ ${login}`,
    ]);
    assert.ok(Object.values(filesOf(plan)).every((text) => !text.includes(token)));
  });

  it("is all there is, without settings, where there is nothing to say in them", () => {
    const plan = planWith(maven, makeJob({ programs }), {
      [top]: pom(repository("a", fiber)),
      "/opt/maven/conf/settings.xml": "<settings/>",
    });
    assert.deepEqual(Object.keys(filesOf(plan)), [`${access}/feedpass-maven.txt`]);
    const { MAVEN_ARGS: args, MAVEN_OPTS: options } = variablesOf(plan);
    assert.deepEqual([args, options], [classPath, classPath]);
  });

  it("has settings beside it where feeds are reached by http, which Maven forbids by a pattern", () => {
    const address = "http://tfs.example/tfs/Main/_packaging/fiber/maven/v1";
    const organization = server("http://tfs.example/tfs/Main/");
    const job = makeJob({ organization, identities: [jobIdentity(organization, jobCredentials(token))] });
    const plan = planWith(maven, job, { [top]: pom(repository("a", address)) });
    assert.deepEqual(settingsOf(plan).mirrors, [`feedpass-of-a -> a -> ${address}`]);
  });
});

describe("maven: handing over", () => {
  const given: readonly (readonly [string, string, string, string, string])[] = [
    ["nothing before", "", "", `-gs ${conf}/settings.xml`, `-Dmaven.conf=${conf}`],
    [
      "options are kept",
      " -B -ntp ",
      "-Xmx1g -Da=b",
      `-B -ntp -gs ${conf}/settings.xml`,
      `-Xmx1g -Da=b -Dmaven.conf=${conf}`,
    ],
    ["-gs is replaced", "-gs /opt/gs.xml -B", "", `-B -gs ${conf}/settings.xml`, `-Dmaven.conf=${conf}`],
    [
      "--global-settings=… with more spaces",
      "-B  --global-settings=/opt/gs.xml -gs   /opt/b.xml -X",
      "",
      `-B    -X -gs ${conf}/settings.xml`,
      `-Dmaven.conf=${conf}`,
    ],
    [
      "in quotes",
      '-gs "/opt/a b.xml" -X',
      '-Xmx1g "-Dmaven.conf=/opt/a b" -Da=b',
      `-X -gs ${conf}/settings.xml`,
      `-Xmx1g  -Da=b -Dmaven.conf=${conf}`,
    ],
    [
      "maven.conf is replaced",
      "",
      "-Dmaven.conf=/opt/c -Xmx1g -Dmaven.conf=/opt/d",
      `-gs ${conf}/settings.xml`,
      `-Xmx1g -Dmaven.conf=${conf}`,
    ],
    [
      "others of such names are kept",
      "-gsx a -Pgs",
      "-Dmaven.config=x",
      `-gsx a -Pgs -gs ${conf}/settings.xml`,
      `-Dmaven.config=x -Dmaven.conf=${conf}`,
    ],
  ];
  for (const [title, args, options, expectedArgs, expectedOptions] of given) {
    it(title, () => {
      const set = variablesOf(
        planWith(maven, makeJob({ feeds: "fiber", environment: { MAVEN_ARGS: args, MAVEN_OPTS: options } })),
      );
      assert.deepEqual(set, {
        FEEDPASS_MAVEN_TOKEN_0123456789ABCDEF: `secret:${token}`,
        MAVEN_ARGS: `${expectedArgs} ${classPath}`,
        MAVEN_OPTS: `${expectedOptions} ${classPath}`,
      });
    });
  }

  const named: readonly (readonly [string, string, string, Texts, string])[] = [
    ["MAVEN_ARGS", "-Dmaven.ext.class.path=/x.jar -B", "", {}, ":/x.jar"],
    ["MAVEN_OPTS", "", '"-Dmaven.ext.class.path=/a b/x.jar:/y.jar"', {}, ":/a b/x.jar:/y.jar"],
    [
      "maven.config",
      "",
      "",
      { "/agent/1/s/.mvn/maven.config": "-Dmaven.ext.class.path=ci/x.jar" },
      ":ci/x.jar",
    ],
    ["jvm.config", "", "", { "/agent/1/s/.mvn/jvm.config": "-Dmaven.ext.class.path=ci/x.jar" }, ":ci/x.jar"],
    ["another task of ours", "", "-Dmaven.ext.class.path=/other/feedpass-maven.jar:/before", {}, ":/before"],
    ["the same in both", "-Dmaven.ext.class.path=/x.jar", "-Dmaven.ext.class.path=/x.jar", {}, ":/x.jar"],
  ];
  for (const [title, args, options, files, expected] of named) {
    it(`keeps the extensions that somebody names: ${title}`, () => {
      const environment = { MAVEN_ARGS: args, MAVEN_OPTS: options };
      const set = variablesOf(planWith(maven, makeJob({ feeds: "fiber", environment }), files));
      const both = [set["MAVEN_ARGS"] ?? "", set["MAVEN_OPTS"] ?? ""];
      for (const value of both) {
        assert.ok(
          value.endsWith(`${classPath}${expected}`) || value.endsWith(`"${classPath}${expected}"`),
          value,
        );
        assert.equal(value.split("maven.ext.class.path").length, 2);
      }
    });
  }

  const spaced = { feeds: "fiber", jobFolder: "/agent one/_temp/feedpass/step-1" };

  it("a temp folder with a space is refused where Maven's script splits at spaces", () => {
    const problem = problemOf(maven, makeJob(spaced));
    assert.equal(problem.code, "temp-directory-space");
    assert.ok(problem.message.includes("/agent one/_temp/feedpass/step-1"));
  });

  it("a task's folder with a space is refused likewise", () => {
    const problem = problemOf(maven, makeJob({ feeds: "fiber", taskFolder: "/agent one/_tasks/task" }));
    assert.equal(problem.code, "temp-directory-space");
  });

  it("a temp folder with a space is quoted on Windows", () => {
    const set = variablesOf(planWith(maven, makeJob({ ...spaced, windows: true })));
    const ours = `"-Dmaven.ext.class.path=/agent one/_temp/feedpass/step-1/access;${jar}"`;
    assert.equal(set["MAVEN_ARGS"], `-gs "/agent one/_temp/feedpass/step-1/conf/settings.xml" ${ours}`);
    assert.equal(set["MAVEN_OPTS"], `"-Dmaven.conf=/agent one/_temp/feedpass/step-1/conf" ${ours}`);
  });
});

describe("maven: a second step", () => {
  const steps: readonly (readonly [string, JobChange, JobChange])[] = [
    ["on Linux", {}, {}],
    [
      "on Windows, with a space in the temp folder",
      { windows: true, jobFolder: "/agent one/_temp/feedpass/step-1" },
      { windows: true, jobFolder: "/agent one/_temp/feedpass/step-2" },
    ],
  ];
  for (const [title, firstChange, secondChange] of steps) {
    it(`adds to the first and loses nothing of it, ${title}`, () => {
      const texts = {
        [top]: pom(repository("corp", `${root}/_packaging/corp/maven/v1`, "distributionManagement")),
        "/opt/maven/conf/settings.xml":
          "<settings><offline>false</offline><mirrors><mirror><id>blocker</id></mirror></mirrors></settings>",
        "/opt/maven/conf/logging/simplelogger.properties": "own\n",
      };
      const first = makeJob({ feeds: "fiber", programs, ...firstChange });
      const firstPlan = planWith(maven, first, texts);
      const second = afterStep(first, firstPlan, texts, {
        feeds: "thread",
        nonce: "fedcba",
        programs,
        ...secondChange,
      });
      const plan = planWith(maven, second.job, second.texts);
      assert.deepEqual(settingsOf(plan).mirrors, [
        `feedpass-of-thread -> thread -> ${thread}`,
        `feedpass-of-fiber -> fiber -> ${fiber}`,
        `feedpass-central -> central -> ${fiber}`,
        `feedpass-public -> external:* -> ${fiber}`,
        "blocker ->  -> ",
      ]);
      assert.match(settingsOf(plan).text, /<offline>false<\/offline>/);
      assert.match(
        settingsOf(plan).text,
        /<activeProfile>feedpass-step-2<\/activeProfile>\n<activeProfile>feedpass-step-1<\/activeProfile>/,
      );
      const logging = Object.entries(filesOf(plan)).find(([path]) =>
        path.endsWith("simplelogger.properties"),
      );
      assert.equal(logging?.[1], "own\n");
      const { MAVEN_ARGS: args, MAVEN_OPTS: options } = variablesOf(plan);
      const separator = first.windows ? ";" : ":";
      for (const value of [String(args), String(options)]) {
        const entries = /-Dmaven\.ext\.class\.path=([^"]*)/.exec(value)?.[1]?.split(separator) ?? [];
        assert.deepEqual(entries, [`${second.job.jobFolder}/access`, jar, `${first.jobFolder}/access`]);
        assert.equal(value.split("step-1").length, 2, "of the first step there is its list alone");
      }
    });
  }
});

describe("maven: global settings that the job's take the place of", () => {
  const places: readonly (readonly [string, JobChange, string])[] = [
    ["of the Maven on PATH", { programs }, "/opt/maven/conf/settings.xml"],
    ["of MAVEN_HOME", { environment: { MAVEN_HOME: "/opt/m" } }, "/opt/m/conf/settings.xml"],
    ["of M2_HOME", { environment: { M2_HOME: "/opt/m2" } }, "/opt/m2/conf/settings.xml"],
    [
      "of -gs",
      { programs, environment: { MAVEN_ARGS: "-B -gs /opt/gs.xml -gs /opt/second.xml" } },
      "/opt/gs.xml",
    ],
    [
      "of a relative -gs",
      { environment: { MAVEN_ARGS: "--global-settings=ci/gs.xml" } },
      "/agent/1/s/ci/gs.xml",
    ],
    [
      "of the last maven.conf",
      { programs, environment: { MAVEN_OPTS: "-Dmaven.conf=/opt/x -Dmaven.conf=/opt/conf" } },
      "/opt/conf/settings.xml",
    ],
  ];
  for (const [title, change, path] of places) {
    it(`are kept: ${title}`, () => {
      const plan = planWith(maven, makeJob({ feeds: "fiber", ...change }), {
        [path]: "<settings><servers><server><id>kept</id></server></servers></settings>",
      });
      assert.ok(settingsOf(plan).servers.includes("kept"));
    });
  }

  const kept: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "an entry as it stands",
      "<proxy>\n <id>x</id><!-- <a> & --><password>a&amp;b &#233;</password><configuration><![CDATA[</proxy>]]></configuration></proxy>",
      [],
    ],
    ["an entry of no id", "<proxy><username>u</username></proxy>", []],
    ["duplicate ids", "<proxy><id>x</id></proxy>\n<proxy><id>x</id></proxy>", []],
    ["an empty entry", "<proxy/>", []],
  ];
  for (const [title, entries] of kept) {
    it(`keep ${title}`, () => {
      const text = `\n<settings>\n<proxies>${entries}</proxies></settings>`;
      const plan = planWith(maven, makeJob({ feeds: "fiber", programs }), {
        "/opt/maven/conf/settings.xml": text,
      });
      assert.ok(settingsOf(plan).text.includes(`${entries}\n</proxies>`), settingsOf(plan).text);
    });
  }

  it("keep beyond the Basic Multilingual Plane and CR LF what stands at its place", () => {
    const entry = "<mirror><id>😀</id><username>日本😀</username></mirror>";
    const text = `<settings>\r\n<!-- 😀😀 -->\r\n<mirrors>\r\n${entry}\r\n</mirrors></settings>`;
    const plan = planWith(maven, makeJob({ feeds: "fiber", programs }), {
      "/opt/maven/conf/settings.xml": text,
    });
    assert.ok(settingsOf(plan).text.includes(`\n${entry}\n</mirrors>`), settingsOf(plan).text);
  });

  for (const text of [
    "<settings/>",
    "<settings></settings>",
    "<settings><proxies/><mirrors></mirrors></settings>",
  ]) {
    it(`may be empty: ${text}`, () => {
      const plan = planWith(maven, makeJob({ feeds: "fiber", programs }), {
        "/opt/maven/conf/settings.xml": text,
      });
      assert.deepEqual(settingsOf(plan).text, settingsOf(planWith(maven, makeJob({ feeds: "fiber" }))).text);
    });
  }
});

describe("maven: the agent's proxy", () => {
  const proxy = {
    url: new URL("http://proxy.example:3128/"),
    username: "pu<",
    password: new Secret('p&<"w'),
    bypass: [
      "^https?:\\/\\/corp\\.example",
      "\\.intern$",
      ".*\\.lan",
      "(a|b)\\.example",
      "https?://plain\\.example",
    ],
  };

  it("is set for both schemes, its password by a variable", () => {
    const plan = planWith(maven, makeJob({ feeds: "fiber", proxy }));
    const { text } = settingsOf(plan);
    for (const scheme of ["https", "http"]) {
      assert.ok(
        text.includes(
          `<proxy><id>feedpass-agent-proxy-${scheme}</id><active>true</active><protocol>${scheme}</protocol><host>proxy.example</host><port>3128</port><username>pu&lt;</username><password>\${env.FEEDPASS_MAVEN_PROXY_PASSWORD_0123456789ABCDEF}</password>`,
        ),
        text,
      );
    }
    assert.equal(variablesOf(plan)["FEEDPASS_MAVEN_PROXY_PASSWORD_0123456789ABCDEF"], 'secret:p&<"w');
  });

  const bypassed: readonly (readonly [string, string])[] = [
    ["corp\\.example", "corp.example"],
    ["^corp\\.example$", "corp.example"],
    ["https://corp\\.example", "corp.example"],
    ["^https?:\\/\\/corp\\.example", "corp.example"],
    [".*\\.lan", "*.lan"],
    ["10\\..*", "10.*"],
    ["\\.intern$", "*.intern"],
  ];
  for (const [expression, host] of bypassed) {
    it(`is passed by for ${expression}`, () => {
      const { text } = settingsOf(
        planWith(maven, makeJob({ feeds: "fiber", proxy: { ...proxy, bypass: [expression] } })),
      );
      assert.ok(
        text.includes(`<nonProxyHosts>localhost|127.*|${host}</nonProxyHosts>`),
        /<nonProxyHosts>.*?<\/nonProxyHosts>/.exec(text)?.[0],
      );
    });
  }

  it("is not passed by for an expression that Maven's list cannot say", () => {
    const { text } = settingsOf(
      planWith(
        maven,
        makeJob({ feeds: "fiber", proxy: { ...proxy, bypass: ["(a|b)\\.example", "a[0-9]\\.example"] } }),
      ),
    );
    assert.ok(text.includes("<nonProxyHosts>localhost|127.*</nonProxyHosts>"));
  });

  it("has its scheme's port, and no credentials where it has none", () => {
    const plan = planWith(
      maven,
      makeJob({ feeds: "fiber", proxy: { url: new URL("https://proxy.example"), bypass: [] } }),
    );
    assert.match(settingsOf(plan).text, /<host>proxy\.example<\/host><port>443<\/port><nonProxyHosts>/);
    assert.equal(variablesOf(plan)["FEEDPASS_MAVEN_PROXY_PASSWORD_0123456789ABCDEF"], undefined);
  });
});

describe("maven: messages", () => {
  const malformed: readonly (readonly [string, string, string, RegExp])[] = [
    [
      "a pom.xml",
      top,
      "<project>\n  <a></b>\n</project>",
      /^\/agent\/1\/s\/pom\.xml:2:\d+: not well-formed XML: \S/,
    ],
    [
      "a module",
      "/agent/1/s/a/pom.xml",
      "<project>\n",
      /^\/agent\/1\/s\/a\/pom\.xml:2:1: not well-formed XML: \S/,
    ],
    [
      "the user's settings.xml",
      "/home/ada/.m2/settings.xml",
      "<settings>&x;</settings>",
      /^\/home\/ada\/\.m2\/settings\.xml:1:\d+: not well-formed XML: \S/,
    ],
    [
      "the installation's settings.xml",
      "/opt/maven/conf/settings.xml",
      "no XML",
      /^\/opt\/maven\/conf\/settings\.xml:1:\d+: not well-formed XML: \S/,
    ],
  ];
  for (const [title, path, text, expected] of malformed) {
    it(`${title} that is not XML is named by file, line and column`, () => {
      const texts = { [top]: pom("<modules><module>a</module></modules>"), [path]: text };
      const problem = problemOf(maven, makeJob({ feeds: "fiber", programs }), texts);
      assert.equal(problem.code, "xml-malformed");
      assert.match(problem.message, expected);
    });
  }

  it("an external entity is not read", () => {
    const text = `<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><project><artifactId>&x;</artifactId></project>`;
    assert.equal(problemOf(maven, makeJob({ feeds: "fiber" }), { [top]: text }).code, "xml-malformed");
  });

  it("nothing to authenticate says where was looked", () => {
    assert.equal(
      problemOf(maven, makeJob()).message,
      "No repository at a feed of fabrikam was found. Looked for pom.xml in /agent/1/s, its parents on disk, modules and profiles, and settings.xml; read no file.",
    );
  });

  it("nothing to authenticate says what was found instead", () => {
    const problem = problemOf(maven, makeJob({ programs }), {
      [top]: pom(
        "<modules><module>a</module></modules>",
        repository("x", "https://bob:hunter2@registry.example/m2"),
      ),
      "/agent/1/s/a/pom.xml": pom(
        repository("y", "https://pkgs.dev.azure.com/contoso/_packaging/x/maven/v1"),
      ),
      "/opt/maven/conf/settings.xml": "<settings/>",
      "/opt/maven/conf/toolchains.xml": "<toolchains/>",
    });
    assert.ok(
      problem.message.endsWith(
        "; read pom.xml, a/pom.xml, /opt/maven/conf/settings.xml; https://registry.example/m2 (/agent/1/s/pom.xml:2) is not a feed of fabrikam; https://pkgs.dev.azure.com/contoso/_packaging/x/maven/v1 (/agent/1/s/a/pom.xml:1) is another organization than the job's own (fabrikam).",
      ),
      problem.message,
    );
  });

  const user = "/home/ada/.m2/settings.xml";
  const usersOwn =
    "<settings>\n<servers>\n<server><id>corp</id></server>\n</servers>\n<mirrors>\n<mirror><id>m</id><url>https://registry.example/m2</url></mirror></mirrors></settings>";
  const warnings: readonly (readonly [string, JobChange, string, readonly RegExp[]])[] = [
    ["no server of the id of a repository", {}, pom(repository("corp", fiber, "distributionManagement")), []],
    [
      "a mirror, where feeds replace the public repositories",
      { feeds: "fiber" },
      pom(),
      [/^warning: \/home\/ada\/\.m2\/settings\.xml:6 has a <mirror> with the id m/],
    ],
    ["no mirror, where they do not", { feeds: "fiber", replacePublicRegistry: false }, pom(), []],
  ];
  for (const [title, change, text, expected] of warnings) {
    it(`warns of the user's settings.xml: ${title}`, () => {
      const found = notesOf(planWith(maven, makeJob(change), { [top]: text, [user]: usersOwn })).filter(
        (note) => note.startsWith("warning: "),
      );
      assert.equal(found.length, expected.length);
      expected.forEach((pattern, index) => {
        assert.match(found[index] ?? "", pattern);
      });
    });
  }
});

describe("maven: .mvn/maven.config", () => {
  it("that names extensions is warned of", () => {
    const text = "-B\n-Dmaven.ext.class.path=ci/x.jar\n";
    const plan = planWith(maven, makeJob(), {
      [top]: pom(repository("a", fiber)),
      "/agent/1/s/.mvn/maven.config": text,
    });
    assert.match(
      notesOf(plan).find((note) => note.startsWith("warning: ")) ?? "",
      /^warning: \/agent\/1\/s\/\.mvn\/maven\.config:2 sets maven\.ext\.class\.path, and Maven before 3\.9 loads that instead/,
    );
  });

  const configs: readonly (readonly [string, Readonly<Record<string, string>>, string | undefined])[] = [
    [
      "-gs",
      { "/agent/1/s/.mvn/maven.config": "-T1C -gs ci/settings.xml\n" },
      "/agent/1/s/.mvn/maven.config:1",
    ],
    [
      "one argument in a line",
      { "/agent/1/s/.mvn/maven.config": "-T1C\r\n\r\n-gs\r\nci/settings.xml\r\n" },
      "/agent/1/s/.mvn/maven.config:3",
    ],
    [
      "--global-settings=",
      { "/agent/1/.mvn/maven.config": "-B\n--global-settings=x" },
      "/agent/1/.mvn/maven.config:2",
    ],
    [
      "nothing of it",
      { "/agent/1/s/.mvn/maven.config": "-T1C\n-s ci/settings.xml\n-Pgs\n-gsx\n" },
      undefined,
    ],
    ["a comment", { "/agent/1/s/.mvn/maven.config": " # -gs x\n" }, undefined],
    [
      "a folder nearer by",
      { "/agent/1/s/.mvn/maven.config": "-B", "/agent/.mvn/maven.config": "-gs x" },
      undefined,
    ],
    [
      "a folder nearer by that has other files",
      { "/agent/1/s/.mvn/jvm.config": "-Xmx1g", "/agent/.mvn/maven.config": "-gs x" },
      undefined,
    ],
    [
      "a folder nearer by that has a wrapper",
      { "/agent/1/s/.mvn/wrapper/maven-wrapper.properties": "", "/agent/.mvn/maven.config": "-gs x" },
      undefined,
    ],
  ];
  for (const [title, texts, place] of configs) {
    it(`${place === undefined ? "does not warn" : "warns"}: ${title}`, () => {
      const found = notesOf(planWith(maven, makeJob({ feeds: "fiber" }), texts)).filter((note) =>
        note.startsWith("warning: "),
      );
      assert.equal(found.length, place === undefined ? 0 : 1);
      if (place !== undefined)
        assert.ok(
          found[0]?.startsWith(
            `warning: ${place} names a global settings file, and Maven before 3.9 uses it`,
          ),
          found[0],
        );
    });
  }
});
