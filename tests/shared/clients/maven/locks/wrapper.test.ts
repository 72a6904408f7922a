import assert from "node:assert/strict";
import { problemOf, readLock, sha256 } from "../../reading";

const path = ".mvn/wrapper/maven-wrapper.properties";
const root = "https://repo.example/maven2";
const zip = "org/apache/maven/apache-maven/3.9.9/apache-maven-3.9.9-bin.zip";
const jar = "org/apache/maven/wrapper/maven-wrapper/3.2.0/maven-wrapper-3.2.0.jar";

describe(path, () => {
  it("names the distribution and the wrapper, with their digests", () => {
    const text = `# a comment\ndistributionUrl=${root}/${zip}\r\ndistributionSha256Sum=${sha256("a")}\nwrapperUrl: ${root.replace(":", "\\:")}/${jar}\n`;
    const { entries, bypasses } = readLock(path, text);
    assert.deepEqual(
      entries.map(({ name, version, file, hashes, where }) => [name, version, file, hashes.length, where]),
      [
        ["org.apache.maven:apache-maven", "3.9.9", zip, 1, `${path}:2`],
        ["org.apache.maven.wrapper:maven-wrapper", "3.2.0", jar, 0, `${path}:4`],
      ],
    );
    assert.deepEqual(
      bypasses.map(({ where, host, throughFeed }) => [where, host, throughFeed]),
      [[`${path}:2`, "repo.example", true]],
    );
  });

  it("knows the wrapper of before it was Apache's, and a feed of ours", () => {
    const own = "https://pkgs.dev.azure.com/fabrikam/fiber/_packaging/fibers/maven/v1";
    const takari = "io/takari/maven-wrapper/0.5.6/maven-wrapper-0.5.6.jar";
    const { entries, bypasses } = readLock(
      path,
      `distributionUrl=${own}/${zip}\nwrapperUrl=${own}/${takari}`,
    );
    assert.deepEqual(
      entries.map(({ file }) => file),
      [zip, takari],
    );
    assert.deepEqual(bypasses, []);
  });

  for (const address of ["https://files.example/apache-maven-3.9.9-bin.zip", `${root}/${zip}/..`, ""])
    it(`skips what is no artifact of Maven: "${address}"`, () => {
      const { entries, skipped } = readLock(path, `distributionUrl=${address}\n`);
      assert.deepEqual([entries.length, skipped.length], [0, 1]);
    });

  it("refuses a digest that is none", () => {
    const text = `distributionUrl=${root}/${zip}\ndistributionSha256Sum=${sha256("a").slice(0, 9)}\n`;
    assert.match(problemOf(path, text), /maven-wrapper\.properties:2/);
  });
});
