import assert from "node:assert/strict";
import { ConsoleLog } from "../../../sandbox/agent/console-log";
import { LineSplitter } from "../../../sandbox/agent/process/line-splitter";
import { printLines, runYaml, stepOf } from "./agent-bench";

function write(line: string, isTTY: boolean, environment: Record<string, string>): string {
  let written = "";
  const output = {
    isTTY,
    write: (text: string) => {
      written += text;
    },
  };
  const log = new ConsoleLog(output, environment);
  log.write(line);
  assert.equal(log.text, `${line}\n`);
  return written;
}

describe("agent: console", () => {
  const coloured = "\u001b[31m##[error]bad\u001b[0m\n";
  const plain = "##[error]bad\n";
  const cases: [string, boolean, Record<string, string>, string][] = [
    ["a terminal", true, {}, coloured],
    ["a pipe", false, {}, plain],
    ["a terminal with NO_COLOR", true, { NO_COLOR: "1" }, plain],
    ["a pipe with FORCE_COLOR", false, { FORCE_COLOR: "1" }, coloured],
    ["a terminal with FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, plain],
  ];
  for (const [title, isTTY, environment, expected] of cases) {
    it(`writes to ${title}`, () => {
      assert.equal(write("##[error]bad", isTTY, environment), expected);
    });
  }

  it("leaves plain lines uncoloured", () => {
    assert.equal(write("text ##[error]", true, {}), "text ##[error]\n");
  });

  it("shows a task as the service does", async () => {
    const tasks = [{ name: "Say", files: { "main.js": printLines("##[group]g", "hello") } }];
    const record = await runYaml(
      "steps:\n- checkout: none\n- task: Say@1\n  displayName: Say $(agent.os)\n",
      { tasks },
    );
    const rule = "=".repeat(78);
    assert.deepEqual(stepOf(record, "Say Linux").log, [
      "##[section]Starting: Say Linux",
      rule,
      "Task         : Say task",
      "Description  : For a test",
      "Version      : 1.2.3",
      "Author       : Tests",
      "Help         : None",
      rule,
      "##[group]g",
      "hello",
      "##[section]Finishing: Say Linux",
    ]);
    assert.match(record.log, /^##\[section\]Starting: Initialize job$/m);
    assert.match(record.log, /^Job Job: Succeeded\n##\[section\]Finishing: Job$/m);
  });
});

describe("agent: lines of a process (ProcessInvoker.cs:543-568)", () => {
  const cases: [string, (string | Buffer)[], string[]][] = [
    ["LF, CR LF and a lone CR", ["a\nb\r\nc\rd"], ["a", "b", "c", "d"]],
    ["CR LF cut in two", ["a\r", "\nb\n"], ["a", "b"]],
    ["empty lines", ["\n\n"], ["", ""]],
    ["a CR at the end", ["a\r"], ["a"]],
    ["a character cut in two", [Buffer.from([0xc3]), Buffer.from([0xa9, 0x0a])], ["é"]],
    ["nothing", [], []],
  ];
  for (const [title, chunks, expected] of cases) {
    it(title, () => {
      const splitter = new LineSplitter();
      const lines = chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk)));
      assert.deepEqual([...lines, ...splitter.end()], expected);
    });
  }
});
