import assert from "node:assert/strict";
import fc from "fast-check";
import { clients } from "../../../shared/clients/clients";
import type { LockEntry, LockFile, LockReader } from "../../../shared/core/lock-entry";
import { Problem } from "../../../shared/core/problem";
import { feed, fixture, isOwn, sha256 } from "../../shared/clients/reading";
import { jsonDocuments, lineDocuments, partsOf, tomlDocuments, xmlDocuments } from "./documents";
import { property, Share } from "./property";
import { assertPlace, assertSaysWhere, readOrProblem } from "./reading";

const tables = /\n(?=\[\[)/;
const tomlMarks = [
  "[[package]]\n",
  "[",
  "]",
  "{",
  "}",
  '"',
  '"""',
  "'",
  "=",
  ",",
  ".",
  "#",
  "\\",
  "a.",
  "\n",
];
const xmlMarks = [
  "<",
  ">",
  "</",
  "/>",
  "<a>",
  "</a>",
  "&",
  "&#0;",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  '"',
  "<?",
];
const digest = sha256("a");
const addresses = [
  "https://index.example/simple",
  `${feed}/pypi/simple/`,
  "https://files.example/alpha-1.0-py3-none-any.whl",
  `registry+https://registry.example/index`,
  `sparse+${feed}/Cargo/index/`,
];

/** Documents for the reader of each file. */
const documents: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "uv.lock": tomlDocuments(
    {
      words: [
        ...[
          "version",
          "requires-python",
          "package",
          "manifest",
          "members",
          "name",
          "source",
          "registry",
          "git",
        ],
        ...[
          "url",
          "path",
          "editable",
          "virtual",
          "sdist",
          "wheels",
          "hash",
          "dependencies",
          "dev-dependencies",
        ],
      ],
      values: ["alpha", "1.0", ">=3.9", `sha256:${digest}`, ...addresses],
      examples: partsOf(fixture("uv/uv.lock"), tables),
      marks: tomlMarks,
    },
    {
      item: {
        name: "alpha",
        version: "1.0",
        source: { registry: "https://index.example/simple" },
        wheels: [{ url: "https://files.example/alpha-1.0-py3-none-any.whl", hash: `sha256:${digest}` }],
      },
      around: (all) => ({ version: 1, "requires-python": ">=3.9", package: all }),
    },
  ),
  "poetry.lock": tomlDocuments(
    {
      words: [
        ...["package", "name", "version", "files", "file", "hash", "source", "type", "url", "reference"],
        ...["metadata", "lock-version", "python-versions", "content-hash", "dependencies", "optional"],
      ],
      values: ["alpha", "1.0", "legacy", "git", "2.1", `sha256:${digest}`, ...addresses],
      examples: partsOf(fixture("poetry/poetry.lock"), tables),
      marks: tomlMarks,
    },
    {
      item: {
        name: "alpha",
        version: "1.0",
        files: [{ file: "alpha-1.0-py3-none-any.whl", hash: `sha256:${digest}` }],
        source: { type: "legacy", url: `${feed}/pypi/simple`, reference: "fiber" },
      },
      around: (all) => ({ package: all, metadata: { "lock-version": "2.1", "content-hash": digest } }),
    },
  ),
  "pdm.lock": tomlDocuments(
    {
      words: [
        ...["metadata", "lock_version", "groups", "strategy", "package", "name", "version", "files"],
        ...["file", "url", "hash", "git", "path", "editable", "dependencies", "targets"],
      ],
      values: ["alpha", "1.0", "4.5.0", "static_urls", `sha256:${digest}`, ...addresses],
      examples: partsOf(fixture("pdm/pdm.lock"), tables),
      marks: tomlMarks,
    },
    {
      item: {
        name: "alpha",
        version: "1.0",
        files: [{ file: "alpha-1.0-py3-none-any.whl", hash: `sha256:${digest}` }],
      },
      around: (all) => ({ metadata: { lock_version: "4.5.0" }, package: all }),
    },
  ),
  "Pipfile.lock": jsonDocuments(
    {
      words: [
        ...["_meta", "default", "develop", "sources", "name", "url", "hashes", "version", "index"],
        ...["markers", "git", "ref", "path", "file", "editable", "pipfile-spec"],
      ],
      values: ["alpha", "==1.0", "fiber", `sha256:${digest}`, ...addresses],
      examples: fc.constant(fixture("pipenv/Pipfile.lock")),
      marks: ["{", "}", "[", "]", '"', ":", ",", "\\", "\\u0000", "null", "1e999", "\n"],
    },
    {
      item: { hashes: [`sha256:${digest}`], index: "fiber", version: "==1.0" },
      around: (all) => ({
        _meta: { "pipfile-spec": 6, sources: [{ name: "fiber", url: `${feed}/pypi/simple/` }] },
        default: Object.fromEntries(all.map((each, index) => [`alpha${index}`, each])),
        develop: {},
      }),
    },
  ),
  "pylock.toml": tomlDocuments(
    {
      words: [
        ...["lock-version", "packages", "name", "version", "index", "sdist", "wheels", "url", "hashes"],
        ...["sha256", "vcs", "archive", "directory"],
      ],
      values: ["alpha", "1.0", digest, ...addresses],
      examples: partsOf(fixture("uv/pylock.toml"), tables),
      marks: ["[[packages]]\n", ...tomlMarks],
    },
    {
      item: {
        name: "alpha",
        version: "1.0",
        sdist: { url: "https://files.example/alpha-1.0.tar.gz", hashes: { sha256: digest } },
      },
      around: (all) => ({ "lock-version": "1.0", packages: all }),
    },
  ),
  "requirements.txt": lineDocuments(
    {
      words: [
        ...["--hash", "--index-url", "--extra-index-url", "-i", "-r", "-e", "-c", "--find-links", "--pre"],
        ...["alpha", "alpha[extra]", "==", "@", ";", "#", "\\", "--require-hashes"],
      ],
      values: ["1.0", `sha256:${digest}`, "requirements-more.txt", ...addresses],
      examples: partsOf(fixture("uv/requirements.txt"), /\n(?=[a-z])/),
      marks: ["\\\n", " #", "--hash=", "==", "=", " ", ";", '"', "-", "\r\n", "[", "a"],
    },
    [" ", "=", "==", "", " \\\n", "\t"],
  ),
  "Cargo.lock": tomlDocuments(
    {
      words: ["version", "package", "name", "source", "checksum", "dependencies", "metadata", "replace"],
      values: ["alpha", "1.0.0", "4", digest, "alpha 1.0.0", ...addresses],
      examples: partsOf(fixture("cargo/Cargo.lock"), tables),
      marks: tomlMarks,
    },
    {
      item: { name: "alpha", version: "1.0.0", source: `sparse+${feed}/Cargo/index/`, checksum: digest },
      around: (all) => ({ version: 4, package: all }),
    },
  ),
  "gradle/verification-metadata.xml": xmlDocuments(
    {
      words: [
        ...["verification-metadata", "components", "component", "artifact", "sha256", "sha1", "also-trust"],
        ...["configuration", "trusted-artifacts", "trust", "group", "name", "version", "value", "file"],
      ],
      values: ["org.example", "alpha", "1.0", "alpha-1.0.jar", digest],
      examples: fc.constant(fixture("gradle/verification-metadata.xml")),
      marks: xmlMarks,
    },
    "verification-metadata",
    [
      `<components><component group="org.example" name="alpha" version="1.0"><artifact name="alpha-1.0.jar"><sha256 value="${digest}"/></artifact></component></components>`,
      '<configuration><trusted-artifacts><trust group="org.example" name="beta"/></trusted-artifacts></configuration>',
    ],
  ),
  ".mvn/wrapper/maven-wrapper.properties": lineDocuments(
    {
      words: ["distributionUrl", "distributionSha256Sum", "wrapperUrl", "wrapperSha256Sum"],
      values: [
        "https://packages.example/org/apache/maven/apache-maven/3.9.9/apache-maven-3.9.9-bin.zip",
        "https\\://packages.example/org/apache/maven/wrapper/maven-wrapper/3.3.2/maven-wrapper-3.3.2.jar",
        digest,
        "abc",
      ],
      examples: fc.constant(
        `# of the wrapper\ndistributionUrl=https://packages.example/org/apache/maven/apache-maven/3.9.9/apache-maven-3.9.9-bin.zip\ndistributionSha256Sum=${digest}\n`,
      ),
      marks: ["=", ":", "\\:", " ", "\r\n", "#", "!", "\t"],
    },
    ["=", ":", "=", " ", ""],
  ),
  "maven-dependency-list.txt": lineDocuments(
    {
      words: ["compile", "test", "jar", "pom", "test-jar", "none", "[INFO]", "The following files", "system"],
      values: ["org.example", "alpha", "1.0", "1.0-SNAPSHOT"],
      examples: fc.constant(fixture("maven/maven-dependency-list.txt")),
      marks: [":", "::", "\u001b[0m", " ", "\r\n", "[INFO] ", "a:", "\t"],
    },
    [":", ":", ":", " ", ""],
  ),
};

type Read = LockReader["read"];

/** What a feed is asked for by: nothing in it may lead to another file, or be cut in two. */
function assertPlainEntry({ protocol, name, version, file = "", hashes }: LockEntry): void {
  assert.match(protocol, /^[a-z]+$/);
  for (const part of [name, version, file]) assert.doesNotMatch(part, /[\p{C}\s\\%?#@]/u);
  assert.ok(name !== "" && version !== "");
  for (const part of [name, version]) assert.doesNotMatch(part, /\//);
  assert.ok(!file.split("/").some((segment) => /^\.{0,2}$/.test(segment)) || file === "", file);
  for (const { hex } of hashes)
    assert.match(hex, /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/);
}

function assertLockFile(lock: LockFile, path: string, text: string): void {
  const entries = [...lock.entries];
  assert.equal(entries.length, lock.entries.length);
  entries.forEach(assertPlainEntry);
  for (const { where } of [...entries, ...lock.skipped, ...lock.bypasses]) assertPlace(where, path, text);
}

/** Readers with something wrong, made of one that is right. */
function brokenReaders(read: Read): Readonly<Record<string, Read>> {
  const changed =
    (change: (problem: Problem, text: string) => Error): Read =>
    (path, text, own) => {
      try {
        return read(path, text, own);
      } catch (error) {
        throw error instanceof Problem ? change(error, text) : error;
      }
    };
  return {
    "it throws another error": changed(({ message }) => new SyntaxError(message)),
    "its Problem quotes the file as it is": changed(
      ({ code, message, hint }, text) => new Problem(code, message + text.slice(0, 400), hint),
    ),
    "its Problem names a line that is not there": changed(
      ({ code, message, hint }) => new Problem(code, message.replace(/:\d+:/, ":100000:"), hint),
    ),
    "its Problem does not name the file": changed(
      ({ code, message, hint }) => new Problem(code, message.replace(/^.*?: /, ""), hint),
    ),
    "it takes names for what they are": (path, text, own) => {
      const lock = read(path, text, own);
      const entries = [...lock.entries].map((entry) => ({ ...entry, file: `../${text.slice(0, 9)}` }));
      return { ...lock, entries };
    },
    "its places are elsewhere": (path, text, own) => {
      const lock = read(path, text, own);
      return { ...lock, skipped: lock.skipped.map((each) => ({ ...each, where: `${each.where}000` })) };
    },
  };
}

/** One that is too slow, for texts of thousands of characters alone. */
function slow(read: Read): Readonly<Record<string, Read>> {
  return {
    "it looks at the text again for each of its characters": (path, text, own) => {
      let sum = 0;
      for (let at = 0; at < text.length; at += 1)
        for (let other = 0; other < text.length; other += 1) sum += (at ^ other) & 1;
      return sum < 0 ? assert.fail() : read(path, text, own);
    },
  };
}

describe("lock files, whatever is in them", () => {
  // Some are of several clients.
  const readers = [...new Set(clients.flatMap(({ lockReaders }) => lockReaders))];

  it("has documents for every reader", () => {
    assert.deepEqual(readers.map(({ example }) => example).sort(), Object.keys(documents).sort());
  });

  for (const reader of readers) {
    const { example } = reader;
    const values = documents[example];
    if (values === undefined) continue;
    const read: Read = (path, text, own) => reader.read(path, text, own);
    describe(example, () => {
      const [readable, refused] = [new Share(0.1), new Share(0.1)];
      property({
        title: "is read in time, or ends in a Problem with its place",
        subject: read,
        values,
        check: (tried, text) => {
          const lock = readOrProblem(() => tried(example, text, isOwn), text);
          if (tried === read) readable.count(!(lock instanceof Problem));
          if (tried === read) refused.count(lock instanceof Problem);
          if (lock instanceof Problem) assertSaysWhere(lock, example, text);
          else assertLockFile(lock, example, text);
        },
        faults:
          example === readers[0]?.example ? { ...brokenReaders(read), ...slow(read) } : brokenReaders(read),
      });

      it("was good and bad often enough", () => {
        readable.verify();
        refused.verify();
      });
    });
  }
});
