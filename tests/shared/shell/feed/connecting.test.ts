import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { drain } from "../../../../shared/shell/feed/answer";
import { server } from "../../core/organizations";
import { openAccess } from "./saving";

const program =
  "require('net').createServer().listen(0, '127.0.0.1', 1, function () { console.log(this.address().port) })";

describe("a feed that takes no connection", () => {
  it("is given up after a while", async function () {
    // A server that is stopped: the kernel takes as many connections as it queues for it, and lets the next ones wait.
    if (process.platform !== "linux") this.skip();
    const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const sockets: Socket[] = [];
    try {
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const port = Number(line.toString());
      child.kill("SIGSTOP");
      for (let count = 0; count < 20; count += 1)
        sockets.push(connect(port, "127.0.0.1").on("error", () => undefined));
      await wait(200);
      assert.ok(
        sockets.some(({ connecting }) => connecting),
        "the queue is full",
      );
      const collection = `http://127.0.0.1:${port}/tfs/Col/`;
      const patience = { attempts: 1, connectMs: 100 };
      const { client } = openAccess(server(collection), "f", "token", { patience });
      await assert.rejects(
        client.get(`${collection}_packaging/f/pypi/simple/x/`, drain),
        /No connection in 100 ms/,
      );
      client.close();
    } finally {
      for (const socket of sockets) socket.destroy();
      child.kill("SIGKILL");
    }
  });
});
