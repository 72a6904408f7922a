import assert from "node:assert/strict";
import { useFakeTimers } from "sinon";
import { backoff, defaultPatience, isPassing, retryAfter } from "../../../../shared/shell/feed/patience";

describe("patience with a feed", () => {
  it("reads Retry-After in both forms", () => {
    const clock = useFakeTimers(Date.parse("Wed, 21 Oct 2015 07:28:00 GMT"));
    try {
      const table: readonly (readonly [string | undefined, number | undefined])[] = [
        ["120", 120_000],
        [" 1.5 ", 1500],
        ["0", 0],
        ["Wed, 21 Oct 2015 07:28:30 GMT", 30_000],
        ["Wed, 21 Oct 2015 07:27:00 GMT", 0],
        [undefined, undefined],
        ["", undefined],
        ["soon", undefined],
      ];
      for (const [header, pause] of table) assert.equal(retryAfter(header, Date.now()), pause, header);
      clock.tick(10_000);
      assert.equal(retryAfter("Wed, 21 Oct 2015 07:28:30 GMT", Date.now()), 20_000, "a date comes nearer");
    } finally {
      clock.restore();
    }
  });

  it("waits twice as long each time, up to a cap, and at random below that", () => {
    assert.deepEqual(
      [0, 1, 2, 6, 7, 20].map((retry) => backoff(defaultPatience, retry, 1)),
      [250, 500, 1000, 16_000, 20_000, 20_000],
    );
    assert.equal(backoff(defaultPatience, 3, 0), 0);
    assert.equal(backoff(defaultPatience, 3, 0.25), 500);
  });

  it("repeats only what can pass", () => {
    const statuses = [200, 203, 303, 400, 401, 403, 404, 407, 408, 410, 429, 500, 501, 502, 503, 504, 505];
    assert.deepEqual(statuses.filter(isPassing), [408, 429, 500, 502, 503, 504]);
  });
});
