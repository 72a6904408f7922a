import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rustCrate } from "../../../../../sandbox/feed/protocols/cargo/rust-crate";
import { requireProgram } from "../../../../clients/found-clients";

const WORDS = rustCrate({
  name: "sandbox-words",
  version: "1.2.0",
  source: 'pub const HELLO: &str = "hello";\n',
});
const GREETING = rustCrate({
  name: "sandbox-greeting",
  version: "0.3.0",
  dependencies: { "sandbox-words": "1.0" },
  source: "pub fn say() -> &'static str { sandbox_words::HELLO }\n",
});

describe("a rust crate", () => {
  it("has an index entry with its checksum and its dependencies", () => {
    assert.equal(WORDS.indexEntry.cksum, createHash("sha256").update(WORDS.content).digest("hex"));
    assert.deepEqual(
      GREETING.indexEntry.deps.map(({ name, req, registry }) => ({ name, req, registry })),
      [{ name: "sandbox-words", req: "^1.0", registry: null }],
    );
  });

  it("is resolved, checked and built by cargo from a local registry", function () {
    this.timeout(120_000);
    requireProgram(this, "cargo", "--version");
    const folder = mkdtempSync(join(tmpdir(), "feedpass-crate-"));
    try {
      for (const part of ["index/sa/nd", "app/src", "app/.cargo"]) {
        mkdirSync(join(folder, part), { recursive: true });
      }
      for (const { file, content, indexEntry } of [WORDS, GREETING]) {
        writeFileSync(join(folder, file), content);
        writeFileSync(join(folder, "index/sa/nd", indexEntry.name), `${JSON.stringify(indexEntry)}\n`);
      }
      const app = join(folder, "app");
      writeFileSync(
        join(app, ".cargo/config.toml"),
        `[source.crates-io]\nreplace-with = "here"\n[source.here]\nlocal-registry = ${JSON.stringify(folder)}\n`,
      );
      writeFileSync(
        join(app, "Cargo.toml"),
        '[package]\nname = "app"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nsandbox-greeting = "0.3"\n',
      );
      writeFileSync(join(app, "src/main.rs"), 'fn main() { println!("{}", sandbox_greeting::say()) }\n');
      const env = { ...process.env, CARGO_HOME: join(folder, "home"), CARGO_TARGET_DIR: join(folder, "out") };
      const run = spawnSync("cargo", ["run", "--quiet"], { cwd: app, env, encoding: "utf8" });
      assert.equal(run.stdout.trim(), "hello", run.stderr);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
