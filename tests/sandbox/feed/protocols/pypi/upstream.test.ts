import assert from "node:assert/strict";
import { versionOfFile } from "../../../../../sandbox/feed/protocols/pypi/upstream/file-names";
import { readSimplePage } from "../../../../../sandbox/feed/protocols/pypi/upstream/read-simple-page";

describe("the version in a Python file's name", () => {
  for (const [project, file, version] of [
    ["requests", "requests-2.31.0-py3-none-any.whl", "2.31.0"],
    ["zope-interface", "zope.interface-6.0-1-cp311-cp311-linux_x86_64.whl", "6.0"],
    ["zope-interface", "zope-interface-6.0.tar.gz", "6.0"],
    ["zope-interface", "zope_interface-6.0.tar.gz", "6.0"],
    ["pytest", "pytest-1.0-1.zip", "1.0-1"],
    ["python-dateutil", "python-dateutil-2.8.2+local.tar.bz2", "2.8.2+local"],
    ["requests", "requests-2.31.0.exe", undefined],
    ["requests", "other-2.31.0.tar.gz", undefined],
    ["requests", "other-2.31.0-py3-none-any.whl", undefined],
    ["requests", "requests-.tar.gz", undefined],
  ] as const) {
    it(`of ${file} is ${version ?? "unknown"}`, () => {
      assert.equal(versionOfFile(project, file), version);
    });
  }
});

describe("a simple page", () => {
  const sha256 = "0f".repeat(32);
  const expected = [
    {
      file: {
        filename: "words-1.0-py3-none-any.whl",
        version: "1.0",
        sha256,
        requiresPython: ">=3.8,<4",
        yanked: "",
      },
      url: "https://files.example/a/words-1.0-py3-none-any.whl",
    },
    {
      file: { filename: "words-2.0.tar.gz", version: "2.0", yanked: "broken & old" },
      url: "https://index.example/files/words-2.0.tar.gz",
    },
  ];

  it("is read from HTML", () => {
    const text = `<!DOCTYPE html><html><body><h1>Links</h1>
      <a href="https://files.example/a/words-1.0-py3-none-any.whl#sha256=${sha256.toUpperCase()}"
         data-requires-python="&gt;=3.8,&lt;4" data-yanked>words-1.0-py3-none-any.whl</a><br/>
      <A HREF='../../files/words-2.0.tar.gz' data-yanked="broken &#38; old"> words-2.0.tar.gz </A>
      <a href="words.txt">words.txt</a></body></html>`;
    const page = { url: "https://index.example/simple/words/", type: "text/html; charset=utf-8", text };
    assert.deepEqual(readSimplePage("words", page), expected);
  });

  it("is read from JSON", () => {
    const text = JSON.stringify({
      files: [
        {
          filename: "words-1.0-py3-none-any.whl",
          url: "https://files.example/a/words-1.0-py3-none-any.whl",
          hashes: { sha256 },
          "requires-python": ">=3.8,<4",
          yanked: true,
        },
        {
          filename: "words-2.0.tar.gz",
          url: "../../files/words-2.0.tar.gz",
          hashes: {},
          "requires-python": null,
          yanked: "broken & old",
        },
      ],
    });
    const type = "application/vnd.pypi.simple.v1+json";
    assert.deepEqual(
      readSimplePage("words", { url: "https://index.example/simple/words/", type, text }),
      expected,
    );
  });
});
