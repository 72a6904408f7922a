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

const index = (feed: string): string => `sparse+${root}/_packaging/${feed}/Cargo/index/`;
const fiber = index("fiber");
const project = "/agent/1/s/.cargo/config.toml";
const bearer = `secret:Bearer ${token}`;

/** [title, file, text, variable label, line of the note] */
const forms: readonly (readonly [string, string, string, string, number])[] = [
  ["table", project, `[registries.fiber]\nindex = "${fiber}"\n`, "FIBER", 2],
  ["inline table", project, `[registries]\nfiber = { index = '${fiber}' }\n`, "FIBER", 2],
  ["dotted key", project, `registries.fiber.index = "${fiber}"\n`, "FIBER", 1],
  ["quoted name", project, `[registries."my-Feed"]\nindex = "${fiber}"\n`, "MY_FEED", 2],
  ["name without .toml", "/agent/1/s/.cargo/config", `[registries.fiber]\nindex = "${fiber}"\n`, "FIBER", 2],
  ["folder above", "/agent/.cargo/config.toml", `[registries.fiber]\nindex = "${fiber}"\n`, "FIBER", 2],
  ["root folder", "/.cargo/config.toml", `[registries.fiber]\nindex = "${fiber}"\n`, "FIBER", 2],
  ["Cargo's home", "/home/ada/.cargo/config.toml", `[registries.fiber]\nindex = "${fiber}"\n`, "FIBER", 2],
  [
    "user name in the address",
    project,
    `[registries.fiber]\nindex = "${fiber.replace("//", "//VssSessionToken@")}"\n`,
    "FIBER",
    2,
  ],
];

describe("cargo: forms of a registry", () => {
  for (const [title, path, text, label, line] of forms) {
    it(title, () => {
      const plan = planWith(cargo, makeJob(), { [path]: text });
      assert.deepEqual(showEffects(plan), [
        [`CARGO_REGISTRIES_${label}_TOKEN`, bearer],
        [`CARGO_REGISTRIES_${label}_CREDENTIAL_PROVIDER`, "cargo:token"],
      ]);
      assert.equal(plan.authenticated, 1);
      const name = /my-Feed/.exec(text)?.[0] ?? "fiber";
      assert.deepEqual(notesOf(plan), [`info: Authenticated: ${name}, feed fiber (${path}:${line})`]);
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
      "info: Authenticated: my_feed, feed fiber (CARGO_REGISTRIES_MY_FEED_INDEX)",
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
    assert.deepEqual(notesOf(plan), ["info: Authenticated: fiber, feed fiber (/agent/1/s/.cargo/config:2)"]);
  });

  it("registries without an index, and Cargo's own, are none", () => {
    const problem = problemOf(cargo, makeJob(), {
      [project]: `[registries.crates-io]\nprotocol = "sparse"\nindex = "${fiber}"\n[registries.fiber]\ntoken = "x"\n`,
    });
    assert.equal(problem.code, "nothing-to-authenticate");
  });

  const sources: readonly (readonly [
    string,
    string,
    Readonly<Record<string, string>>,
    Readonly<Record<string, string>>,
  ])[] = [
    [
      "gets a registry of its name",
      `[source.corp]\nregistry = "${fiber}"\n`,
      {},
      { CARGO_REGISTRIES_CORP_INDEX: fiber },
    ],
    [
      "is served by a registry of the same index",
      `[source.corp]\nregistry = "${fiber}"\n[registries.fiber]\nindex = "${fiber}"\n`,
      {},
      {},
    ],
    [
      "is served by a variable of the same index",
      `[source.corp]\nregistry = "${fiber}"\n`,
      { CARGO_REGISTRIES_FIBER_INDEX: fiber },
      {},
    ],
    [
      "of a registry's name is that registry",
      `[source.fiber]\nregistry = "${fiber}"\n[registries.fiber]\nindex = "${fiber}"\n`,
      {},
      {},
    ],
  ];
  for (const [title, text, environment, expected] of sources) {
    it(`a source ${title}`, () => {
      const set = variablesOf(planWith(cargo, makeJob({ environment }), { [project]: text }));
      assert.deepEqual(
        Object.fromEntries(Object.entries(set).filter(([name]) => name.endsWith("_INDEX"))),
        expected,
      );
      assert.ok(Object.values(set).includes(bearer));
    });
  }
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
      assert.deepEqual(Object.keys(variablesOf(plan)), [
        "CARGO_REGISTRIES_FIBER_TOKEN",
        "CARGO_REGISTRIES_FIBER_CREDENTIAL_PROVIDER",
      ]);
      const note = notesOf(plan).find((text) => text.startsWith("info: Skipped: "));
      assert.match(note ?? "", reason);
      assert.ok(note?.includes(`${project}:3`));
    });
  }

  const clashes: readonly (readonly [string, string])[] = [
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
  for (const [title, text] of clashes) {
    it(`are refused where one variable would give them the token: ${title}`, () => {
      const problem = problemOf(cargo, makeJob(), { [project]: text });
      assert.equal(problem.code, "registry-name-clash");
      assert.match(
        problem.message,
        /CARGO_REGISTRIES_(?:MY_FEED|FIBER)_TOKEN.*https:\/\/registry\.example\//,
      );
      assert.ok(
        problem.message.includes(`${project}:2`) &&
          problem.message.includes(`${project}:${title.startsWith("a source") ? 4 : 3}`),
      );
    });
  }

  it("two own registries may share a variable", () => {
    const plan = planWith(cargo, makeJob(), {
      [project]: `[registries]\nmy-feed.index = "${fiber}"\nmy_feed.index = "${index("b")}"\n`,
    });
    assert.equal(plan.authenticated, 2);
    assert.equal(variablesOf(plan)["CARGO_REGISTRIES_MY_FEED_TOKEN"], bearer);
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
      "No registry at a feed of fabrikam was found. Looked for .cargo/config.toml in /agent/1/s and the folders above, in Cargo's home, and in CARGO_REGISTRIES_*_INDEX; read no file.",
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
