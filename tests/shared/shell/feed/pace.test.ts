import assert from "node:assert/strict";
import { useFakeTimers, type SinonFakeTimers } from "sinon";
import { Pace } from "../../../../shared/shell/feed/pace";

const group = {};
const reason = new Error("stopped");

/** Has some enter, and counts those that did. */
function enter(pace: Pace, count: number, of: object = group): { entered: number; failed: unknown[] } {
  const result = { entered: 0, failed: [] as unknown[] };
  for (let each = 0; each < count; each += 1)
    pace.enter(of).then(
      () => (result.entered += 1),
      (error: unknown) => result.failed.push(error),
    );
  return result;
}

function leave(pace: Pace, count: number, good: boolean): void {
  for (let each = 0; each < count; each += 1) pace.leave(good);
}

describe("the pace of requests", () => {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = useFakeTimers();
  });
  afterEach(() => {
    clock.restore();
  });

  it("lets so many in at once, and the next when one leaves", async () => {
    const pace = new Pace(2);
    const all = enter(pace, 4);
    await clock.tickAsync(0);
    assert.equal(all.entered, 2);
    pace.leave(true);
    await clock.tickAsync(0);
    assert.equal(all.entered, 3);
  });

  it("sends nothing in a pause, then half as much, and grows by one for each round of good answers", async () => {
    const pace = new Pace(4);
    const first = enter(pace, 4);
    await clock.tickAsync(0);
    assert.equal(first.entered, 4);
    pace.pause(30_000);
    leave(pace, 4, false);
    const next = enter(pace, 100);
    await clock.tickAsync(29_999);
    assert.equal(next.entered, 0);
    await clock.tickAsync(1);
    assert.equal(next.entered, 2, "half of four");
    leave(pace, 2, true);
    await clock.tickAsync(0);
    assert.equal(next.entered, 2 + 3, "two good answers: three at once");
    leave(pace, 2, true);
    pace.leave(false);
    leave(pace, 2, true);
    await clock.tickAsync(0);
    assert.equal(next.entered, 5 + 5, "a bad answer begins the round anew");
    leave(pace, 40, true);
    await clock.tickAsync(0);
    assert.equal(next.entered, 10 + 40 + 1, "four at once, and never more than it began with");
  });

  it("is halved once by pauses that overlap, and waits for the one that ends last", async () => {
    const pace = new Pace(8);
    enter(pace, 8);
    for (const seconds of [5, 60, 20]) pace.pause(seconds * 1000);
    leave(pace, 8, false);
    const next = enter(pace, 8);
    await clock.tickAsync(59_999);
    assert.equal(next.entered, 0);
    await clock.tickAsync(1);
    assert.equal(next.entered, 4);
  });

  it("is never below one at once", async () => {
    const pace = new Pace(1);
    enter(pace, 1);
    pace.pause(10);
    pace.leave(false);
    const next = enter(pace, 3);
    await clock.tickAsync(10);
    assert.equal(next.entered, 1);
  });

  it("leaves no timer behind when nobody waits, which would keep the process from ending", async () => {
    const pace = new Pace(2);
    enter(pace, 2);
    await clock.tickAsync(0);
    pace.pause(600_000);
    leave(pace, 2, true);
    assert.equal(clock.countTimers(), 0);
    enter(pace, 1);
    assert.equal(clock.countTimers(), 1);
    pace.dismiss(group, reason);
    assert.equal(clock.countTimers(), 0);
  });

  it("dismisses those of one group, with the reason, and lets the others in", async () => {
    const pace = new Pace(1);
    const other = {};
    const running = enter(pace, 1);
    const dismissed = enter(pace, 2);
    const stay = enter(pace, 1, other);
    pace.dismiss(group, reason);
    await clock.tickAsync(0);
    assert.deepEqual(dismissed, { entered: 0, failed: [reason, reason] });
    assert.deepEqual(running, { entered: 1, failed: [] });
    assert.equal(stay.entered, 0);
    pace.leave(true);
    await clock.tickAsync(0);
    assert.equal(stay.entered, 1);
  });
});
