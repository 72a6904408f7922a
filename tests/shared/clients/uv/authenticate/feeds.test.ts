import assert from "node:assert/strict";
import { uv } from "../../../../../shared/clients/uv/authenticate/client";
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
import { entriesOf, withoutDecoys } from "./job-file";

const project = "/agent/1/s/pyproject.toml";
const address = (feed: string): string => `${root}/_packaging/${feed}/pypi/simple/`;
const index = (name: string, url: string): string => `[[tool.uv.index]]\nname = "${name}"\nurl = "${url}"\n`;
const secret = `secret:${token}`;

/** [title, job, files, variables that the plan sets apart from credentials] */
const plans: readonly (readonly [string, JobChange, Texts, Readonly<Record<string, string>>])[] = [
  [
    "the first feed is the default index",
    { feeds: "fiber" },
    {},
    { UV_DEFAULT_INDEX: `fiber=${address("fiber")}` },
  ],
  [
    "the others are added",
    { feeds: "fiber, thread, Web/cord@Local" },
    {},
    {
      UV_DEFAULT_INDEX: `fiber=${address("fiber")}`,
      UV_INDEX: `thread=${address("thread")} cord=${root}/Web/_packaging/cord@Local/pypi/simple/`,
    },
  ],
  [
    "the public index stays",
    { feeds: "fiber", replacePublicRegistry: false },
    {},
    { UV_INDEX: `fiber=${address("fiber")}` },
  ],
  [
    "what the job has stays",
    {
      feeds: "fiber, thread",
      environment: {
        UV_DEFAULT_INDEX: "corp=https://registry.example/simple",
        UV_INDEX: "https://other.example/simple",
      },
    },
    {},
    { UV_INDEX: `https://other.example/simple fiber=${address("fiber")} thread=${address("thread")}` },
  ],
  [
    "an index keeps its name",
    { feeds: "fiber" },
    { [project]: index("corp", address("fiber")) },
    { UV_DEFAULT_INDEX: `corp=${address("fiber")}` },
  ],
  [
    "a taken name gets the project's before it",
    { feeds: "Web/fiber" },
    { [project]: index("Fiber", "https://registry.example/simple") },
    { UV_DEFAULT_INDEX: `Web-fiber=${root}/Web/_packaging/fiber/pypi/simple/` },
  ],
  [
    "two feeds of one name",
    { feeds: "fiber, Web/fiber" },
    {},
    {
      UV_DEFAULT_INDEX: `fiber=${address("fiber")}`,
      UV_INDEX: `Web-fiber=${root}/Web/_packaging/fiber/pypi/simple/`,
    },
  ],
  [
    "a name that uv does not accept",
    { feeds: "My Feed" },
    {},
    { UV_DEFAULT_INDEX: `My-Feed=${root}/_packaging/My%20Feed/pypi/simple/` },
  ],
];

const otherVariables = (set: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(set).filter(([name]) => name === "UV_INDEX" || name === "UV_DEFAULT_INDEX"),
  );

describe("uv: input feeds", () => {
  for (const [title, change, texts, expected] of plans) {
    it(title, () => {
      const set = variablesOf(planWith(uv, makeJob(change), texts));
      assert.deepEqual(otherVariables(set), expected);
      const passwords = Object.entries(withoutDecoys(set)).filter(([name]) => name.endsWith("_PASSWORD"));
      assert.deepEqual(passwords, [["UV_INDEX_FEEDPASS_0123456789ABCDEF_1_PASSWORD", secret]]);
    });
  }

  const refused: readonly (readonly [string, string, Texts])[] = [
    [
      "a name that a foreign index has",
      "fiber",
      { [project]: index("fiber", "https://registry.example/simple") },
    ],
    [
      "a name that differs only by dash and underscore",
      "my_feed",
      { [project]: index("my-feed", "https://registry.example/simple") },
    ],
    ["two feeds that claim one name", "fiber, fiber@Local", {}],
  ];
  for (const [title, feeds, texts] of refused) {
    it(`refuses ${title}`, () => {
      assert.equal(problemOf(uv, makeJob({ feeds }), texts).code, "index-name-taken");
    });
  }

  it("a second step adds to the first and loses nothing of it", () => {
    const texts = {
      [project]: index("cord", address("cord")),
      "/etc/xdg/uv/uv.toml":
        'offline = true\nindex = [{ name = "corp", url = "https://registry.example/simple" }]\n',
    };
    const first = makeJob({ feeds: "fiber" });
    const firstPlan = planWith(uv, first, texts);
    const second = afterStep(first, firstPlan, texts, { feeds: "thread" });
    const plan = planWith(uv, second.job, second.texts);
    const set = { ...variablesOf(firstPlan), ...variablesOf(plan) };
    assert.deepEqual(otherVariables(set), {
      UV_DEFAULT_INDEX: `fiber=${address("fiber")}`,
      UV_INDEX: `thread=${address("thread")}`,
    });
    for (const name of ["0123456789ABCDEF", "FEDCBA9876543210"]) {
      assert.equal(set[`UV_INDEX_FEEDPASS_${name}_1_PASSWORD`], secret, name);
    }
    assert.equal(
      set["XDG_CONFIG_DIRS"],
      "/agent/_temp/feedpass/step-2/xdg:/agent/_temp/feedpass/step-1/xdg:/etc/xdg",
    );
    const file = "/agent/_temp/feedpass/step-1/xdg/uv/uv.toml";
    const text = filesOf(plan)[file.replace("step-1", "step-2")];
    const [corp, decoy, ...rest] = entriesOf(filesOf(firstPlan)[file]);
    const renamed = (entry: readonly string[] | undefined): readonly string[] =>
      (entry ?? []).map((line) => line.replace("0123456789abcdef", "fedcba9876543210"));
    assert.deepEqual(entriesOf(text), [renamed(decoy), corp, decoy, ...rest, ...rest.map(renamed)]);
    assert.match(text ?? "", /^offline = true$/m);
    assert.deepEqual(notesOf(plan), [
      `info: Credentials set: cord, feed cord (${project}:3)`,
      `info: Credentials set: fiber, feed fiber (UV_DEFAULT_INDEX)`,
      `info: Credentials set: thread, feed thread (input feeds), ${address("thread")}`,
      "info: Skipped: https://registry.example/simple (/etc/xdg/uv/uv.toml:2): not a feed of fabrikam",
    ]);
  });

  it("a second step keeps the other organization out, as the first did", () => {
    const texts = {
      [project]:
        index("fiber", address("fiber")) +
        index("con", "https://pkgs.dev.azure.com/contoso/_packaging/con/pypi/simple/"),
    };
    const first = makeJob();
    const firstPlan = planWith(uv, first, texts);
    const second = afterStep(first, firstPlan, texts);
    const plan = planWith(uv, second.job, second.texts);
    const nevers = (texts: readonly string[]): number => texts.join("").split('"never"').length;
    assert.equal(nevers(Object.values(filesOf(plan))), nevers(Object.values(filesOf(firstPlan))));
    assert.match(
      Object.values(filesOf(plan))[0] ?? "",
      /com\/contoso\/\/simple\/"[^[]*authenticate = "never"/,
    );
  });

  it("the same feed again in a second step changes nothing", () => {
    const first = makeJob({ feeds: "fiber, thread" });
    const firstPlan = planWith(uv, first);
    const second = afterStep(first, firstPlan, {}, { feeds: "fiber, thread" });
    const set = otherVariables({
      ...variablesOf(firstPlan),
      ...variablesOf(planWith(uv, second.job, second.texts)),
    });
    assert.deepEqual(set, otherVariables(variablesOf(firstPlan)));
  });
});
