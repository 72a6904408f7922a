import assert from "node:assert/strict";
import { cargo } from "../../../../../shared/clients/cargo/authenticate/client";
import {
  makeJob,
  notesOf,
  planWith,
  problemOf,
  root,
  showEffects,
  token,
  variablesOf,
  type Texts,
} from "../../planning";
import { tokensByIndex } from "./tokens-view";

const index = (feed: string): string => `sparse+${root}/_packaging/${feed}/Cargo/index/`;
const fiber = index("fiber");
const project = "/agent/1/s/.cargo/config.toml";
const bearer = `secret:Bearer ${token}`;
const ours = "CARGO_REGISTRIES_FEEDPASS_0123456789ABCDEF";

const declared = (feed: string): string => `[registries.fiber]\nindex = "${index(feed)}"\n`;

/** [title, file, text, line of the note] */
const forms: readonly (readonly [string, string, string, number])[] = [
  ["table", project, `[registries.fiber]\nindex = "${fiber}"\n`, 2],
  ["inline table", project, `[registries]\nfiber = { index = '${fiber}' }\n`, 2],
  ["dotted key", project, `registries.fiber.index = "${fiber}"\n`, 1],
  ["quoted name", project, `[registries."my-Feed"]\nindex = "${fiber}"\n`, 2],
  ["name without .toml", "/agent/1/s/.cargo/config", `[registries.fiber]\nindex = "${fiber}"\n`, 2],
  ["folder above", "/agent/.cargo/config.toml", `[registries.fiber]\nindex = "${fiber}"\n`, 2],
  ["root folder", "/.cargo/config.toml", `[registries.fiber]\nindex = "${fiber}"\n`, 2],
  ["Cargo's home", "/home/ada/.cargo/config.toml", `[registries.fiber]\nindex = "${fiber}"\n`, 2],
  [
    "user name in the address",
    project,
    `[registries.fiber]\nindex = "${fiber.replace("//", "//VssSessionToken@")}"\n`,
    2,
  ],
];

describe("cargo: forms of a registry", () => {
  for (const [title, path, text, line] of forms) {
    it(title, () => {
      const plan = planWith(cargo, makeJob(), { [path]: text });
      assert.deepEqual(showEffects(plan), [
        [`${ours}_1_INDEX`, /index = ["'](.*)["']/.exec(text)?.[1]],
        [`${ours}_1_TOKEN`, bearer],
        [`${ours}_1_CREDENTIAL_PROVIDER`, "cargo:token"],
      ]);
      assert.equal(plan.authenticated, 1);
      const name = /my-Feed/.exec(text)?.[0] ?? "fiber";
      assert.deepEqual(notesOf(plan), [`info: Credentials set: ${name}, feed fiber (${path}:${line})`]);
    });
  }

  it("CARGO_HOME moves Cargo's home", () => {
    const job = makeJob({ environment: { CARGO_HOME: "/opt/cargo" } });
    const text = `[registries.fiber]\nindex = "${fiber}"\n`;
    assert.equal(planWith(cargo, job, { "/opt/cargo/config.toml": text }).authenticated, 1);
    assert.equal(
      problemOf(cargo, job, { "/home/ada/.cargo/config.toml": text }).code,
      "nothing-to-authenticate",
    );
  });

  it("a variable names one, and wins over the files' name of the same variable", () => {
    const plan = planWith(cargo, makeJob({ environment: { CARGO_REGISTRIES_MY_FEED_INDEX: fiber } }), {
      [project]: '[registries.my-feed]\nindex = "sparse+https://registry.example/"\n',
    });
    assert.deepEqual(variablesOf(plan), {
      CARGO_REGISTRIES_MY_FEED_TOKEN: bearer,
      CARGO_REGISTRIES_MY_FEED_CREDENTIAL_PROVIDER: "cargo:token",
    });
    assert.deepEqual(notesOf(plan), [
      "info: Credentials set: my_feed, feed fiber (CARGO_REGISTRIES_MY_FEED_INDEX)",
    ]);
  });

  it("an empty variable names none", () => {
    const job = makeJob({ environment: { CARGO_REGISTRIES_FIBER_INDEX: "" } });
    assert.equal(problemOf(cargo, job).code, "nothing-to-authenticate");
  });

  it("the nearest file of one name wins, and `config` before `config.toml`", () => {
    const plan = planWith(cargo, makeJob(), {
      "/agent/1/s/.cargo/config": `[registries.fiber]\nindex = "${fiber}"\n`,
      [project]: '[registries.fiber]\nindex = "sparse+https://ignored.example/"\n',
      "/agent/.cargo/config.toml": '[registries.fiber]\nindex = "sparse+https://registry.example/"\n',
    });
    assert.deepEqual(notesOf(plan), [
      "info: Credentials set: fiber, feed fiber (/agent/1/s/.cargo/config:2)",
    ]);
  });

  it("registries without an index, and Cargo's own, are none", () => {
    const problem = problemOf(cargo, makeJob(), {
      [project]: `[registries.crates-io]\nprotocol = "sparse"\nindex = "${fiber}"\n[registries.fiber]\ntoken = "x"\n`,
    });
    assert.equal(problem.code, "nothing-to-authenticate");
  });

  const sources: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ["alone", `[source.corp]\nregistry = "${fiber}"\n`, {}],
    [
      "beside a registry of the same index",
      `[source.corp]\nregistry = "${fiber}"\n[registries.fiber]\nindex = "${fiber}"\n`,
      {},
    ],
    [
      "of a registry's name",
      `[source.fiber]\nregistry = "${fiber}"\n[registries.fiber]\nindex = "${fiber}"\n`,
      {},
    ],
  ];
  for (const [title, text, environment] of sources) {
    it(`a source ${title}`, () => {
      const plan = planWith(cargo, makeJob({ environment }), { [project]: text });
      assert.deepEqual(tokensByIndex(plan), { [fiber]: bearer });
      assert.equal(plan.authenticated, 1);
    });
  }

  it("a source of an index that a variable names", () => {
    const job = makeJob({ environment: { CARGO_REGISTRIES_FIBER_INDEX: fiber.replace(/\/$/, "") } });
    const plan = planWith(cargo, job, { [project]: `[source.corp]\nregistry = "${fiber}"\n` });
    assert.deepEqual(variablesOf(plan), {
      CARGO_REGISTRIES_FIBER_TOKEN: bearer,
      CARGO_REGISTRIES_FIBER_CREDENTIAL_PROVIDER: "cargo:token",
    });
  });

  const included: readonly (readonly [string, string, Texts])[] = [
    ["as texts", 'include = ["more.toml"]\n', { "/agent/1/s/.cargo/more.toml": declared("fiber") }],
    [
      "as tables",
      'include = [{ path = "../more.toml", optional = true }, { path = "none.toml", optional = true }]\n',
      { "/agent/1/s/more.toml": declared("fiber") },
    ],
    [
      "by one another",
      'include = ["/etc/one.toml"]\n',
      {
        "/etc/one.toml": 'include = ["sub/two.toml"]\n',
        "/etc/sub/two.toml": `include = ["../one.toml"]\n${declared("fiber")}`,
      },
    ],
  ];
  for (const [title, text, texts] of included) {
    it(`files are included ${title}`, () => {
      const plan = planWith(cargo, makeJob(), { [project]: text, ...texts });
      assert.deepEqual(tokensByIndex(plan), { [fiber]: bearer });
      const [where] = Object.keys(texts).slice(-1);
      const [note] = notesOf(plan);
      assert.match(note ?? "", /^info: Credentials set: fiber, feed fiber \(/);
      assert.ok(note?.includes(`(${where}:`), note);
    });
  }

  it("of included files the last is stronger, and the file itself the strongest", () => {
    const texts: Texts = {
      "/agent/1/s/.cargo/one.toml": declared("one"),
      "/agent/1/s/.cargo/two.toml": declared("two"),
    };
    const include = 'include = ["one.toml", "two.toml"]\n';
    const tokensWith = (text: string): unknown =>
      tokensByIndex(planWith(cargo, makeJob(), { [project]: text, ...texts }));
    assert.deepEqual(tokensWith(include), { [index("two")]: bearer });
    assert.deepEqual(tokensWith(include + declared("fiber")), { [fiber]: bearer });
  });
});

describe("cargo: addresses that are not ours", () => {
  const foreign: readonly (readonly [string, string, RegExp])[] = [
    [
      "another organization",
      "sparse+https://pkgs.dev.azure.com/contoso/_packaging/x/Cargo/index/",
      /another organization/,
    ],
    ["another host", "sparse+https://registry.example/", /not a feed of fabrikam/],
    ["a git index", "https://github.com/rust-lang/crates.io-index", /not a feed of fabrikam/],
    ["a feed without sparse+", fiber.replace("sparse+", ""), /without sparse\+ before it/],
    ["http:", fiber.replace("https:", "http:"), /only reached by https:/],
  ];
  for (const [title, address, reason] of foreign) {
    it(`${title} is skipped, and named`, () => {
      const texts: Texts = {
        [project]: `[registries]\nfiber.index = "${fiber}"\nother.index = "${address}"\n`,
      };
      const plan = planWith(cargo, makeJob(), texts);
      assert.deepEqual(tokensByIndex(plan), { [fiber]: bearer });
      const note = notesOf(plan).find((text) => text.startsWith("info: Skipped: "));
      assert.match(note ?? "", reason);
      assert.ok(note?.includes(`${project}:3`));
    });
  }

  const namesakes: readonly (readonly [string, string])[] = [
    [
      "dash and underscore",
      `[registries]\nmy-feed.index = "${fiber}"\nmy_feed.index = "sparse+https://registry.example/"\n`,
    ],
    ["case", `[registries]\nFiber.index = "${fiber}"\nfiber.index = "sparse+https://registry.example/"\n`],
    [
      "a source of such a name",
      `[registries]\nmy-feed.index = "${fiber}"\n[source.my_feed]\nregistry = "sparse+https://registry.example/"\n`,
    ],
  ];
  for (const [title, text] of namesakes) {
    it(`get nothing by a name that Cargo makes the same variable of: ${title}`, () => {
      const plan = planWith(cargo, makeJob(), { [project]: text });
      assert.deepEqual(tokensByIndex(plan), { [fiber]: bearer });
      assert.ok(Object.keys(variablesOf(plan)).every((name) => name.startsWith(ours)));
    });
  }

  const elsewhere = [
    `${root}/_packaging/fiber/maven/v1/com/example/words/1.0/`,
    `${root}/_packaging/fiber/maven/v1/_packaging/fiber/Cargo/index/`,
    `${root}/_packaging/fiber/Cargo/index/../../maven/v1/`,
    `${root}/_packaging/fiber/Cargo/index/more/`,
    `${root}/_packaging/fiber/Cargo/index/?a=/`,
  ];
  for (const address of elsewhere) {
    it(`an address of a feed that is not its index is skipped: ${address.slice(root.length)}`, () => {
      const text = declared("fiber") + `[registries.other]\nindex = "sparse+${address}"\n`;
      const plan = planWith(cargo, makeJob(), { [project]: text });
      assert.deepEqual(tokensByIndex(plan), { [fiber]: bearer });
      assert.match(
        notesOf(plan)[1] ?? "",
        /^info: Skipped: .*(?:not its index for Cargo|different addresses)/,
      );
    });
  }

  it("two own registries of such names have both their token", () => {
    const plan = planWith(cargo, makeJob(), {
      [project]: `[registries]\nmy-feed.index = "${fiber}"\nmy_feed.index = "${index("b")}"\n`,
    });
    assert.equal(plan.authenticated, 2);
    assert.deepEqual(tokensByIndex(plan), { [fiber]: bearer, [index("b")]: bearer });
  });
});

describe("cargo: messages", () => {
  const malformed: readonly (readonly [string, string, string])[] = [
    ["a name without a value", project, "[registries.fiber]\nindex =\n"],
    ["a table twice", "/home/ada/.cargo/config", "[a]\n[a]\n"],
  ];
  for (const [title, path, text] of malformed) {
    it(`${title} is named by file, line and column`, () => {
      const problem = problemOf(cargo, makeJob({ feeds: "fiber" }), { [path]: text });
      assert.equal(problem.code, "toml-malformed");
      assert.match(problem.message, /^[^:]+:2:\d+: not valid TOML: \S.*\.$/);
      assert.ok(problem.message.startsWith(`${path}:`));
    });
  }

  it("nothing to authenticate says where was looked", () => {
    const problem = problemOf(cargo, makeJob());
    assert.equal(
      problem.message,
      "No registry at a feed of fabrikam was found. Looked for .cargo/config.toml in /agent/1/s and the folders above, in Cargo's home, what those include, and in CARGO_REGISTRIES_*_INDEX; read no file.",
    );
    assert.match(problem.hint, /\[registries\.<name>\].*input feeds.*workingDirectory/);
  });

  it("nothing to authenticate says what was found instead", () => {
    const problem = problemOf(cargo, makeJob(), {
      [project]: '[registries.corp]\nindex = "sparse+https://registry.example/"\n',
    });
    assert.ok(
      problem.message.endsWith(`; read .cargo/config.toml; corp (${project}:2) is not a feed of fabrikam.`),
      problem.message,
    );
  });
});
