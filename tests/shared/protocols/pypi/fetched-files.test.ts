import assert from "node:assert/strict";
import { fetchedBeyond } from "../../../../shared/protocols/pypi/fetched-files";

describe("what Python's clients fetched", () => {
  it("is told by the names of files, beyond what is locked", () => {
    const locked = [{ protocol: "pypi", name: "known-thing", version: "1.0" }];
    const fetched = fetchedBeyond("/f", locked);
    assert.equal(fetched.folder, "/f");
    const versions = fetched.versions([
      "known_thing-1.0.0-py3-none-any.whl",
      "ab/cd/setuptools-80.9.0-py3-none-any.whl",
      "zope.interface-5.4.0-1-cp39-cp39-win32.whl",
      "old-tool-0.1.tar.gz",
      "archive-2.0.zip",
      "README.md",
      "no-version.txt",
    ]);
    assert.deepEqual(
      versions.map(({ protocol, name, version }) => `${protocol} ${name} ${version}`),
      ["pypi setuptools 80.9.0", "pypi zope-interface 5.4.0", "pypi old-tool 0.1", "pypi archive 2.0"],
    );
  });
});
