import assert from "node:assert/strict";
import {
  crateDownloadUrl,
  crateIndexPath,
  cratePrefix,
} from "../../../../sandbox/feed/protocols/cargo/crate-paths";
import { findServerCredentials } from "../../../../sandbox/feed/protocols/maven/upstream/maven-settings";
import { findProxy } from "../../../../sandbox/feed/upstream/proxy-settings";
import { versionOfFile } from "../../../../sandbox/feed/protocols/pypi/upstream/file-names";
import { readSimplePage } from "../../../../sandbox/feed/protocols/pypi/upstream/read-simple-page";
import { parseRegistryAddress, withoutSecrets } from "../../../../sandbox/feed/upstream/registry-address";

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

describe("the paths of a Cargo registry", () => {
  for (const [crate, prefix, path] of [
    ["a", "1", "1/a"],
    ["ab", "2", "2/ab"],
    ["abc", "3/a", "3/a/abc"],
    ["serde", "se/rd", "se/rd/serde"],
    ["MyCrate", "My/Cr", "my/cr/mycrate"],
  ] as const) {
    it(`of ${crate} are ${prefix} and ${path}`, () => {
      assert.equal(cratePrefix(crate), prefix);
      assert.equal(crateIndexPath(crate), path);
    });
  }

  for (const [dl, url] of [
    ["https://c.example/api", "https://c.example/api/MyCrate/1.0.0/download"],
    ["https://c.example/{crate}/{crate}-{version}.crate", "https://c.example/MyCrate/MyCrate-1.0.0.crate"],
    ["https://c.example/{prefix}/{lowerprefix}/{sha256-checksum}", "https://c.example/My/Cr/my/cr/c0ffee"],
  ] as const) {
    it(`make ${dl} into ${url}`, () => {
      assert.equal(crateDownloadUrl(dl, { crate: "MyCrate", version: "1.0.0", checksum: "c0ffee" }), url);
    });
  }
});

describe("a registry's address", () => {
  it("keeps the userinfo apart", () => {
    assert.deepEqual(parseRegistryAddress("sparse+https://ann:p%40ss@mirror.example/cargo/?q=1#f"), {
      url: "https://mirror.example/cargo",
      authorization: `Basic ${Buffer.from("ann:p@ss").toString("base64")}`,
    });
  });

  it("that is not http is refused without being shown", () => {
    assert.throws(
      () => parseRegistryAddress("ftp://ann:secret@mirror.example/"),
      (error: Error) => error instanceof TypeError && !error.message.includes("secret"),
    );
  });

  it("loses its secrets in a message", () => {
    assert.equal(
      withoutSecrets("no https://ann:secret@m.example/a?sig=secret nor http://token@n.example/"),
      "no https://m.example/a nor http://n.example/",
    );
  });
});

describe("the proxy of an address", () => {
  const proxy = "http://proxy.example:8080";
  for (const [url, noProxy, expected] of [
    ["https://a.example/", "", proxy],
    ["http://a.example/", "", undefined],
    ["https://a.example/", "a.example", undefined],
    ["https://sub.a.example/", ".a.example", undefined],
    ["https://sub.a.example/", "a.example, b.example", undefined],
    ["https://nota.example/", "a.example", proxy],
    ["https://a.example/", "a.example:443", undefined],
    ["https://a.example:8443/", "a.example:443", proxy],
    ["https://a.example/", "*", undefined],
  ] as const) {
    it(`of ${url} with NO_PROXY '${noProxy}' is ${expected ?? "none"}`, () => {
      assert.equal(findProxy(new URL(url), { HTTPS_PROXY: proxy, NO_PROXY: noProxy }), expected);
    });
  }
});

describe("the server of a settings.xml", () => {
  const server = (id: string, password: string): string =>
    `<server><id>${id}</id><username>ann</username><password>${password}</password></server>`;
  const settings = `<settings><servers>
    ${server("plain", "a&amp;b")}${server("variable", "${env.TOKEN}")}${server("locked", "{jSMOWnoPFgsHVpMvz5VrIt}")}
    <server><id>key</id><privateKey>x</privateKey></server></servers></settings>`;
  for (const [id, password] of [
    ["plain", "a&b"],
    ["variable", "t0ken"],
    ["locked", undefined],
    ["key", undefined],
    ["other", undefined],
  ] as const) {
    it(`${id} ${password === undefined ? "gives no" : "gives its"} password`, () => {
      assert.equal(findServerCredentials(settings, id, { TOKEN: "t0ken" })?.password, password);
    });
  }

  it("is not found in broken XML", () => {
    assert.equal(findServerCredentials("<settings><servers>", "plain", {}), undefined);
  });
});
