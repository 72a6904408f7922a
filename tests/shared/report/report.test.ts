import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { failureKinds } from "../../../shared/core/failure";
import type { RestoreReport } from "../../../shared/core/restore-report";
import { renderJsonReport, renderLastLine } from "../../../shared/report/plain-report";
import { renderSummary } from "../../../shared/report/summary";

const empty: RestoreReport = {
  mode: "restore",
  organization: "fabrikam",
  feed: "Fiber/fiber",
  projects: [],
  saved: [],
  alreadySaved: [],
  bypasses: [],
  skipped: [],
  failed: [],
  contentsKnown: true,
};

const full: RestoreReport = {
  ...empty,
  identity: "Build Service (1)",
  slice: { position: 2, total: 3 },
  projects: [
    { client: "uv", folder: ".", result: "restored" },
    { client: "uv", folder: "b", result: "restored", reason: "It has no lock file." },
    { client: "cargo", folder: "a", result: "failed", text: "cargo ended with 101 in a.\nIts last lines:" },
  ],
  saved: [{ protocol: "pypi", name: "attrs", version: "25.1.0", upstream: "Public" }],
  alreadySaved: [{ protocol: "cargo", name: "heck", version: "0.5.0" }],
  bypasses: [
    { where: "uv.lock:9", host: "files.example", count: 7, text: "Lock again." },
    { where: "pom.xml:3", host: "maven.example", text: "Remove it." },
    { where: "a/uv.lock:9", host: "files.example", count: 5, throughFeed: true, text: "Lock again." },
  ],
  skipped: [{ name: "app", reason: "a folder of the project itself", where: "uv.lock:1" }],
  failed: [
    { protocol: "pypi", name: "one", version: "1", kind: "notFound", text: "Nowhere.", where: "uv.lock:5" },
    {
      protocol: "maven",
      name: "a:b",
      version: "2",
      file: "a/b/2/b-2.jar",
      kind: "hash",
      text: "Other bytes.",
    },
  ],
};

describe("report: last line", () => {
  it("has the counts; a bypass counts as its packages", () => {
    assert.equal(
      renderLastLine(full),
      "Restored 2 projects through Fiber/fiber: 1 saved now, 1 already saved, 8 bypassed, 3 failed",
    );
  });

  it("says what save mode did", () => {
    assert.equal(
      renderLastLine({ ...empty, mode: "save" }),
      "Read the lock files of 0 projects through Fiber/fiber: 0 saved now, 0 already saved, 0 bypassed, 0 failed",
    );
  });
});

describe("report: JSON", () => {
  const schema: unknown = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "..", "..", "docs", "report.schema.json"), "utf8"),
  );
  const validate = new Ajv2020({ allErrors: true }).compile(schema as object);

  for (const [title, report] of Object.entries({ empty, full })) {
    it(`follows its schema (${title})`, () => {
      validate(JSON.parse(renderJsonReport(report)));
      assert.deepEqual(validate.errors ?? [], []);
    });
  }

  it("knows every kind of failure", () => {
    const { $defs } = schema as { $defs: { failure: { properties: { kind: { enum: unknown } } } } };
    assert.deepEqual($defs.failure.properties.kind.enum, failureKinds);
  });

  it("would not pass with a count that is missing", () => {
    const document = JSON.parse(renderJsonReport(full)) as { counts: object };
    assert.equal(validate({ ...document, counts: {} }), false);
  });

  it("has the counts of the last line", () => {
    const { counts } = JSON.parse(renderJsonReport(full)) as { counts: object };
    assert.deepEqual(counts, { saved: 1, alreadySaved: 1, bypass: 8, failed: 3 });
  });
});

describe("report: job summary", () => {
  it("has the counts before all else, and wrong hashes before other failures", () => {
    const text = renderSummary(full);
    assert.ok(text.indexOf("| 1 | 1 | 8 | 3 |") < text.indexOf("### Failed"));
    const order = ["Hash mismatch", "cargo in a", "one 1"].map((word) => text.indexOf(word));
    assert.deepEqual(
      [...order].sort((one, other) => one - other),
      order,
    );
    assert.ok(order.every((index) => index > 0));
  });

  it("folds long lists only", () => {
    const versions = (count: number): RestoreReport["saved"] =>
      Array.from({ length: count }, (_, index) => ({ protocol: "pypi", name: `p${index}`, version: "1" }));
    assert.doesNotMatch(renderSummary({ ...empty, saved: versions(10) }), /<details>/);
    assert.match(renderSummary({ ...empty, saved: versions(11) }), /<details><summary>Show 11<\/summary>/);
    assert.match(renderSummary({ ...empty, saved: versions(1500) }), /and 500 more, in the JSON report/);
  });

  const hostile = [
    "<script>alert(1)</script>",
    "a|b",
    "a\nb",
    "a\r\n## heading",
    "[x](https://evil.example)",
    "![x](https://evil.example/p.png)",
    "##vso[task.setvariable variable=x]y",
    "`code` **bold** _it_ ~~gone~~",
    "&lt;b&gt;",
    "https://evil.example/",
    "@everyone",
    "</details>",
    "a\u2028b",
    "<!-- -->",
  ];
  for (const name of hostile) {
    it(`keeps ${JSON.stringify(name)} text in its cell`, () => {
      const text = renderSummary({
        ...empty,
        feed: name,
        saved: [{ protocol: "pypi", name, version: name, upstream: name }],
        failed: [
          { protocol: "pypi", name, version: name, file: name, kind: "network", text: name, where: name },
        ],
        bypasses: [{ where: name, host: name, text: name }],
        skipped: [{ name, reason: name, where: name }],
        projects: [{ client: "uv", folder: name, result: "failed", text: name }],
      });
      const plain = renderSummary({
        ...empty,
        feed: "x",
        saved: [{ protocol: "pypi", name: "x", version: "x", upstream: "x" }],
        failed: [
          { protocol: "pypi", name: "x", version: "x", file: "x", kind: "network", text: "x", where: "x" },
        ],
        bypasses: [{ where: "x", host: "x", text: "x" }],
        skipped: [{ name: "x", reason: "x", where: "x" }],
        projects: [{ client: "uv", folder: "x", result: "failed", text: "x" }],
      });
      const shape = (summary: string): string => summary.replace(/[^\n|<>]/g, "");
      assert.equal(shape(text), shape(plain));
      assert.doesNotMatch(text, /https:\/\/|##vso\[|`|@/);
    });
  }
});
