import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { definedEntries } from "../../../sandbox/bench/capture/recorder";
import { openMeter, type Meter } from "../../../sandbox/bench/measuring/meter";
import { ratios, runRounds } from "../../../sandbox/bench/measuring/rounds";
import type { Command } from "../../../sandbox/bench/measuring/sample";

const script = (text: string): Command => ({
  argv: [process.execPath, "-e", text],
  workingDirectory: tmpdir(),
  environment: { ...definedEntries(process.env), BENCH_TEXT: "given" },
});

/** Writes more than a pipe holds, from the folder and environment that it was given. */
const writer = script("process.stdout.write('x'.repeat(200000) + process.env.BENCH_TEXT + process.cwd())");

for (const [title, python] of [
  ["python3", "python3"],
  ["no python", "no-such-python"],
] as const) {
  describe(`the bench's meter, with ${title}`, () => {
    let meter: Meter;

    before(async function () {
      meter = await openMeter(python);
      if (python === "python3" && !meter.knowsAccounting) this.skip();
    });

    after(() => {
      meter.close();
    });

    it("counts and ends what a program writes", async () => {
      const sample = await meter.measure(writer);
      const end = `given${tmpdir()}`;
      assert.equal(sample.outputBytes, 200_000 + Buffer.byteLength(end));
      assert.ok(sample.outputEnd.endsWith(end));
      assert.equal(sample.exitCode, 0);
    });

    it("tells the exit code", async () => {
      assert.equal((await meter.measure(script("process.exit(3)"))).exitCode, 3);
    });

    it("knows CPU time and memory only from the operating system", async () => {
      const idle = await meter.measure(script("setTimeout(() => {}, 400)"));
      assert.ok(idle.wallMs >= 400);
      assert.equal(idle.cpuMs === undefined, python !== "python3");
      assert.ok((idle.cpuMs ?? 0) < idle.wallMs, "waiting is no work");
      const large = await meter.measure(script("Buffer.alloc(100 * 2 ** 20, 1)"));
      if (idle.peakKiB !== undefined) assert.ok((large.peakKiB ?? 0) > idle.peakKiB + 90 * 1024);
    });

    it("runs in turn and compares with the run of the same round", async () => {
      const commands = new Map([
        ["base", script("0")],
        ["other", script("setTimeout(() => {}, 200)")],
      ]);
      const samples = await runRounds(meter, commands, "base", { warmUps: 1, fewest: 2, most: 2, error: 1 });
      assert.equal(samples.get("base")?.length, 2);
      assert.equal(ratios(samples, "other", "base", "wallMs").length, 2);
      assert.ok(ratios(samples, "other", "base", "wallMs").every((ratio) => ratio > 1));
    });

    it("refuses to time what fails", async () => {
      const failing = ["process.exit(1)", "console.log('##vso[task.complete result=Failed;]')"];
      for (const text of failing) {
        const commands = new Map([["base", script(text)]]);
        await assert.rejects(
          runRounds(meter, commands, "base", { warmUps: 0, fewest: 1, most: 1, error: 1 }),
          /base ended with/,
        );
      }
    });
  });
}
