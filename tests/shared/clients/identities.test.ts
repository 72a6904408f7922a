import assert from "node:assert/strict";
import { cargo } from "../../../shared/clients/cargo/authenticate/client";
import { maven } from "../../../shared/clients/maven/authenticate/client";
import { uv } from "../../../shared/clients/uv/authenticate/client";
import { accessOf } from "./maven/authenticate/settings-view";
import { tokensByIndex } from "./cargo/authenticate/tokens-view";
import {
  afterStep,
  filesOf,
  makeJob,
  notesOf,
  planWith,
  problemOf,
  root,
  secondToken,
  thirdToken,
  token,
  variablesOf,
  withSecond,
  withThird,
} from "./planning";
import { realmsOf, withoutDecoys } from "./uv/authenticate/job-file";

const other = "https://pkgs.dev.azure.com/contoso";
const corp = "https://registry.example/corp";

describe("uv: several identities", () => {
  const project = "/agent/1/s/pyproject.toml";
  const index = (name: string, url: string, more = ""): string =>
    `[[tool.uv.index]]\nname = "${name}"\nurl = "${url}"\n${more}`;
  const fiber = `${root}/_packaging/fiber/pypi/simple/`;
  const parts = `${other}/_packaging/parts/pypi/simple/`;
  const corpIndex = `${corp}/pypi/simple/`;

  it("each index and each place has the credentials of its own", () => {
    const plan = planWith(uv, withThird(withSecond()), {
      [project]: index("fiber", fiber) + index("parts", parts) + index("corp", corpIndex),
    });
    const passwords = Object.entries(withoutDecoys(variablesOf(plan))).filter(([name]) =>
      /_(?:USERNAME|PASSWORD)$/.test(name),
    );
    assert.deepEqual(Object.fromEntries(passwords), {
      UV_INDEX_FEEDPASS_0123456789ABCDEF_1_USERNAME: "VssSessionToken",
      UV_INDEX_FEEDPASS_0123456789ABCDEF_1_PASSWORD: `secret:${token}`,
      UV_INDEX_FEEDPASS_0123456789ABCDEF_2_USERNAME: "build",
      UV_INDEX_FEEDPASS_0123456789ABCDEF_2_PASSWORD: `secret:${secondToken}`,
      UV_INDEX_FEEDPASS_0123456789ABCDEF_3_USERNAME: "robot",
      UV_INDEX_FEEDPASS_0123456789ABCDEF_3_PASSWORD: `secret:${thirdToken}`,
    });
    const urls = Object.values(filesOf(plan)).flatMap((text) =>
      realmsOf(text).map((line) => line.split(" ")[1]),
    );
    assert.deepEqual(urls, [
      "https://pkgs.dev.azure.com/fabrikam//simple/",
      "https://pkgs.dev.azure.com/contoso//simple/",
      "https://registry.example/corp/pypi//simple/",
    ]);
    assert.deepEqual(notesOf(plan), [
      `info: Credentials set: fiber, feed fiber (${project}:3)`,
      `info: Credentials set: parts, feed parts (${project}:6), with the connection contoso`,
      `info: Credentials set: corp (${project}:9), with the connection corp`,
    ]);
    assert.equal(plan.authenticated, 3);
  });

  it("none is given to what no identity covers", () => {
    const elsewhere = `${root.replace("fabrikam", "initech")}/_packaging/x/pypi/simple/`;
    const plan = planWith(uv, withSecond(), { [project]: index("parts", parts) + index("x", elsewhere) });
    assert.equal(variablesOf(plan)["UV_INDEX_X_PASSWORD"], undefined);
    const text = Object.values(filesOf(plan))[0] ?? "";
    assert.match(
      text,
      /url = "https:\/\/pkgs\.dev\.azure\.com\/initech\/\/simple\/"\nexplicit = true\nauthenticate = "never"/,
    );
    assert.doesNotMatch(text, /fabrikam/, "the job's own token is not needed, so it has no place");
  });

  it("only a feed of the job's own organization is what uv publish goes to", () => {
    const set = variablesOf(planWith(uv, withSecond(), { [project]: index("parts", parts) }));
    assert.equal(set["UV_PUBLISH_URL"], undefined);
    const both = variablesOf(
      planWith(uv, withSecond(), { [project]: index("parts", parts) + index("fiber", fiber) }),
    );
    assert.equal(both["UV_PUBLISH_URL"], `${root}/_packaging/fiber/pypi/upload/`);
  });

  it("what the job publishes to has the credentials of its own", () => {
    const environment = { UV_PUBLISH_URL: `${other}/_packaging/parts/pypi/upload/` };
    const set = variablesOf(
      planWith(uv, withSecond({ environment, windows: true }), {
        "/agent/1/s/uv.toml": `index-url = "${fiber}"\n${index("fiber", fiber).replaceAll("tool.uv.", "")}`,
      }),
    );
    assert.equal(set["UV_PUBLISH_USERNAME"], "build");
    assert.equal(set["UV_PUBLISH_PASSWORD"], `secret:${secondToken}`);
  });

  it("a publish-url of another identity does not get the index's credentials", () => {
    const upload = `${other}/_packaging/parts/pypi/upload/`;
    const plan = planWith(uv, withSecond(), {
      [project]: index("fiber", fiber, `publish-url = "${upload}"\n`),
    });
    assert.equal(variablesOf(plan)["UV_INDEX_FIBER_PASSWORD"], undefined);
    assert.equal(plan.authenticated, 2);
  });

  it("a name whose variables two identities would share is refused where names have the credentials", () => {
    const problem = problemOf(uv, withSecond({ windows: true }), {
      [project]: index("my-feed", fiber) + index("my_feed", parts),
    });
    assert.equal(problem.code, "index-name-clash");
    assert.match(
      problem.message,
      /UV_INDEX_MY_FEED_PASSWORD, and https:\/\/\S+contoso\S+ must not have the job's token\./,
    );
  });

  it("two on one host are refused where there is no machine-wide file", () => {
    const problem = problemOf(uv, withSecond({ windows: true }), {
      "/agent/1/s/uv.toml": (index("fiber", fiber) + index("parts", parts)).replaceAll("tool.uv.", ""),
    });
    assert.equal(problem.code, "shared-origin");
    assert.match(
      problem.message,
      /is for the connection contoso, and on the same host \S+ \(\S+\) for the job's token/,
    );
  });

  it("the user's own credentials for another organization are handed on to be masked", () => {
    const plan = planWith(uv, makeJob(), {
      [project]: index("fiber", fiber) + index("parts", parts.replace("//", "//bob:hunter%402@")),
    });
    assert.deepEqual(
      plan.others?.map(({ username, token: password }) => [username, password.expose()]),
      [["bob", "hunter@2"]],
    );
  });
});

describe("cargo: several identities", () => {
  const project = "/agent/1/s/.cargo/config.toml";
  const registry = (name: string, address: string): string =>
    `[registries.${name}]\nindex = "sparse+${address}"\n`;
  const fiber = `${root}/_packaging/fiber/Cargo/index/`;
  const parts = `${other}/_packaging/parts/Cargo/index/`;

  it("each registry has the token of its own", () => {
    const plan = planWith(cargo, withThird(withSecond({ feeds: "thread" })), {
      [project]: registry("fiber", fiber) + registry("parts", parts) + registry("corp", `${corp}/index/`),
    });
    assert.deepEqual(tokensByIndex(plan), {
      [`sparse+${fiber}`]: `secret:Bearer ${token}`,
      [`sparse+${parts}`]: `secret:Bearer ${secondToken}`,
      [`sparse+${corp}/index/`]: `secret:Bearer ${thirdToken}`,
      [`sparse+${root}/_packaging/thread/Cargo/index/`]: `secret:Bearer ${token}`,
    });
    assert.ok(
      notesOf(plan).includes(
        `info: Credentials set: parts, feed parts (${project}:4), with the connection contoso`,
      ),
    );
  });

  it("registries whose names Cargo makes one variable of have each their own", () => {
    const plan = planWith(cargo, withSecond(), {
      [project]: registry("my-feed", fiber) + registry("my_feed", parts),
    });
    assert.deepEqual(tokensByIndex(plan), {
      [`sparse+${fiber}`]: `secret:Bearer ${token}`,
      [`sparse+${parts}`]: `secret:Bearer ${secondToken}`,
    });
  });

  it("one that covers nothing is not used", () => {
    const plan = planWith(cargo, withSecond(), { [project]: registry("fiber", fiber) });
    assert.ok(!JSON.stringify(variablesOf(plan)).includes(secondToken));
  });
});

describe("maven: several identities", () => {
  const pom = (...repositories: readonly (readonly [string, string])[]): string =>
    `<project><repositories>${repositories
      .map(([id, url]) => `<repository><id>${id}</id><url>${url}</url></repository>`)
      .join("")}</repositories></project>`;
  const fiber = ["fiber", `${root}/_packaging/fiber/maven/v1`] as const;
  const parts = ["parts", `${other}/_packaging/parts/maven/v1`] as const;
  const corpRepository = ["corp", `${corp}/maven`] as const;
  const top = "/agent/1/s/pom.xml";
  const variable = "FEEDPASS_MAVEN_TOKEN_0123456789ABCDEF";
  const tokens = (set: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(set).filter(([name]) => name.startsWith("FEEDPASS_MAVEN_")));

  it("each has the variable of its own", () => {
    const plan = planWith(maven, withThird(withSecond({ feeds: "thread" })), {
      [top]: pom(fiber, parts, corpRepository),
    });
    assert.deepEqual(
      accessOf(plan, "organization").filter((line) => line.startsWith("https://pkgs.dev.azure.com/")),
      [`${root}/ VssSessionToken ${variable}`, `${other}/ build ${variable}_2`],
    );
    assert.deepEqual(accessOf(plan, "repository"), [`${corp}/maven robot ${variable}_3`]);
    assert.deepEqual(tokens(variablesOf(plan)), {
      [variable]: `secret:${token}`,
      [`${variable}_2`]: `secret:${secondToken}`,
      [`${variable}_3`]: `secret:${thirdToken}`,
    });
  });

  it("one that covers nothing has no variable", () => {
    const plan = planWith(maven, withSecond(), { [top]: pom(parts) });
    assert.deepEqual(tokens(variablesOf(plan)), { [`${variable}_2`]: `secret:${secondToken}` });
  });

  it("a second step's identity does not take the place of the first's", () => {
    const first = withSecond();
    const firstPlan = planWith(maven, first, { [top]: pom(parts) });
    const after = afterStep(first, firstPlan, { [top]: pom(corpRepository) }, { nonce: "fedcba" });
    const plan = planWith(maven, withThird(after.job), after.texts);
    assert.deepEqual(accessOf(plan, "repository"), [`${corp}/maven robot FEEDPASS_MAVEN_TOKEN_FEDCBA_2`]);
    const [classPath] = /-Dmaven\.ext\.class\.path=\S+/.exec(variablesOf(plan)["MAVEN_ARGS"] ?? "") ?? [];
    assert.equal(
      classPath,
      "-Dmaven.ext.class.path=/agent/_temp/feedpass/step-2/access:/agent/_tasks/task/feedpass-maven.jar:/agent/_temp/feedpass/step-1/access",
    );
  });

  it("two may have one id", () => {
    const plan = planWith(maven, withSecond(), { [top]: pom(fiber, ["fiber", parts[1]]) });
    assert.equal(plan.authenticated, 2);
  });
});
