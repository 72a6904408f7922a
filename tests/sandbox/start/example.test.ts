import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readPipelineFile } from "../../../sandbox/agent/pipeline/pipeline-file";
import { cargo } from "../../../sandbox/feed/protocols/cargo/protocol";
import { allClients } from "../../../sandbox/start/clients/all-clients";

// Compiled, this file lies in out/tests/sandbox/start.
const clone = resolve(__dirname, "..", "..", "..", "..");
const examples = join(clone, "examples");
const pipelines = readdirSync(examples).filter((name) => name.endsWith(".yml"));

/** The pages with samples that a user copies. */
const pages = [
  "overview.md",
  join("docs", "restore-upstream.md"),
  ...readdirSync(join(clone, "docs", "tasks")).map((name) => join("docs", "tasks", name)),
];

/** Text without the indentation that depends on where in a pipeline it stands. */
function flatten(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .join("\n");
}

const exampleTexts = readdirSync(examples, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(?:yml|toml|xml)$/.test(name))
  .map((name) => flatten(readFileSync(join(examples, name), "utf8")));

describe("the examples", () => {
  it("lock the private crate with the checksum that it has", () => {
    const [crate] = cargo.examplePackages();
    assert.ok(crate);
    const checksum = createHash("sha256").update(crate.content).digest("hex");
    const lock = readFileSync(join(examples, "cargo-project", "Cargo.lock"), "utf8");
    const locked = /name = "fabrikam-greeting"\n(?:.+\n)*?checksum = "(\w+)"/.exec(lock)?.[1];
    assert.equal(locked, checksum);
  });

  it("are pipelines that the agent understands, with a job for each client", async () => {
    for (const name of pipelines) {
      const { jobs } = await readPipelineFile(join(examples, name));
      // It shows one job for several projects.
      if (name === "monorepo.yml") continue;
      const jobNames = jobs.map((job) => job.name);
      for (const client of allClients)
        assert.ok(jobNames.includes(client.name), `${name}: no job ${client.name}`);
    }
  });

  it("have a project for each client", () => {
    for (const { name } of allClients) assert.ok(existsSync(join(examples, `${name}-project`)), name);
  });

  for (const page of pages) {
    it(`have the text of every sample of ${page}`, () => {
      const text = readFileSync(join(clone, page), "utf8");
      const samples = [...text.matchAll(/```(\w+)\n(.*?)```/gs)].map((match) => flatten(match[2] ?? ""));
      assert.ok(samples.length >= 1);
      assert.deepEqual(
        samples.filter((sample) => !exampleTexts.some((example) => example.includes(sample))),
        [],
      );
    });
  }
});
