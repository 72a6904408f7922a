import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { PauseLines } from "../../../../shared/shell/restore/progress-lines";

describe("restore: lines while the feed wants a pause", () => {
  it("come at once and while it lasts, and not after it", async () => {
    const lines: string[] = [];
    const pauses = new PauseLines((line) => lines.push(line), 10);
    pauses.paused(150);
    pauses.paused(150);
    assert.deepEqual(lines, ["The feed asked for a pause (Retry-After): going on in 1 s"]);
    await wait(250);
    const during = lines.length;
    assert.ok(during >= 2 && during <= 4, lines.join("\n"));
    await wait(100);
    assert.equal(lines.length, during);
  });

  it("do not come for a short one", () => {
    const lines: string[] = [];
    new PauseLines((line) => lines.push(line), 1000).paused(900);
    assert.deepEqual(lines, []);
  });
});
