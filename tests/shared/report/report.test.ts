import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { failureKinds } from "../../../shared/core/failure";
import type { ReportedVersion, RestoreReport } from "../../../shared/core/restore-report";
import { renderJsonReport, renderLastLine } from "../../../shared/report/plain-report";
import { renderSummary } from "../../../shared/report/summary";

const empty: RestoreReport = {
  mode: "restore",
  organization: "fabrikam",
  feed: "Fiber/fiber",
  root: "app",
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
  job: "Build",
  feedPage: "https://dev.azure.com/fabrikam/Fiber/_artifacts/feed/fiber",
  slice: { position: 2, total: 3 },
  projects: [
    { client: "uv", protocol: "pypi", folder: ".", result: "restored" },
    { client: "uv", protocol: "pypi", folder: "b", result: "restored", reason: "It has no lock file." },
    {
      client: "cargo",
      protocol: "cargo",
      folder: "a",
      result: "failed",
      text: "cargo in a ended with 101.",
      log: ["error: one", "error: two"],
    },
  ],
  saved: [
    { protocol: "pypi", name: "attrs", version: "25.1.0", upstream: "Public", direct: true, role: "plugin" },
  ],
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
  it("has the verdict first, then where it ran, the counts of each client, and wrong hashes before other failures", () => {
    const lines = renderSummary(full).split("\n");
    assert.equal(
      lines[0],
      "## Restore from upstream: 1 package file with a wrong hash; 1 of 3 projects failed; 1 package not saved; 2 lines bypass the feed",
    );
    assert.equal(
      lines[2],
      "Job **Build**, mode restore, feed [Fiber/fiber](https://dev.azure.com/fabrikam/Fiber/_artifacts/feed/fiber), as Build Service &#40;1&#41;, part 2 of 3 of the lock files.",
    );
    assert.deepEqual(lines.slice(4, 10), [
      "| Client | Projects | Saved now | Saved before | Not saved |",
      "| --- | --- | --- | --- | --- |",
      "| uv | 2 | 1 | 0 | 1 |",
      "| cargo | 1, 1 failed | 0 | 1 | 0 |",
      "| maven | 0 | 0 | 0 | 1 |",
      "| **All** | 3 | 1 | 1 | 2 |",
    ]);
    const text = lines.join("\n");
    const order = ["Hash mismatch", "cargo in a", "one 1"].map((word) => text.indexOf(word));
    assert.deepEqual(
      [...order].sort((one, other) => one - other),
      order,
    );
    assert.ok(order.every((index) => index > 0));
  });

  it("has folders by their names, what a client said behind a click, and local packages too", () => {
    const text = renderSummary(full);
    assert.match(text, /\| app \| uv \| restored \|/);
    assert.match(
      text,
      /<summary>Last lines of cargo in a<\/summary>\n\n<pre>error&#58; one<br>error&#58; two<\/pre>/,
    );
    assert.match(text, /<summary>Local packages, and others that no feed saves \(1\)<\/summary>/);
    assert.match(text, /<summary>Restored through the feed, and named elsewhere \(1\)<\/summary>/);
    assert.match(text, /\| uv in b \| It has no lock file\. \|/);
    assert.doesNotMatch(text, /\| \. \|/);
  });

  it("has what a project names itself before what that brings along", () => {
    const version = (name: string, direct?: true): ReportedVersion => ({
      ...{ protocol: "pypi", name, version: "1" },
      ...(direct === undefined ? {} : { direct }),
    });
    const text = renderSummary({ ...empty, saved: [version("a"), version("b", true), version("c")] });
    const names = [...text.matchAll(/^\| (\**[abc]\**) \|/gm)].map(([, name]) => name);
    assert.deepEqual(names, ["**b**", "a", "c"]);
  });

  it("has plugins, extensions, parents and BOMs behind libraries, called so", () => {
    const version = (name: string, more: Partial<ReportedVersion> = {}): ReportedVersion => ({
      ...{ protocol: "maven", name, version: "1" },
      ...more,
    });
    const saved = [
      version("a", { role: "bom" }),
      version("b", { role: "parent" }),
      version("c"),
      version("d", { role: "plugin" }),
      version("e", { role: "extension" }),
      version("f", { direct: true, role: "plugin" }),
      version("g", { direct: true }),
    ];
    const text = renderSummary({ ...empty, saved });
    const names = [...text.matchAll(/^\| (\**[a-g]\b[^|]*) \|/gm)].map(([, name]) => name);
    assert.deepEqual(
      names.map((name) => name?.replaceAll("&#40;", "(").replaceAll("&#41;", ")")),
      ["**f (plugin)**", "**g**", "c", "d (plugin)", "e (extension)", "b (parent)", "a (BOM)"],
    );
  });

  for (const [title, report, verdict] of [
    ["nothing", empty, "nothing was asked of the feed"],
    [
      "a good run",
      { ...empty, projects: full.projects.slice(0, 1), saved: full.saved, alreadySaved: full.alreadySaved },
      "1 project restored; 1 package saved now, 1 saved before",
    ],
    [
      "a good run of saving",
      { ...empty, mode: "save", projects: full.projects.slice(0, 2), saved: full.saved },
      "2 projects saved; 1 package saved now, 0 saved before",
    ],
  ] as const)
    it(`has a verdict of ${title}`, () => {
      assert.equal(renderSummary(report).split("\n")[0], `## Restore from upstream: ${verdict}`);
    });

  it("folds long lists only, and shows no more of 4 000 than a page takes", () => {
    const versions = (count: number): RestoreReport["saved"] =>
      Array.from({ length: count }, (_, index) => ({ protocol: "pypi", name: `p${index}`, version: "1" }));
    assert.doesNotMatch(renderSummary({ ...empty, saved: versions(10) }), /<details>/);
    assert.match(
      renderSummary({ ...empty, saved: versions(11) }),
      /<details><summary>Saved now \(11\)<\/summary>/,
    );
    const long = renderSummary({ ...empty, saved: versions(4000) });
    assert.match(long, /and 3000 more, in the JSON report/);
    assert.ok(long.length < 100_000, String(long.length));
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
        projects: [
          { client: "uv", protocol: "pypi", folder: name, result: "failed", text: name, log: [name] },
        ],
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
        projects: [{ client: "uv", protocol: "pypi", folder: "x", result: "failed", text: "x", log: ["x"] }],
      });
      const shape = (summary: string): string => summary.replace(/[^\n|<>]/g, "");
      assert.equal(shape(text), shape(plain));
      assert.doesNotMatch(text, /https:\/\/|##vso\[|`|@/);
    });
  }
});
