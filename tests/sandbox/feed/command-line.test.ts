import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { readCommandLine, usage } from "../../../sandbox/feed/command-line";
import { main } from "../../../sandbox/feed/main";
import { basic, send } from "./http-request";

async function run(words: readonly string[]): Promise<{ code: number; output: string; errors: string }> {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const code = await main(words, output, errors);
  output.end();
  errors.end();
  return { code, output: await text(output), errors: await text(errors) };
}

describe("feed: command line", () => {
  it("explains itself", async () => {
    assert.deepEqual(await run(["--help"]), { code: 0, output: usage, errors: "" });
  });

  it("reads its options", () => {
    assert.deepEqual(readCommandLine(["--port", "8080", "--no-upstreams", "--latency", "20"]), {
      help: false,
      port: 8080,
      upstreams: false,
      latencyMs: 20,
      services: true,
      idleStopSeconds: 3600,
    });
  });

  it("can be of an older release", () => {
    assert.equal(readCommandLine(["--release", "2020"]).release, "2020");
  });

  it("says what is wrong with an option, with exit code 2", async () => {
    const table: readonly (readonly [readonly string[], RegExp])[] = [
      [["--port", "x"], /^--port takes a whole number from 0 to 65535, not 'x'\.\n$/u],
      [["--port", "70000"], /65535/u],
      [["--latency", "-1"], /--latency/u],
      [["--release", "2017"], /^--release takes one of 2018, 2019\.1, 2020, 2022, not '2017'\.\n$/u],
      [["--colour"], /--colour/u],
      [["file"], /file/u],
    ];
    for (const [words, message] of table) {
      const { code, output, errors } = await run(words);
      assert.deepEqual([code, output], [2, ""], words.join(" "));
      assert.match(errors, message);
    }
  });

  it("serves the example world until it is interrupted, and logs each request in a line", async () => {
    const script = join(__dirname, "../../../sandbox/feed/main.js");
    const child = spawn(process.execPath, [script, "--no-upstreams", "--no-services"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const closed = once(child, "close");
    const lines: string[] = [];
    let told = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      told += chunk;
      lines.splice(0, lines.length, ...told.split("\n"));
    });
    try {
      while (!told.includes("Ctrl+C")) await once(child.stdout, "data");
      const [, index = ""] = /sparse\+(\S+)/u.exec(told) ?? [];
      const [, token = ""] = /UV_INDEX_FIBER_PASSWORD=(\S+)/u.exec(told) ?? [];
      const logged = once(child.stdout, "data");
      const answer = await send(`${index}config.json`, {
        headers: { ...basic(token), "user-agent": "tester/1 (x)" },
      });
      assert.equal(answer.status, 200);
      await logged;
      const line = lines.find((each) => each.includes("config.json"));
      assert.match(
        line ?? "",
        /^\d\d:\d\d:\d\d 200 GET http:\S+config\.json build \(Basic\) tester\/1 \d+ ms$/u,
      );
    } finally {
      child.kill("SIGINT");
    }
    assert.deepEqual(await closed, [0, null]);
    assert.match(told, /Stopped\.\n$/u);
  });
});
