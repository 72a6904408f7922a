import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { token } from "../clients/planning";
import { runChild, useTempFolder, type ChildRun } from "./run-child";

describe("shell: authenticating every client", () => {
  const temp = useTempFolder();
  const step = (): string => join(temp(), "_temp/feedpass/feeds-instance");
  const run = (
    files: Readonly<Record<string, string | Buffer>>,
    environment: Readonly<Record<string, string>> = {},
    clients: readonly string[] = ["ant", "bee", "cat"],
  ): ChildRun => {
    mkdirSync(join(temp(), "s"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(temp(), "s", path)), { recursive: true });
      writeFileSync(join(temp(), "s", path), text);
    }
    return runChild(
      { action: "run-feeds", clients },
      {
        SYSTEM_COLLECTIONURI: "https://dev.azure.com/fabrikam/",
        SYSTEM_SERVERTYPE: "Hosted",
        SYSTEM_DEFAULTWORKINGDIRECTORY: join(temp(), "s"),
        SYSTEM_TASKINSTANCEID: "instance",
        AGENT_TEMPDIRECTORY: join(temp(), "_temp"),
        ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: token,
        ...environment,
      },
    );
  };
  /** What is printed after the masks. */
  const linesOf = ({ stdout }: ChildRun): readonly string[] =>
    stdout
      .trimEnd()
      .split("\n")
      .filter((line) => !line.startsWith("##vso[task.setsecret"));

  it("makes one plan for all folders of a client, has one line for each, and one journal", () => {
    const child = run({ "one/ant": "feed x", "two/deep/ant": "feed y", bee: "feed z", "one/cat": "nothing" });
    const [ant, bee] = [join(step(), "ant"), join(step(), "bee")];
    const variables = [
      { name: "ANT_PLACE", previous: "" },
      { name: "BEE_PLACE", previous: "" },
    ];
    assert.deepEqual(linesOf(child), [
      `##vso[task.settaskvariable variable=FEEDPASS_JOURNAL;]${JSON.stringify({ folder: step(), variables })}`,
      `##vso[task.setvariable variable=ANT_PLACE;]${ant}`,
      `##vso[task.setvariable variable=BEE_PLACE;]${bee}`,
      "##[group]ant in one, two/deep: 2 authenticated",
      "Authenticated: feed x",
      "Authenticated: feed y",
      "##[endgroup]",
      "##[group]bee in .: 1 authenticated",
      "Authenticated: feed z",
      "##[endgroup]",
      "Skipped: cat in one: cat names no feed.",
      "The credentials are not checked before ant, bee asks for a package",
      "##vso[task.complete result=Succeeded;]",
    ]);
    assert.equal(readFileSync(join(ant, "a"), "utf8"), "feed x,feed y");
    assert.equal(existsSync(join(step(), "cat")), false);
  });

  it("makes one plan for clients that are authenticated alike", () => {
    const files = { "one/dog": "", "one/ant": "feed x", "two/dog": "", bee: "feed z" };
    const child = run(files, {}, ["ant", "dog+ant", "bee"]);
    assert.deepEqual(
      linesOf(child).filter((line) => line.startsWith("##[group]")),
      ["##[group]ant in one, two: 1 authenticated", "##[group]bee in .: 1 authenticated"],
    );
  });

  it("warns of a client that is refused where another one is authenticated for all of its projects", () => {
    const files = { "one/ant": "feed x", "one/elk": "malformed" };
    const child = run(files, {}, ["ant", "elk@ant"]);
    const shown = linesOf(child).filter((line) => !line.startsWith("##vso[task.set"));
    assert.deepEqual(shown, [
      "##[group]ant in one: 1 authenticated",
      "Authenticated: feed x",
      "##[endgroup]",
      "##vso[task.logissue type=warning;]elk in one has no credentials: elk is malformed Fix it.",
      "The credentials are not checked before ant asks for a package",
      "##vso[task.complete result=Succeeded;]",
    ]);
    assert.equal(existsSync(join(step(), "elk")), false);
    rmSources();
    const without = run({ "one/ant": "nothing", "one/elk": "malformed" }, {}, ["ant", "elk@ant"]);
    const issue = without.commands.find(([name]) => name === "task.logissue");
    assert.equal(issue?.[2], "elk is malformed\nFix it.");
  });

  it("changes nothing when the last client fails", () => {
    for (const [text, message] of [
      ["malformed", /^cat is malformed\nFix it\.$/],
      ["defect", /^Feedpass failed in a way it should not: TypeError: a defect/],
    ] as const) {
      const child = run({ ant: "feed x", bee: "feed y", cat: text });
      const others = child.commands.filter(([name]) => name !== "task.setsecret");
      assert.deepEqual(
        others.map(([name]) => name),
        ["task.logissue", "task.complete"],
      );
      assert.match(others[0]?.[2] ?? "", message);
      assert.equal(existsSync(join(temp(), "_temp")), false);
      rmSources();
    }
  });
  const rmSources = (): void => {
    rmSync(join(temp(), "s"), { recursive: true });
  };

  it("fails where no project names a feed, and says what each client looked for", () => {
    const child = run({ ant: "nothing", "x/bee": "nothing" });
    const issue = child.commands.find(([name]) => name === "task.logissue");
    assert.equal(
      issue?.[2],
      [
        `No project below ${join(temp(), "s")} names a feed of fabrikam.`,
        "ant in .: ant names no feed.",
        "bee in x: bee names no feed.",
        "Name the feed in a project's configuration, or in the input feeds; if the projects are in another folder, set workingDirectory.",
      ].join("\n"),
    );
    assert.equal(existsSync(join(temp(), "_temp")), false);
  });

  it("fails where there is no project, and says what was looked for", () => {
    const child = run({ "readme.md": "", ant: "other" });
    const issue = child.commands.find(([name]) => name === "task.logissue");
    assert.equal(
      issue?.[2],
      [
        `No project of ant, bee, cat was found below ${join(temp(), "s")}: looked for the file ant, the file bee, the file cat.`,
        "Set workingDirectory to the folder of the projects, and check that an earlier step checked it out; for a client that has no project there, use its own task.",
      ].join("\n"),
    );
  });

  it("looks below the working directory only, and not among what clients fetched", () => {
    const files = {
      ant: "feed x",
      "in/ant": "feed y",
      "in/node_modules/z/ant": "feed z",
      "in/.venv/bee": "feed b",
    };
    const child = run(files, { INPUT_WORKINGDIRECTORY: "in" });
    assert.deepEqual(
      linesOf(child).filter((line) => !line.startsWith("##vso[")),
      [
        "##[group]ant in .: 1 authenticated",
        "Authenticated: feed y",
        "##[endgroup]",
        "The credentials are not checked before ant asks for a package",
      ],
    );
  });

  it("names a folder safely, and leaves a file that is no text to the client", () => {
    const child = run({ "##vso[x]\n/ant": "feed x", bee: Buffer.from([0xff, 0xfe]) });
    const issue = child.commands.find(([name]) => name === "task.logissue");
    assert.match(issue?.[2] ?? "", /bee is not UTF-8 text\./);
    rmSources();
    const named = run({ "##vso[x]\n/ant": "feed x" });
    assert.ok(linesOf(named).includes("##[group]ant in ##_vso[x]\\u{a}: 1 authenticated"), named.stdout);
  });
});
