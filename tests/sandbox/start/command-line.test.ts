import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCommandLine, UsageError } from "../../../sandbox/start/command-line";
import { main } from "../../../sandbox/start/main";
import { choosePipelines, moveExample } from "../../../sandbox/start/pipeline-choice";

describe("the command line of npm start", () => {
  it("runs the example on Services when nothing is said", () => {
    assert.deepEqual(readCommandLine([]), { help: false, server: false });
  });

  it("takes a file and options in any order", () => {
    const expected = { help: false, server: true, file: "ci.yml", handler: "Node20_1" };
    assert.deepEqual(readCommandLine(["--server", "ci.yml", "--node", "20"]), expected);
    assert.equal(readCommandLine(["--node=24"]).handler, "Node24");
  });

  const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [["--sever"], /^Unknown option '--sever'\.$/],
    [["--node"], /--node/],
    [["--node", "22"], /^--node takes 20 or 24, not '22'\.$/],
    [["a.yml", "b.yml"], /'b\.yml' is one too many/],
    [["--server=yes"], /--server/],
  ];
  for (const [words, message] of refused) {
    it(`refuses ${words.join(" ")} in one line`, () => {
      assert.throws(
        () => readCommandLine(words),
        (error) =>
          error instanceof UsageError && message.test(error.message) && !error.message.includes("\n"),
      );
    });
  }

  it("ends with 2 for what it does not understand", async () => {
    assert.equal(await main(["--sever"], tmpdir()), 2);
  });
});

describe("the choice of the pipeline", () => {
  let folder = "";
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "start-")));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is the two examples with their folder as the repository", () => {
    const sources = join(folder, "examples");
    assert.deepEqual(
      choosePipelines(undefined, folder),
      ["azure-pipelines.yml", "restore-upstream.yml"].map((name) => ({
        file: join(sources, name),
        sources,
        example: true,
      })),
    );
  });

  it("brings the repository around the file", () => {
    const repository = join(folder, "repository");
    mkdirSync(join(repository, "build", "ci"), { recursive: true });
    mkdirSync(join(repository, ".git"));
    const file = join(repository, "build", "ci", "azure-pipelines.yml");
    writeFileSync(file, "steps: []\n");
    assert.deepEqual(choosePipelines(file, folder), [{ file, sources: repository, example: false }]);
  });

  it("takes the examples for a repository, inside that of the clone too", () => {
    const clone = join(folder, "clone");
    const examples = join(clone, "examples");
    mkdirSync(join(clone, ".git"), { recursive: true });
    mkdirSync(examples);
    for (const name of ["azure-pipelines.yml", "feeds.yml"])
      writeFileSync(join(examples, name), "steps: []\n");
    const choose = (name: string) => choosePipelines(join(examples, name), clone)[0];
    assert.deepEqual([choose("feeds.yml")?.sources, choose("feeds.yml")?.example], [examples, false]);
    assert.deepEqual(choose("azure-pipelines.yml"), choosePipelines(undefined, clone)[0]);
  });

  it("brings the folder of a file that no repository is around", () => {
    const file = join(folder, "alone.yml");
    writeFileSync(file, "steps: []\n");
    assert.equal(choosePipelines(file, folder)[0]?.sources, folder);
  });

  it("names the file that is not there", () => {
    assert.throws(
      () => choosePipelines(join(folder, "none.yml"), folder),
      /There is no pipeline file .*none\.yml/,
    );
  });

  it("moves the example to another address", async () => {
    const sources = join(folder, "example");
    mkdirSync(join(sources, ".cargo"), { recursive: true });
    writeFileSync(
      join(sources, ".cargo", "config.toml"),
      'index = "sparse+https://one.example/a/Cargo/index/"\n',
    );
    const example = { file: join(sources, "azure-pipelines.yml"), sources, example: true };
    const target = join(folder, "moved");
    const from = "https://one.example/";
    const moved = await moveExample(example, target, { from, to: "http://127.0.0.1:1/x/" });
    assert.deepEqual(moved, { file: join(target, "azure-pipelines.yml"), sources: target, example: true });
    const text = readFileSync(join(target, ".cargo", "config.toml"), "utf8");
    assert.equal(text, 'index = "sparse+http://127.0.0.1:1/x/a/Cargo/index/"\n');
  });
});
