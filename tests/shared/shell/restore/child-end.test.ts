import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { useShellAgent } from "./run-shell";

describe("restore: the end of a client", () => {
  const agent = useShellAgent();

  before(function () {
    if (process.platform === "win32") this.skip();
  });

  /** A process that ended and that nobody has collected yet is a zombie, and does not run. */
  const isRunning = (pid: string): boolean => {
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" });
    return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
  };

  /** Runs a client that writes the numbers of its processes, and does something once it has. */
  async function run(script: string, onPids: (task: number) => void): Promise<readonly string[]> {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    agent().write({ "Cargo.toml": "" });
    agent().program(
      "cargo",
      `#!/bin/sh\nsleep 300 > /dev/null 2>&1 & echo $! > pids; echo $$ >> pids; ${script}\n`,
    );
    let isTold = false;
    try {
      await agent().run(
        { action: "run", list: "product" },
        {
          collectionUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/Col/`,
          inputs: { feed: "Open Project/private" },
          onOutput: (text, task) => {
            if (isTold || !text.includes("started")) return;
            isTold = true;
            onPids(task);
          },
        },
      );
    } finally {
      server.closeAllConnections();
      server.close();
    }
    return agent().read("s/pids").trim().split("\n");
  }

  it("comes with all that it started when only the task's own process is killed", async () => {
    const pids = await run("trap '' INT TERM HUP; echo started; wait; wait", (task) => {
      process.kill(task, "SIGKILL");
    });
    assert.equal(pids.length, 2);
    for (let round = 0; round < 50 && pids.some(isRunning); round += 1) await wait(100);
    assert.deepEqual(pids.filter(isRunning), []);
  });

  it("leaves what it left running, as a build server, when it ends by itself", async () => {
    const [server = "", client = ""] = await run("echo started", () => undefined);
    assert.deepEqual([isRunning(server), isRunning(client)], [true, false]);
    process.kill(Number(server));
  });
});
