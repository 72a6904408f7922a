import assert from "node:assert/strict";
import { requirements } from "../../../../../shared/protocols/pypi/locks/requirements";
import { feed, fixture, problemOf, readLock, sha256 } from "../../../clients/reading";

const hash = `--hash=sha256:${sha256("a")}`;

describe("requirements.txt", () => {
  it("is told by its name", () => {
    const names = [
      "requirements.txt",
      "a/requirements-dev.txt",
      "dev-requirements.txt",
      "requirements/prod.txt",
    ];
    const others = [
      "requirements.in",
      "constraints.txt",
      "requirements/constraints.txt",
      "myrequirements.txt",
      "a.txt",
    ];
    assert.deepEqual(
      [...names, ...others].filter((name) => requirements.recognizes(name)),
      names,
    );
  });

  it("names every version with all its hashes", () => {
    const { entries, skipped, bypasses } = readLock("requirements.txt", fixture("uv/requirements.txt"));
    const locked = readLock("uv.lock", fixture("uv/uv.lock")).entries;
    for (const { name, version, file, hashes, where } of entries) {
      assert.equal(file, undefined);
      const all = locked.filter((entry) => entry.name === name).flatMap((entry) => entry.hashes);
      assert.deepEqual(hashes.map(({ hex }) => hex).sort(), all.map(({ hex }) => hex).sort());
      const line = fixture("uv/requirements.txt").split("\n")[Number(where.split(":")[1]) - 1] ?? "";
      assert.ok(line.startsWith(`${name}==${version} \\`), line);
    }
    assert.deepEqual(
      entries.map(({ name }) => name),
      ["idna", "markupsafe", "six"],
    );
    assert.deepEqual(
      skipped.map(({ name, reason }) => [name, reason]),
      [
        [".", "an editable project, which no feed can save"],
        ["./local", "an editable project, which no feed can save"],
        ["./member", "an editable project, which no feed can save"],
        ["gitdep", "a direct address or path, which no feed can save"],
      ],
    );
    assert.deepEqual(
      bypasses.map(({ host, where }) => [host, where]),
      [["git.example", "requirements.txt:8"]],
    );
  });

  it("takes in other files, by paths from its own folder, and counts what it leaves open", () => {
    const text =
      "-r base.txt\n--requirement=../more.txt\n-c pins.txt\n-r https://files.example/r.txt\nalpha\nbeta==1\n-e .\n";
    const { includes, unpinned, bypasses } = readLock("requirements/prod.txt", text);
    assert.deepEqual(includes, [
      { path: "requirements/base.txt", where: "requirements/prod.txt:1" },
      { path: "more.txt", where: "requirements/prod.txt:2" },
    ]);
    assert.equal(unpinned, 2);
    assert.deepEqual(
      bypasses.map(({ where, host }) => [where, host]),
      [["requirements/prod.txt:4", "files.example"]],
    );
  });

  it("has an --index-url in the place of the public index, which the feed takes, and not a second one", () => {
    const { bypasses } = readLock(
      "requirements.txt",
      "-i https://a.example/\n--extra-index-url https://b.example/\n",
    );
    assert.deepEqual(
      bypasses.map(({ host, throughFeed }) => [host, throughFeed]),
      [
        ["a.example", true],
        ["b.example", undefined],
      ],
    );
  });

  for (const line of [
    `alpha==1.0 ${hash}`,
    `Alpha == 1.0 ${hash} # comment`,
    `alpha[extra,more]==1.0 ; python_version < "3.13" and extra == 'a' ${hash}`,
    `alpha===1.0 \\\r\n  ${hash}\r\n`,
    `alpha (==1.0) --hash sha256:${sha256("a")}`,
    `\uFEFFalpha==1.0 \\\n${hash} \\\n  # via beta\n`,
    `--require-hashes\n-c constraints.txt\n--only-binary :all:\n--trusted-host a.example\nalpha==1.0 ${hash}`,
  ]) {
    it(`reads ${JSON.stringify(line.replaceAll(sha256("a"), "…"))}`, () => {
      const { entries, skipped } = readLock("requirements.txt", line);
      const expected = ["pypi", "alpha", "1.0", undefined, [{ algorithm: "sha256", hex: sha256("a") }]];
      assert.deepEqual(
        entries.map(({ protocol, name, version, file, hashes }) => [protocol, name, version, file, hashes]),
        [expected],
      );
      assert.deepEqual(skipped, []);
    });
  }

  for (const [line, name, reason] of [
    ["alpha", "alpha", /not pinned/],
    [`alpha>=1.0 ${hash}`, "alpha", /not pinned/],
    [`alpha==1.* ${hash}`, "alpha", /not pinned/],
    [`alpha==1.0,!=1.1 ${hash}`, "alpha", /not pinned/],
    ["alpha==1.0", "alpha", /without --hash/],
    [`alpha==1.0 --hash=sha384:${"a".repeat(96)}`, "alpha", /algorithms that are not checked/],
    [`alpha==../../x ${hash}`, "alpha", /not a valid version/],
    [`alpha- == 1.0 ${hash}`, "alpha-", /not a valid package name/],
    [
      `./wheels/alpha-1.0-py3-none-any.whl ${hash}`,
      "./wheels/alpha-1.0-py3-none-any.whl",
      /direct address or path/,
    ],
    ["-r ../base.txt", "../base.txt", /not below the working directory/],
    ["-r /etc/base.txt", "/etc/base.txt", /not below the working directory/],
  ] as const) {
    it(`skips ${line.slice(0, 40)}`, () => {
      const { entries, skipped } = readLock("requirements.txt", line);
      assert.deepEqual(entries, []);
      assert.equal(skipped[0]?.name, name);
      assert.match(skipped[0].reason, reason);
    });
  }

  for (const [line, hosts] of [
    ["--index-url https://index.example/simple", ["index.example"]],
    ["-i https://u:${TOKEN}@index.example/simple", ["index.example"]],
    ["--extra-index-url=https://index.example:8443/simple", ["index.example:8443"]],
    ["-f 'https://links.example/'", ["links.example"]],
    ["-r https://files.example/requirements.txt", ["files.example"]],
    ["-e git+ssh://git@git.example/x.git#egg=x", ["git.example"]],
    ["alpha @ git+https://git.example/x.git", ["git.example"]],
    ["https://files.example/alpha-1.0.tar.gz", ["files.example"]],
    ["--index-url https://${HOST}/simple", ["(a host that is not written in the file)"]],
    [`--index-url ${feed}/pypi/simple/`, []],
    ["-i https://u:${TOKEN}@pkgs.dev.azure.com/fabrikam/_packaging/fibers/pypi/simple/", []],
    ["--find-links ./wheels", ["disk"]],
    ["-e .", []],
    ["-r requirements-dev.txt", []],
  ] as const) {
    it(`finds ${hosts.length} bypasses in ${line.slice(0, 50)}`, () => {
      const { bypasses } = readLock("requirements.txt", `\n${line}\n`);
      assert.deepEqual(
        bypasses.map(({ host }) => host),
        hosts,
      );
      for (const { where } of bypasses) assert.equal(where, "requirements.txt:2");
    });
  }

  for (const [title, text, expected] of [
    [
      "a file that ends in a continuation",
      `alpha==1.0 \\\n    ${hash} \\\n`,
      "requirements.txt:2:84: expected another line",
    ],
    [
      "a hash that is cut off",
      `alpha==1.0 \\\n    --hash=sha256:abcdef`,
      "requirements.txt:2:5: expected a digest",
    ],
    ["an option that is cut off", "alpha==1.0 --has", "requirements.txt:1:12: expected an option"],
    [
      "an option without its value",
      "--index-url",
      "requirements.txt:1:1: expected a value after --index-url",
    ],
    [
      "what is no requirement",
      "##x\n  alpha##vso[task.x]==1",
      "requirements.txt:2:3: expected a requirement",
    ],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.ok(
        problemOf("requirements.txt", text).startsWith(expected),
        problemOf("requirements.txt", text),
      );
    });
  }
});
