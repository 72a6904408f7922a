import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compareResults, describeComparison } from "../../../sandbox/facts/comparison";
import { main } from "../../../sandbox/facts/main";
import { readProbe, type ProbeResult } from "../../../sandbox/facts/probe-result";
import type { ProbeWorldOptions } from "../../../sandbox/facts/probe-world";
import { runProbe, type ProbeRun } from "../../../sandbox/facts/run-probe";

const clone = resolve(__dirname, "..", "..", "..", "..");

interface Row {
  readonly number: number;
  readonly isAsked: boolean;
  readonly state: string;
  readonly test: string;
  readonly otherwise: string;
}

function facts(): readonly Row[] {
  const lines = readFileSync(join(clone, "docs", "facts.md"), "utf8").split("\n");
  return lines.flatMap((line) => {
    const [, number, asked, rest = ""] = /^\| (\d+)( \?)? \| (.*) \|$/.exec(line) ?? [];
    const [, , state = "", test = "", otherwise = ""] = rest.split(" | ");
    return number === undefined
      ? []
      : [{ number: Number(number), isAsked: asked !== undefined, state, test, otherwise }];
  });
}

describe("facts about Azure DevOps", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "feedpass-probe-"));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  let runs = 0;
  const run = (options?: ProbeWorldOptions): Promise<ProbeRun> =>
    runProbe(clone, join(folder, String((runs += 1))), options);
  const resultOf = ({ result, record }: ProbeRun): ProbeResult => {
    assert.ok(result !== undefined, record.log);
    return result;
  };

  it("are numbered rows, each with its state, a test that is there, and what happens otherwise", () => {
    const rows = facts();
    assert.deepEqual(
      rows.map(({ number }) => number),
      rows.map((_, index) => index + 1),
    );
    assert.ok(rows.length > 50);
    for (const { number, state, test, otherwise } of rows) {
      assert.match(state, /^(?:documented|read in source|recorded by others|inferred)$/, `row ${number}`);
      const [, path = ""] = /\]\(\.\.\/(tests\/[^)]+)\)/.exec(test) ?? [];
      assert.notEqual(readFileSync(join(clone, path), "utf8"), "", `row ${number}`);
      assert.notEqual(otherwise.trim(), "", `row ${number}`);
    }
  });

  it("are asked by the probe, which settles all that a sandbox without the agent's own Node can", async () => {
    const outcome = await run();
    assert.equal(outcome.record.result, "Succeeded", outcome.record.log);
    const { settled, open } = resultOf(outcome);
    const asked = new Set([...settled, ...open].map(({ fact }) => fact));
    const refusal = facts().find(({ otherwise }) => otherwise.startsWith("401, 403 and 404"))?.number ?? 0;
    const marked = facts().flatMap(({ number, isAsked }) => (isAsked ? [number] : []));
    assert.deepEqual(
      [...asked, refusal].sort((one, other) => one - other),
      marked,
    );
    assert.deepEqual(
      open.map(({ question }) => question),
      ["The Node handler that ran this step's own task"],
    );
    assert.match(outcome.table ?? "", /^## What Azure DevOps Server does$/m);
    const printed = [outcome.record.log, outcome.table, JSON.stringify(outcome.result)].join("\n");
    assert.ok(!printed.includes(outcome.token));
    assert.ok(!printed.includes(Buffer.from(`probe:${outcome.token}`).toString("base64")));
  });

  it("settle for a Reader what a Reader gets, and say what it could not see", async () => {
    const { settled, open } = resultOf(await run({ role: "reader", unsavedStatus: 404 }));
    const refusals = settled.filter(({ question }) => question.startsWith("The refusal of a file"));
    assert.deepEqual(
      refusals.map(({ observed }) => observed.slice(0, 3)),
      ["404", "404", "404"],
    );
    const saving = open.filter(({ question }) => question.startsWith("Whether that GET saves"));
    assert.equal(saving.length, 3);
    for (const { why } of saving) assert.match(why, /needs the role Feed and Upstream Reader/);
  });

  it("are not settled by a feed that is not there, and the step says what to do", async () => {
    const outcome = await run({ feed: "another" });
    assert.equal(outcome.record.result, "Failed");
    assert.match(outcome.record.log, /##\[error\].*there is no feed feedpass-probe.*make one with upstream/);
    assert.equal(resultOf(outcome).settled.length, 1);
  });

  it("are not settled twice by a feed that holds the packages already", async () => {
    const { open } = resultOf(await run({ upstreams: [] }));
    assert.match(open.map(({ why }) => why).join("\n"), /the feed needs an upstream source for Python/);
  });

  it("are compared: what is the same, what differs with its row, what is open", async () => {
    const ours = resultOf(await run());
    const [first, ...others] = ours.settled;
    assert.ok(first !== undefined);
    const live: ProbeResult = {
      service: "services",
      settled: [{ ...first, observed: "something else" }, ...others],
      open: [{ fact: 24, question: "Another", why: "nobody said" }],
    };
    const compared = compareResults(live, ours);
    assert.deepEqual(
      compared.flatMap(({ fact, verdict }) => (verdict === "different" ? [fact] : [])),
      [first.fact],
    );
    const lines = describeComparison(compared);
    assert.equal(lines[0], `${others.length} answers as in the sandbox, 1 different, 1 not settled.`);
    assert.match(lines.at(-1) ?? "", new RegExp(`^Change rows ${first.fact} of docs/facts\\.md`));
    const file = join(folder, "probe.json");
    let printed = "";
    const output = { write: (text: string) => (printed += text) };
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, ...live }));
    assert.equal(await main([file], clone, output), 1);
    assert.match(printed, /^Change rows 11 of/m);
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, ...ours }));
    assert.equal(await main([file], clone, output), 0);
  });

  for (const [title, text, message] of [
    ["no JSON", "{", /probe\.json is not JSON/],
    ["another document", "{}", /not a result of the probe/],
    ["an answer without its fact", '{"schemaVersion":1,"settled":[{}],"open":[]}', /without the number/],
    [
      "an answer without what was seen",
      '{"schemaVersion":1,"settled":[{"fact":1,"question":"x"}],"open":[]}',
      /without observed/,
    ],
  ] as const) {
    it(`are not read from ${title}`, () => {
      assert.throws(() => readProbe(text, "probe.json"), message);
    });
  }

  it("are read in one line each, so that nothing in a result becomes a command", () => {
    const open = [{ fact: 1, question: "a\n##vso[task.complete]b", why: "c" }];
    const { open: read } = readProbe(JSON.stringify({ schemaVersion: 1, settled: [], open }), "probe.json");
    assert.equal(read[0]?.question, "a # #vso[task.complete]b");
  });
});
