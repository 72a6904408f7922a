import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient, type Program } from "../clients/found-clients";
import { handlers, Sandbox, type Face, type Job } from "./sandbox";
import { assertNoToken, scanStep } from "./token-scan";

const task = "- task: AuthenticateCargo@1\n";
const faces: readonly Face[] = ["services", "server"];
const feedPath = "Fabrikam%20Fiber/_packaging/fiber/Cargo/index/";

function crate(configuration: string, dependencies: string): Job["sources"] {
  return {
    "Cargo.toml": `[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\n${dependencies}`,
    "src/lib.rs": "pub use upstream_basics::ONE;\n",
    ...(configuration === "" ? {} : { ".cargo/config.toml": configuration }),
  };
}

const viaFeed = 'fabrikam-greeting = { version = "1", registry = "fiber" }\nupstream-basics = "2"\n';

describe("authenticate-cargo, with the real Cargo", () => {
  let sandbox: Sandbox;
  let cargo: Program;

  before(async function () {
    cargo = requireClient(this, "cargo");
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => sandbox.close());

  const registry = (face: Face): string => `index = "sparse+${sandbox.address(face, feedPath)}"`;
  const configuration = (face: Face): string =>
    `[registries]\nfiber = { ${registry(face)} }\n\n[source.crates-io]\nreplace-with = "fiber"\n`;

  for (const face of faces) {
    it(`fails with 401 without the task (${face})`, async () => {
      const outcome = await sandbox.run({
        steps: "steps:\n- script: cargo check\n",
        sources: crate(configuration(face), viaFeed),
        handler: "Node24",
        face,
        programs: [cargo.path],
        environment: { CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: "cargo:token" },
      });
      assert.equal(outcome.result, "Failed");
      assert.match(outcome.log, /401|no token found/);
      assert.ok(outcome.requests.some((request) => request.status === 401));
    });

    for (const [title, handler] of handlers) {
      it(`builds from the project's own registry (${face}, ${title})`, async () => {
        const outcome = await sandbox.run({
          steps: `steps:\n${task}- script: cargo check\n${scanStep}`,
          sources: crate(configuration(face), viaFeed),
          handler,
          face,
          programs: [cargo.path],
        });
        assert.equal(outcome.result, "Succeeded", outcome.log);
        assert.match(outcome.log, /no file holds the token/);
        const files = outcome.requests.filter((request) => request.path.endsWith("/download"));
        assert.equal(files.length, 2);
        assert.ok(files.every((request) => request.auth === "Bearer"));
        assert.ok(
          outcome.requests.every((request) => request.protocol !== "blob" || request.auth === "none"),
        );
        assertNoToken(outcome, sandbox.tokens.job);
      });
    }
  }

  const forms: readonly (readonly [string, () => string])[] = [
    ["a table of its own", () => `[registries.fiber]\n${registry("services")}\n`],
    ["dotted keys", () => `registries.fiber.${registry("services")}\n`],
    [
      "a registry without an index beside it",
      () => `[registries.crates-io]\nprotocol = "sparse"\n[registries.fiber]\n${registry("services")}\n`,
    ],
  ];
  for (const [title, form] of forms) {
    it(`authenticates ${title}`, async () => {
      const outcome = await sandbox.run({
        steps: `steps:\n${task}- script: cargo fetch\n`,
        sources: {
          ...crate(form(), 'fabrikam-greeting = { version = "1", registry = "fiber" }\n'),
          "src/lib.rs": "",
        },
        handler: "Node20_1",
        programs: [cargo.path],
      });
      assert.equal(outcome.result, "Succeeded", outcome.log);
    });
  }

  it("authenticates a source that no registry stands for", async () => {
    const source = `[source.crates-io]\nreplace-with = "corp"\n\n[source.corp]\nregistry = "sparse+${sandbox.address("services", feedPath)}"\n`;
    const outcome = await sandbox.run({
      steps: `steps:\n${task}- script: cargo fetch\n`,
      sources: crate(source, 'upstream-basics = "2"\n'),
      handler: "Node24",
      programs: [cargo.path],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
  });

  for (const [title, handler] of handlers) {
    it(`gives feeds by name the place of crates.io, and adds a second step's (${title})`, async () => {
      const outcome = await sandbox.run({
        steps: `steps:
- task: AuthenticateCargo@1
  inputs:
    feeds: Fabrikam Fiber/fiber
- task: AuthenticateCargo@1
  inputs:
    feeds: shared
- script: cargo check
- script: cp Cargo.lock $(Build.ArtifactStagingDirectory)
`,
        sources: crate(
          "",
          'fabrikam-greeting = "1"\nupstream-basics = "2"\nshared-greeting = { version = "1", registry = "shared" }\n',
        ),
        handler,
        programs: [cargo.path],
      });
      assert.equal(outcome.result, "Succeeded", outcome.log);
      const lock = readFileSync(join(outcome.folder, "work", "1", "a", "Cargo.lock"), "utf8");
      assert.match(
        lock,
        /name = "upstream-basics"\nversion = "2.1.0"\nsource = "registry\+https:\/\/github.com\/rust-lang\/crates.io-index"/,
      );
    });

    it(`publishes with cargo publish, and another job consumes it (${title})`, async () => {
      const name = `published-${handler.toLowerCase().replaceAll("_", "-")}`;
      const published = await sandbox.run({
        steps: `steps:\n${task}- script: cargo publish --registry fiber --no-verify --allow-dirty\n`,
        sources: {
          "Cargo.toml": `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n`,
          "src/lib.rs": "pub const TWO: u8 = 2;\n",
          ".cargo/config.toml": configuration("services"),
        },
        handler,
        programs: [cargo.path],
      });
      assert.equal(published.result, "Succeeded", published.log);
      const consumed = await sandbox.run({
        steps: `steps:\n${task}- script: cargo check\n`,
        sources: {
          ...crate(configuration("services"), `${name} = { version = "1", registry = "fiber" }\n`),
          "src/lib.rs": `pub use ${name.replaceAll("-", "_")}::TWO;\n`,
        },
        handler,
        programs: [cargo.path],
      });
      assert.equal(consumed.result, "Succeeded", consumed.log);
    });
  }

  it("fails to publish without the task", async () => {
    const outcome = await sandbox.run({
      steps: "steps:\n- script: cargo publish --registry fiber --no-verify --allow-dirty\n",
      sources: {
        ...crate(configuration("services"), ""),
        "Cargo.toml": `[package]\nname = "refused"\nversion = "1.0.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n`,
        "src/lib.rs": "",
      },
      handler: "Node24",
      programs: [cargo.path],
      environment: {
        CARGO_REGISTRIES_FIBER_TOKEN: "Bearer wrong",
        CARGO_REGISTRIES_FIBER_CREDENTIAL_PROVIDER: "cargo:token",
      },
    });
    assert.equal(outcome.result, "Failed");
    assert.ok(outcome.requests.some((request) => request.status === 401));
  });

  it("keeps the user's caches, settings and home as they are, and shares the caches", async () => {
    const home = {
      ".cargo/config.toml": "# mine\n[net]\nretry = 7\n",
      ".cargo/registry/keep": "",
      ".cargo/.package-cache": "",
    };
    const outcome = await sandbox.run({
      steps: `steps:
- task: AuthenticateCargo@1
  inputs:
    feeds: Fabrikam Fiber/fiber
- script: cargo check
- script: cat "$CARGO_HOME/config.toml"
`,
      sources: crate("", 'upstream-basics = "2"\n'),
      handler: "Node24",
      programs: [cargo.path],
      home,
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /retry = 7/);
    assert.equal(
      readFileSync(join(outcome.folder, "home", ".cargo", "config.toml"), "utf8"),
      home[".cargo/config.toml"],
    );
    assert.ok(
      existsSync(join(outcome.folder, "home", ".cargo", "registry", "cache")),
      "crates are in the user's cache",
    );
    assert.ok(!existsSync(join(outcome.folder, "work", "_temp", "feedpass")), "nothing of the job is left");
  });
});
