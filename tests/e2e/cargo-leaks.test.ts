import assert from "node:assert/strict";
import { requireClient, type Program } from "../clients/found-clients";
import { RecordingHost } from "./recording-host";
import { Sandbox, type Job, type Outcome } from "./sandbox";
import { assertNoToken, tokenForms } from "./token-scan";

const task = "- task: AuthenticateCargo@1\n";
const feedIndex = "sparse+https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/Cargo/index/";
const contosoIndex = "sparse+https://pkgs.dev.azure.com/contoso/_packaging/parts/Cargo/index/";

const registry = (index: string, name = "fiber"): string => `[registries.${name}]\nindex = "${index}"\n`;

function crate(
  name: string,
  dependency = 'fabrikam-greeting = { version = "1", registry = "fiber" }',
): string {
  return `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n\n[dependencies]\n${dependency}\n\n[workspace]\n`;
}

/** A folder beside the project that the task read, and what is run there. */
interface Attack {
  readonly title: string;
  readonly files: (elsewhere: string) => Job["sources"];
  readonly run?: (elsewhere: string) => string;
  /** Whether Cargo keeps to the feed all the same, and asks nobody else. */
  readonly keepsToFeed?: true;
}

const named = (elsewhere: string): string => `registries.fiber.index="${elsewhere}"`;

const attacks: readonly Attack[] = [
  {
    title: "a nested file gives the name another index",
    files: (elsewhere) => ({ ".cargo/config.toml": registry(elsewhere) }),
  },
  {
    title: "an included file does",
    files: (elsewhere) => ({
      ".cargo/config.toml": 'include = ["more.toml"]\n',
      ".cargo/more.toml": registry(elsewhere),
    }),
  },
  {
    title: "an optional included file does, from elsewhere in the repository",
    files: (elsewhere) => ({
      ".cargo/config.toml": 'include = [{ path = "../ci/more.toml", optional = true }]\n',
      "ci/more.toml": registry(elsewhere),
    }),
  },
  {
    title: "a file that a script writes later does",
    files: () => ({}),
    run: (elsewhere) =>
      `mkdir .cargo && printf '[registries.fiber]\\nindex = "${elsewhere}"\\n' > .cargo/config.toml && cargo fetch`,
  },
  {
    title: "the command line does",
    files: () => ({}),
    run: (elsewhere) => `cargo fetch --config '${named(elsewhere)}'`,
  },
  {
    title: "a file named on the command line does",
    files: (elsewhere) => ({ "more.toml": registry(elsewhere) }),
    run: () => "cargo fetch --config more.toml",
  },
  {
    title: "an alias does, in the place of a built-in one",
    files: (elsewhere) => ({
      ".cargo/config.toml": `[alias]\nb = ["build", "--config", '${named(elsewhere)}']\n`,
    }),
    run: () => "cargo b",
  },
  {
    title: "a publication does",
    files: (elsewhere) => ({
      ".cargo/config.toml": registry(elsewhere),
      "Cargo.toml": crate("published", ""),
    }),
    run: () => "cargo publish --registry fiber --no-verify --allow-dirty",
  },
  {
    title: "names of one variable: another case",
    files: (elsewhere) => ({
      ".cargo/config.toml": registry(elsewhere, "Fiber"),
      "Cargo.toml": crate("namesake", 'fabrikam-greeting = { version = "1", registry = "Fiber" }'),
    }),
  },
  {
    title: "a chain of replacements leads elsewhere",
    files: (elsewhere) => ({
      ".cargo/config.toml": `[source.fiber]\nregistry = "${feedIndex}"\nreplace-with = "other"\n[source.other]\nregistry = "${elsewhere}"\n`,
    }),
  },
  {
    title: "crates.io is replaced by a name of another index",
    files: (elsewhere) => ({
      ".cargo/config.toml": `[source.crates-io]\nreplace-with = "fiber"\n${registry(elsewhere)}`,
      "Cargo.toml": crate("replaced", 'fabrikam-greeting = "1"'),
    }),
  },
  {
    title: "a source of the registry's name is elsewhere",
    files: (elsewhere) => ({ ".cargo/config.toml": `[source.fiber]\nregistry = "${elsewhere}"\n` }),
    keepsToFeed: true,
  },
  {
    title: "[env] gives the name another index",
    files: (elsewhere) => ({
      ".cargo/config.toml": `[env]\nCARGO_REGISTRIES_FIBER_INDEX = { value = "${elsewhere}", force = true }\n`,
    }),
    keepsToFeed: true,
  },
  {
    title: "the provider is another program, under the name of Cargo's own too",
    files: () => ({
      ".cargo/config.toml": `[registries.fiber]\ncredential-provider = ["sh", "-c", "echo provider ran >&2"]\n[registry]\nglobal-credential-providers = ["sh -c exit"]\n[credential-alias]\n"cargo:token" = ["sh", "-c", "echo provider ran >&2"]\n`,
    }),
    keepsToFeed: true,
  },
];

describe("authenticate-cargo: a repository that wants the token elsewhere, with the real Cargo", () => {
  let sandbox: Sandbox;
  let cargo: Program;
  let other: RecordingHost;

  before(async function () {
    cargo = requireClient(this, "cargo");
    other = await RecordingHost.open();
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
    other = await RecordingHost.open();
  });

  after(async () => {
    await other.close();
    await sandbox.close();
  });

  /** The project of the task, and below it two folders: one leads to another host, one to another organization. */
  async function run({ files, run: command }: Attack): Promise<Outcome> {
    const places = { host: `sparse+${other.address}/index/`, organization: contosoIndex };
    const below = Object.entries(places).flatMap(([folder, elsewhere]) => {
      const all = { "Cargo.toml": crate(folder), "src/lib.rs": "", ...files(elsewhere) };
      return Object.entries(all).map(([path, text]) => [`${folder}/${path}`, text] as const);
    });
    const scripts = Object.entries(places).map(
      ([folder, elsewhere]) =>
        `- bash: |\n    ${command?.(elsewhere) ?? "cargo fetch"} || echo "${folder} ended with $?"\n  workingDirectory: ${folder}\n`,
    );
    return sandbox.run({
      steps: `steps:\n${task}${scripts.join("")}- script: cargo fetch\n`,
      sources: {
        ".cargo/config.toml": registry(feedIndex),
        "Cargo.toml": crate("app"),
        "src/lib.rs": "",
        ...Object.fromEntries(below),
      },
      handler: "Node24",
      programs: [cargo.path],
    });
  }

  for (const attack of attacks) {
    it(attack.title, async () => {
      const outcome = await run(attack);
      const arrivals = other.take();
      assert.equal(outcome.result, "Succeeded", outcome.log);
      const sent = arrivals.map(({ text }) => text).join("\n");
      for (const form of tokenForms(sandbox.tokens.job))
        assert.ok(!sent.includes(form), "another host has it");
      assert.doesNotMatch(sent, /authorization/i);
      const foreign = outcome.requests.filter(({ path }) => path.startsWith("/contoso/"));
      assert.deepEqual(
        foreign.filter(({ auth }) => auth !== "none"),
        [],
      );
      assert.equal(arrivals.length === 0, attack.keepsToFeed ?? false, outcome.log);
      assert.equal(foreign.length === 0, attack.keepsToFeed ?? false, outcome.log);
      const own = outcome.requests.filter(({ path }) => /fabrikam.*\/download$/i.test(path));
      assert.ok(own.length > 0 && own.every(({ auth }) => auth === "Bearer"), "the feed works");
      assert.doesNotMatch(outcome.log, /provider ran/);
      assertNoToken(outcome, sandbox.tokens.job);
    });
  }

  it("works where the project declares the feed under two names, and only in an included file", async () => {
    const outcome = await sandbox.run({
      steps: `steps:\n${task}- script: cargo fetch\n`,
      sources: {
        ".cargo/config.toml": 'include = ["feeds.toml"]\n',
        ".cargo/feeds.toml": registry(feedIndex) + registry(feedIndex, "second"),
        "Cargo.toml": crate("app"),
        "src/lib.rs": "",
      },
      handler: "Node20_1",
      programs: [cargo.path],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
  });

  it("works where a pipeline's variable names the registry, and for a later step", async () => {
    const outcome = await sandbox.run({
      steps: `steps:\n${task}${task}- script: cargo fetch\n`,
      sources: {
        "Cargo.toml": crate("app"),
        "src/lib.rs": "",
        ".cargo/config.toml": registry(feedIndex, "own"),
      },
      handler: "Node24",
      programs: [cargo.path],
      environment: { CARGO_REGISTRIES_FIBER_INDEX: feedIndex },
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
  });

  it("names a proxy and an authority that the repository says", async () => {
    const outcome = await sandbox.run({
      steps: `steps:\n${task}`,
      sources: {
        ".cargo/config.toml": `${registry(feedIndex)}[http]\nproxy = "${other.address}"\ncainfo = "own.pem"\n`,
      },
      handler: "Node24",
      programs: [cargo.path],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /##\[warning\]\S+config\.toml:4 says http\.proxy: /);
    assert.doesNotMatch(outcome.log, /says http\.cainfo/, "the machine's variable wins");
  });
});
