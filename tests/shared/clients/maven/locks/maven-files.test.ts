import assert from "node:assert/strict";
import { fixture, problemOf, readLock, sha256 } from "../../reading";

const metadata = "gradle/verification-metadata.xml";
const list = "maven-dependency-list.txt";

function verified(artifact: string, component = 'group="g.h" name="a" version="1.0"'): string {
  return `<verification-metadata><components><component ${component}>${artifact}</component></components></verification-metadata>`;
}

describe("gradle/verification-metadata.xml", () => {
  it("names every file with all its digests and its path in the repository", () => {
    const { entries, skipped, bypasses } = readLock(`app/${metadata}`, fixture(metadata));
    assert.deepEqual(
      entries.map(({ name, version, file, hashes, where }) => [
        `${name} ${version}`,
        file,
        hashes.map(({ algorithm, hex }) => `${algorithm} ${hex.slice(0, 4)}${hex.slice(-2)}`),
        where,
      ]),
      [
        [
          "org.hamcrest:hamcrest-core 1.3",
          "org/hamcrest/hamcrest-core/1.3/hamcrest-core-1.3.jar",
          ["sha256 66fde9"],
          `app/${metadata}:13`,
        ],
        [
          "org.hamcrest:hamcrest-core 1.3",
          "org/hamcrest/hamcrest-core/1.3/hamcrest-core-1.3.pom",
          ["sha256 fde393"],
          `app/${metadata}:16`,
        ],
        [
          "junit:junit 4.13.2",
          "junit/junit/4.13.2/junit-4.13.2.jar",
          ["sha1 8ac912", "sha256 8e49d3", "sha256 000001"],
          `app/${metadata}:21`,
        ],
        ["junit:junit 4.13.2", "junit/junit/4.13.2/junit-4.13.2.pom", [], `app/${metadata}:27`],
      ],
    );
    assert.deepEqual(
      skipped.map(({ name, reason }) => [name, reason]),
      [
        [".*-javadoc[.]jar", "trusted without a digest, so that no file is named"],
        ["com.fabrikam:fiber:1.0", "trusted without a digest, so that no file is named"],
      ],
    );
    assert.deepEqual(bypasses, []);
  });

  it("skips snapshots", () => {
    const text = verified('<artifact name="a.jar"/>', 'group="g" name="a" version="1-SNAPSHOT"');
    assert.deepEqual(
      readLock(metadata, text).skipped.map(({ reason }) => reason),
      ["a snapshot, which no feed saves"],
    );
  });

  for (const [title, text, expected] of [
    ["a file that is cut off", fixture(metadata).slice(0, 1200), `${metadata}:21:`],
    ["another XML file", "<project/>", `${metadata}:1:`],
    [
      "a digest that is cut off",
      verified('<artifact name="a-1.0.jar">\n<sha256 value="abc"/></artifact>'),
      `${metadata}:2:`,
    ],
    ["an empty file", "", `${metadata}:1:`],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.ok(problemOf(metadata, text).startsWith(expected), problemOf(metadata, text));
      assert.match(problemOf(metadata, text), /:\d+:\d+: expected /);
    });
  }

  it("reads a file of 200 000 folders in each other in time", () => {
    const text = `<verification-metadata>${"<a>".repeat(200_000)}${"</a>".repeat(200_000)}</verification-metadata>`;
    assert.deepEqual(readLock(metadata, text).entries, []);
  });
});

describe("the list of Maven's dependency plugin", () => {
  it("names the file and the POM of every artifact", () => {
    const { entries, skipped } = readLock(list, fixture(`maven/${list}`));
    const files = entries.map(({ file }) => file ?? "");
    assert.equal(files.length, 24);
    assert.equal(files.filter((file) => file.endsWith(".pom")).length, 12);
    assert.deepEqual(skipped, []);
    const netty =
      "io/netty/netty-transport-native-epoll/4.1.100.Final/netty-transport-native-epoll-4.1.100.Final";
    assert.deepEqual(
      entries.filter(({ name }) => name === "io.netty:netty-transport-native-epoll"),
      [
        ...["-linux-x86_64.jar", ".pom"].map((end) => ({
          protocol: "maven",
          name: "io.netty:netty-transport-native-epoll",
          version: "4.1.100.Final",
          file: `${netty}${end}`,
          hashes: [],
          where: `${list}:10`,
        })),
      ],
    );
  });

  for (const [line, ends] of [
    ["   g:a:jar:1.0:compile -- module a.b [auto]", [".jar", ".pom"]],
    ["   \u001b[36mg:a:jar:1.0:compile\u001b[0m\u001b[33m -- module a\u001b[0;1m", [".jar", ".pom"]],
    ["[INFO]    g:a:jar:1.0:runtime (optional) ", [".jar", ".pom"]],
    ["g:a:test-jar:tests:1.0:test", ["-tests.jar", ".pom"]],
    ["g:a:maven-plugin:1.0:runtime\r", [".jar", ".pom"]],
    ["g:a:tar.gz:bin:1.0:provided", ["-bin.tar.gz", ".pom"]],
    ["g:a:pom:1.0:import", [".pom"]],
    ["The following files have been resolved:\n   none\n", []],
  ] as const) {
    it(`reads ${JSON.stringify(line)}`, () => {
      const { entries, skipped } = readLock(list, line);
      assert.deepEqual(
        entries.map(({ file }) => file),
        ends.map((end) => `g/a/1.0/a-1.0${end}`),
      );
      assert.deepEqual(skipped, []);
    });
  }

  for (const [line, reason] of [
    ["g:a:jar:1.0:system", "a file on disk, which no feed can save"],
    ["g:a:jar:1.0-SNAPSHOT:compile", "a snapshot, which no feed saves"],
    ["g/../x:a:jar:1.0:compile", "not the coordinates of a file of a repository"],
    ["g:..:jar:1.0:compile", "not the coordinates of a file of a repository"],
    ["g:a:jar:%2e%2e:compile", "not the coordinates of a file of a repository"],
    ["g:##vso[task.x]:jar:1.0:compile", "not the coordinates of a file of a repository"],
  ] as const) {
    it(`skips ${line}`, () => {
      const { entries, skipped } = readLock(list, line);
      assert.deepEqual(entries, []);
      assert.equal(skipped[0]?.reason, reason);
    });
  }

  for (const line of ["g:a:jar:1.", "g:a:jar:1.0:comp", "g:a:jar:tests:1.0", "<html>"]) {
    it(`refuses ${line}`, () => {
      assert.ok(problemOf(list, `\n   ${line}`).startsWith(`${list}:2:4: expected \`group:artifact`));
    });
  }
});

it("refuses a digest that is no digest", () => {
  const text = verified(`<artifact name="a-1.0.jar"><sha256 value="${sha256("g")}"/></artifact>`);
  assert.match(problemOf(metadata, text), /expected a digest of its algorithm's full length/);
});
