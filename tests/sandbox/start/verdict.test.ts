import assert from "node:assert/strict";
import type { ClientSummary } from "../../../sandbox/start/client-summary";
import { cargo as cargoClient } from "../../../sandbox/start/clients/cargo";
import { maven as mavenClient } from "../../../sandbox/start/clients/maven";
import { uv as uvClient } from "../../../sandbox/start/clients/uv";
import type { FoundClient, MissingClient } from "../../../sandbox/start/found-clients";
import { summaryNotes, summaryTable } from "../../../sandbox/start/summary-table";
import { failures, type Outcome } from "../../../sandbox/start/verdict";

const uv: FoundClient = { client: uvClient, version: "0.13.8", folders: [] };
const cargo: FoundClient = { client: cargoClient, version: "1.95.0", folders: [] };
const maven: MissingClient = { client: mavenClient, reason: "install a JDK 8 or later" };

const active: ClientSummary = {
  title: "uv",
  restored: 12,
  saved: 11,
  requests: 104,
  challenged: 2,
  without: [],
};
const idle: ClientSummary = {
  ...active,
  title: "Cargo",
  restored: 0,
  saved: 0,
  requests: 0,
  challenged: 0,
};
const refused: ClientSummary = {
  ...active,
  without: [
    {
      time: "2026-01-01T00:00:00.000Z",
      method: "GET",
      scheme: "https",
      host: "pkgs.dev.azure.com",
      path: "/fabrikam/_packaging/fiber/pypi/simple/rich/",
      status: 401,
      protocol: "pypi",
      identity: "anonymous",
      auth: "none",
      userAgent: "uv/0.13.8",
      durationMs: 1,
    },
  ],
};

const good: Outcome = {
  result: "Succeeded",
  found: [uv],
  summaries: [active],
  example: true,
  leak: undefined,
};

describe("the verdict on a run", () => {
  const cases: readonly (readonly [string, Outcome, readonly RegExp[]])[] = [
    ["a good run", good, []],
    ["issues", { ...good, result: "SucceededWithIssues" }, []],
    ["a pipeline that failed", { ...good, result: "Failed" }, [/result is Failed/]],
    ["a pipeline that was cancelled", { ...good, result: "Canceled", summaries: [idle] }, [/was cancelled/]],
    ["a request without the token", { ...good, summaries: [refused] }, [/never had the token: 1/]],
    ["a token in the output", { ...good, leak: "in base64" }, [/job's token in base64/]],
    [
      "a client of the example that saved nothing",
      { ...good, found: [uv, cargo], summaries: [active, idle] },
      [/Cargo has saved no package/],
    ],
    [
      "a client that the person's own file does not use",
      { ...good, found: [uv, cargo], summaries: [active, idle], example: false },
      [],
    ],
    ["no client at all", { ...good, found: [], summaries: [] }, [/No client/]],
  ];
  for (const [what, outcome, expected] of cases) {
    it(`of ${what} has ${expected.length === 0 ? "no reasons" : "its reason"}`, () => {
      const reasons = failures(outcome);
      assert.equal(reasons.length, expected.length, reasons.join("\n"));
      expected.forEach((pattern, index) => {
        assert.match(reasons[index] ?? "", pattern);
      });
    });
  }
});

describe("the table at the end of a run", () => {
  it("has a line for each client, with numbers below their heads", () => {
    const lines = summaryTable([uv, cargo], [maven], [active, idle]);
    assert.equal(lines.length, 5);
    const [head = "", , first = "", second = "", third = ""] = lines;
    assert.equal(head.indexOf("Requests") + "Requests".length, first.indexOf("104") + "104".length);
    assert.match(first, /^uv 0\.13\.8 +12 +11 +104 +0 +2$/);
    assert.match(second, /^Cargo 1\.95\.0 +0 +0 +0 +0 +0$/);
    assert.match(third, /^Maven +left out$/);
  });

  it("has a line for what else asked the feed", () => {
    const lines = summaryTable([uv], [], [active, { ...idle, title: "RestoreUpstream", requests: 18 }]);
    assert.match(lines.at(-1) ?? "", /^RestoreUpstream +0 +0 +18 +0 +0$/);
  });

  it("names the requests that never had the token, and how to get a missing client", () => {
    const notes = summaryNotes([maven], [refused]).join("\n");
    assert.match(notes, /GET \/fabrikam\/_packaging\/fiber\/pypi\/simple\/rich\/, answered 401/);
    assert.match(notes, /Maven was left out: install a JDK 8 or later\./);
  });
});
