import assert from "node:assert/strict";
import { cargo } from "../../../../../shared/clients/cargo/authenticate/client";
import {
  afterStep,
  filesOf,
  linksOf,
  makeJob,
  notesOf,
  planWith,
  problemOf,
  readToml,
  root,
  showEffects,
  token,
  variablesOf,
  type JobChange,
  type Texts,
} from "../../planning";
import { tokensByIndex } from "./tokens-view";

const index = (feed: string): string => `sparse+${root}/_packaging/${feed}/Cargo/index/`;
const project = "/agent/1/s/.cargo/config.toml";
const home = "/agent/_temp/feedpass/step-1/cargo-home";
const bearer = `secret:Bearer ${token}`;
const ours = "CARGO_REGISTRIES_FEEDPASS_0123456789ABCDEF";
const caches = ["registry", "git", ".package-cache", ".package-cache-mutate", ".global-cache"];
const shared = ["bin", "credentials.toml", "credentials", "env", ".crates.toml", ".crates2.json"];
const links = [...caches, ...shared];

function configuration(change: JobChange, texts: Texts = {}): unknown {
  const written = filesOf(planWith(cargo, makeJob(change), texts));
  assert.deepEqual(Object.keys(written), [`${home}/config.toml`]);
  return readToml(written[`${home}/config.toml`] ?? "");
}

describe("cargo: input feeds", () => {
  it("give a job-level home with source replacement", () => {
    const plan = planWith(cargo, makeJob({ feeds: "fiber, Web/thread@Local" }));
    assert.deepEqual(showEffects(plan), [
      ["write-file", `${home}/config.toml`],
      ...links.map((name) => ["link", `${home}/${name}`]),
      ["CARGO_HOME", home],
      [`${ours}_1_INDEX`, index("fiber")],
      [`${ours}_1_TOKEN`, bearer],
      [`${ours}_1_CREDENTIAL_PROVIDER`, "cargo:token"],
      [`${ours}_2_INDEX`, `sparse+${root}/Web/_packaging/thread@Local/Cargo/index/`],
      [`${ours}_2_TOKEN`, bearer],
      [`${ours}_2_CREDENTIAL_PROVIDER`, "cargo:token"],
      ["CARGO_REGISTRY_DEFAULT", "fiber"],
    ]);
    assert.deepEqual(
      linksOf(plan),
      Object.fromEntries(links.map((name) => [`${home}/${name}`, `/home/ada/.cargo/${name}`])),
    );
    assert.equal(
      filesOf(plan)[`${home}/config.toml`],
      [
        "[registries.fiber]",
        `index = "${index("fiber")}"`,
        "",
        "[registries.thread]",
        `index = "sparse+${root}/Web/_packaging/thread@Local/Cargo/index/"`,
        "",
        "[source.crates-io]",
        'replace-with = "fiber"',
        "",
      ].join("\n"),
    );
    assert.deepEqual(notesOf(plan), [
      `info: Credentials set: fiber, feed fiber (input feeds), ${index("fiber")}`,
      `info: Credentials set: thread, feed Web/thread@Local (input feeds), sparse+${root}/Web/_packaging/thread@Local/Cargo/index/`,
      "info: crates.io is replaced by fiber for this job",
    ]);
    assert.equal(plan.authenticated, 2);
  });

  it("leave the user's caches out of the home for a restore, which is to ask the feed", () => {
    const plan = planWith(cargo, makeJob({ feeds: "fiber", purpose: "restore" }));
    assert.deepEqual(
      Object.keys(linksOf(plan)),
      shared.map((name) => `${home}/${name}`),
    );
    assert.equal(variablesOf(plan)["CARGO_HOME"], home);
  });

  it("leave all links out where a later step may run in a container, and say so", () => {
    const plan = planWith(cargo, makeJob({ feeds: "fiber", besideContainers: true }));
    assert.deepEqual(linksOf(plan), {});
    assert.equal(variablesOf(plan)["CARGO_HOME"], home);
    const said = notesOf(plan).filter((note) => note.includes("may run in containers"));
    assert.equal(said.length, 1);
    const inside = planWith(cargo, makeJob({ feeds: "fiber" }));
    assert.ok(!notesOf(inside).some((note) => note.includes("containers")));
    const restore = planWith(cargo, makeJob({ feeds: "fiber", besideContainers: true, purpose: "restore" }));
    assert.equal(Object.keys(linksOf(restore)).length, shared.length);
  });

  const configurations: readonly (readonly [string, JobChange, Texts, unknown])[] = [
    [
      "the public registry stays",
      { feeds: "fiber", replacePublicRegistry: false },
      {},
      { registries: { fiber: { index: index("fiber") } }, source: {} },
    ],
    [
      "an index keeps its name, and is not named twice",
      { feeds: "fiber" },
      { [project]: `[registries.corp]\nindex = "${index("fiber")}"\n` },
      { registries: {}, source: { "crates-io": { "replace-with": "corp" } } },
    ],
    [
      "a taken name gets the project's before it",
      { feeds: "Web/Fiber" },
      { [project]: `[registries.fiber]\nindex = "${index("other")}"\n` },
      {
        registries: { "web-fiber": { index: `sparse+${root}/Web/_packaging/Fiber/Cargo/index/` } },
        source: { "crates-io": { "replace-with": "web-fiber" } },
      },
    ],
    [
      "a feed called as Cargo's own registry gets another name",
      { feeds: "crates-io" },
      {},
      {
        registries: { "crates-io-feed": { index: index("crates-io") } },
        source: { "crates-io": { "replace-with": "crates-io-feed" } },
      },
    ],
    [
      "a name that Cargo does not accept",
      { feeds: "My Feed.1" },
      {},
      {
        registries: { "my-feed-1": { index: `sparse+${root}/_packaging/My%20Feed.1/Cargo/index/` } },
        source: { "crates-io": { "replace-with": "my-feed-1" } },
      },
    ],
    [
      "the user's home is kept, its relative paths still lead there",
      { feeds: "fiber" },
      {
        "/home/ada/.cargo/config.toml": [
          'include = ["more.toml", { path = "maybe.toml", optional = true }, "/etc/cargo.toml"]',
          'paths = ["crates/a"]',
          "[build]",
          'rustc = "rustc-own"',
          'rustdoc = "tools/rustdoc"',
          'target-dir = "out"',
          "jobs = 2",
          "[http]",
          'cainfo = "corp.pem"',
          "[install]",
          'root = "/opt/installed"',
          "[target.x86_64-unknown-linux-gnu]",
          'linker = "tools/ld"',
          'rustflags = ["-Cdebuginfo=1"]',
          "[env]",
          'A = "a"',
          'B = { value = "b", relative = true }',
          'C = { value = "c" }',
          "[source.vendored]",
          'directory = "vendor"',
          "[source.crates-io]",
          'replace-with = "vendored"',
          "[registries.corp]",
          'index = "sparse+https://registry.example/"',
        ].join("\n"),
      },
      {
        include: [
          "/home/ada/.cargo/more.toml",
          { path: "/home/ada/.cargo/maybe.toml", optional: true },
          "/etc/cargo.toml",
        ],
        paths: ["/home/ada/crates/a"],
        build: {
          rustc: "rustc-own",
          rustdoc: "/home/ada/tools/rustdoc",
          "target-dir": "/home/ada/out",
          jobs: 2,
        },
        http: { cainfo: "/home/ada/corp.pem" },
        install: { root: "/opt/installed" },
        target: {
          "x86_64-unknown-linux-gnu": { linker: "/home/ada/tools/ld", rustflags: ["-Cdebuginfo=1"] },
        },
        env: { A: "a", B: { value: "/home/ada/b", relative: true }, C: { value: "c" } },
        source: { vendored: { directory: "/home/ada/vendor" }, "crates-io": { "replace-with": "fiber" } },
        registries: { corp: { index: "sparse+https://registry.example/" }, fiber: { index: index("fiber") } },
      },
    ],
    [
      "the user's home that Cargo finds on its way up is not doubled",
      { feeds: "fiber", workingDirectory: "/home/ada/work/1/s" },
      { "/home/ada/.cargo/config.toml": "[build]\njobs = 2\n" },
      {
        registries: { fiber: { index: index("fiber") } },
        source: { "crates-io": { "replace-with": "fiber" } },
      },
    ],
  ];
  for (const [title, change, texts, expected] of configurations) {
    it(title, () => {
      assert.deepEqual(configuration(change, texts), expected);
    });
  }

  it("CARGO_HOME of the job is what the links lead to", () => {
    const plan = planWith(cargo, makeJob({ feeds: "fiber", environment: { CARGO_HOME: "/opt/cargo" } }));
    assert.equal(linksOf(plan)[`${home}/registry`], "/opt/cargo/registry");
  });

  it("CARGO_REGISTRY_DEFAULT of the job stays", () => {
    const plan = planWith(
      cargo,
      makeJob({ feeds: "fiber", environment: { CARGO_REGISTRY_DEFAULT: "corp" } }),
    );
    assert.equal(variablesOf(plan)["CARGO_REGISTRY_DEFAULT"], undefined);
  });

  it("a replacement in the repository is stronger, and the log warns", () => {
    const texts = {
      [project]:
        '[source.crates-io]\nreplace-with = "corp"\n[source.corp]\nregistry = "sparse+https://registry.example/"\n',
    };
    const plan = planWith(cargo, makeJob({ feeds: "fiber" }), texts);
    assert.deepEqual(readToml(filesOf(plan)[`${home}/config.toml`] ?? ""), {
      registries: { fiber: { index: index("fiber") } },
      source: {},
    });
    assert.equal(variablesOf(plan)["CARGO_REGISTRY_DEFAULT"], undefined);
    const warnings = notesOf(plan).filter((note) => note.startsWith("warning: "));
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? "",
      /^warning: \/agent\/1\/s\/\.cargo\/config\.toml:2 replaces crates\.io by corp/,
    );
  });

  it("what the user's home includes is hidden by the job's home as well", () => {
    const texts = {
      "/home/ada/.cargo/config.toml": 'include = ["more.toml"]\n',
      "/home/ada/.cargo/more.toml": '[source.crates-io]\nreplace-with = "corp"\n',
    };
    const plan = planWith(cargo, makeJob({ feeds: "fiber" }), texts);
    assert.deepEqual(readToml(filesOf(plan)[`${home}/config.toml`] ?? ""), {
      include: ["/home/ada/.cargo/more.toml"],
      registries: { fiber: { index: index("fiber") } },
      source: { "crates-io": { "replace-with": "fiber" } },
    });
  });

  const refused: readonly (readonly [string, string, Texts])[] = [
    [
      "a name that another index has",
      "fiber",
      { [project]: '[registries.fiber]\nindex = "sparse+https://registry.example/"\n' },
    ],
    [
      "a name that differs only by dash and underscore",
      "my_feed",
      { [project]: '[registries.my-feed]\nindex = "sparse+https://registry.example/"\n' },
    ],
    ["two feeds that claim one name", "fiber, fiber@Local", {}],
  ];
  for (const [title, feeds, texts] of refused) {
    it(`refuses ${title}`, () => {
      assert.equal(problemOf(cargo, makeJob({ feeds }), texts).code, "registry-name-taken");
    });
  }
});

describe("cargo: a second step", () => {
  it("adds to the first and loses nothing of it", () => {
    const texts = {
      "/home/ada/.cargo/config.toml": "[build]\njobs = 2\n",
      [project]: `[source.corp]\nregistry = "${index("corp")}"\n`,
    };
    const first = makeJob({ feeds: "fiber" });
    const firstPlan = planWith(cargo, first, texts);
    const second = afterStep(first, firstPlan, texts, { feeds: "thread", nonce: "fedcba9876543210" });
    const plan = planWith(cargo, second.job, second.texts);
    assert.deepEqual(readToml(filesOf(plan)["/agent/_temp/feedpass/step-2/cargo-home/config.toml"] ?? ""), {
      build: { jobs: 2 },
      registries: { fiber: { index: index("fiber") }, thread: { index: index("thread") } },
      source: { "crates-io": { "replace-with": "fiber" } },
    });
    const set = { ...variablesOf(firstPlan), ...variablesOf(plan) };
    assert.deepEqual(tokensByIndex(firstPlan, plan), {
      [index("fiber")]: bearer,
      [index("thread")]: bearer,
      [index("corp")]: bearer,
    });
    assert.equal(Object.keys(set).filter((name) => name.endsWith("_INDEX")).length, 3, "one name each");
    assert.equal(set["CARGO_REGISTRY_DEFAULT"], "fiber");
    assert.equal(set["CARGO_HOME"], "/agent/_temp/feedpass/step-2/cargo-home");
    assert.equal(linksOf(plan)["/agent/_temp/feedpass/step-2/cargo-home/registry"], `${home}/registry`);
    assert.ok(notesOf(plan).includes("info: crates.io stays replaced by fiber, as an earlier step said"));
  });

  it("with the same feed changes nothing", () => {
    const first = makeJob({ feeds: "fiber" });
    const firstPlan = planWith(cargo, first);
    const second = afterStep(first, firstPlan, {}, { feeds: "fiber", nonce: "fedcba9876543210" });
    const plan = planWith(cargo, second.job, second.texts);
    assert.equal(variablesOf(plan)[`${ours}_1_TOKEN`], bearer);
    assert.ok(!JSON.stringify(variablesOf(plan)).includes("FEDCBA"), "two names for one index are an error");
    assert.deepEqual(Object.values(filesOf(plan)), Object.values(filesOf(firstPlan)));
    assert.equal(plan.authenticated, 1);
  });
});
