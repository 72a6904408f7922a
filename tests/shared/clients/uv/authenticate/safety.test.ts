import assert from "node:assert/strict";
import { uv } from "../../../../../shared/clients/uv/authenticate/client";
import {
  filesOf,
  makeJob,
  notesOf,
  planWith,
  problemOf,
  root,
  secondToken,
  token,
  variablesOf,
  withSecond,
  type JobChange,
  type Texts,
} from "../../planning";
import { otherHostsOf, realmsOf, withoutDecoys } from "./job-file";

const project = "/agent/1/s/pyproject.toml";
const fiber = `${root}/_packaging/fiber/pypi/simple/`;
const contoso = "https://pkgs.dev.azure.com/contoso/_packaging/con/pypi/simple/";
const index = (name: string, url: string, more = ""): string =>
  `[[tool.uv.index]]\nname = "${name}"\nurl = "${url}"\n${more}`;
const secret = `secret:${token}`;
const file = "/agent/_temp/feedpass/step-1/xdg/uv/uv.toml";

const ours = "feedpass-0123456789abcdef-1 https://pkgs.dev.azure.com/fabrikam//simple/ always";
const never = "feedpass-0123456789abcdef-2 https://pkgs.dev.azure.com/contoso//simple/ never";

describe("uv: other organizations", () => {
  const withOwnCredentials: readonly (readonly [
    string,
    string,
    Readonly<Record<string, string>>,
    string,
    string,
  ])[] = [
    [
      "in its variables",
      contoso,
      { UV_INDEX_CON_USERNAME: "bob", UV_INDEX_CON_PASSWORD: "hunter2" },
      "bob",
      "hunter2",
    ],
    ["in its address", contoso.replace("//", "//bob:hunter%402@"), {}, "bob", "hunter@2"],
  ];
  for (const [title, address, environment, user, password] of withOwnCredentials) {
    it(`on the same host keep credentials of their own: ${title}`, () => {
      const plan = planWith(uv, makeJob({ environment }), {
        [project]: index("fiber", fiber) + index("con", address),
      });
      assert.deepEqual(realmsOf(filesOf(plan)[file]), [
        ours,
        "feedpass-0123456789abcdef-2 https://pkgs.dev.azure.com/contoso//simple/ always",
      ]);
      const set = variablesOf(plan);
      assert.equal(set["UV_INDEX_FEEDPASS_0123456789ABCDEF_2_USERNAME"], user);
      assert.equal(set["UV_INDEX_FEEDPASS_0123456789ABCDEF_2_PASSWORD"], `secret:${password}`);
      assert.equal(set["UV_INDEX_CON_PASSWORD"], undefined);
    });
  }

  const netrcs: readonly (readonly [string, string, readonly string[]])[] = [
    ["its machine", "machine pkgs.dev.azure.com\n\tlogin bob password hunter2\n", ["bob", "hunter2"]],
    ["the default", "machine x.example password no\ndefault login bob password hunter2", ["bob", "hunter2"]],
    ["behind a macro", "macdef x\nmachine pkgs.dev.azure.com password no\n\ndefault password a", ["", "a"]],
  ];
  for (const [title, text, [user = "", password]] of netrcs) {
    it(`on the same host keep what a netrc says: ${title}`, () => {
      const plan = planWith(uv, makeJob(), {
        [project]: index("fiber", fiber) + index("con", contoso),
        "/home/ada/.netrc": text,
      });
      const set = variablesOf(plan);
      assert.equal(set["UV_INDEX_FEEDPASS_0123456789ABCDEF_2_USERNAME"], user);
      assert.equal(set["UV_INDEX_FEEDPASS_0123456789ABCDEF_2_PASSWORD"], `secret:${password}`);
    });
  }

  for (const text of [
    "machine x.example password no",
    "machine pkgs.dev.azure.com login bob",
    "machine",
    "",
  ]) {
    it(`get nothing of a netrc that has nothing for them: ${text}`, () => {
      const plan = planWith(uv, makeJob({ environment: { NETRC: "/n" } }), {
        [project]: index("fiber", fiber) + index("con", contoso),
        "/n": text,
      });
      assert.deepEqual(realmsOf(filesOf(plan)[file]), [ours, never]);
    });
  }

  const keyrings: readonly (readonly [string, JobChange, string, boolean])[] = [
    ["by variable", { environment: { UV_KEYRING_PROVIDER: "subprocess" } }, "", true],
    ["by a setting", {}, '[tool.uv]\nkeyring-provider = "subprocess"\n', true],
    [
      "but for a variable",
      { environment: { UV_KEYRING_PROVIDER: "disabled" } },
      '[tool.uv]\nkeyring-provider = "native"\n',
      false,
    ],
  ];
  for (const [title, change, text, isAsked] of keyrings) {
    it(`with a user name may be asked for in a keyring: ${title}`, () => {
      const plan = planWith(uv, makeJob(change), {
        [project]: text + index("fiber", fiber) + index("con", contoso.replace("//", "//bob@")),
      });
      assert.deepEqual(realmsOf(filesOf(plan)[file]), isAsked ? [ours] : [ours, never]);
    });
  }

  it("two user names for one host are refused", () => {
    const problem = problemOf(uv, makeJob(), {
      [project]:
        index("a", fiber.replace("//", "//ada@")) +
        index("b", `${root.replace("//", "//bob@")}/_packaging/b/pypi/simple/`),
    });
    assert.equal(problem.code, "user-names-differ");
    assert.ok(problem.message.includes(`(${project}:6) has the user name bob, `), problem.message);
  });

  it("without credentials never get any, and the log names them", () => {
    const plan = planWith(uv, makeJob(), { [project]: index("fiber", fiber) + index("con", contoso) });
    assert.deepEqual(realmsOf(filesOf(plan)[file]), [ours, never]);
    assert.ok(
      notesOf(plan).includes(
        `info: Skipped: ${contoso} (${project}:6): another organization than the job's own (fabrikam)`,
      ),
    );
  });

  it("on another host need no place in the file", () => {
    const plan = planWith(uv, makeJob(), {
      [project]:
        index("fiber", fiber) +
        index("con", "https://contoso.pkgs.visualstudio.com/_packaging/con/pypi/simple/"),
    });
    assert.deepEqual(realmsOf(filesOf(plan)[file]), [ours]);
  });

  it("reached by a publish-url get nothing by way of the index", () => {
    const upload = "https://pkgs.dev.azure.com/contoso/_packaging/con/pypi/upload/";
    const plan = planWith(uv, makeJob(), { [project]: index("fiber", fiber, `publish-url = "${upload}"\n`) });
    const set = variablesOf(plan);
    assert.equal(set["UV_INDEX_FIBER_PASSWORD"], undefined);
    assert.equal(set["UV_INDEX_FEEDPASS_0123456789ABCDEF_1_PASSWORD"], secret);
    assert.deepEqual(realmsOf(filesOf(plan)[file]), [ours, never]);
    assert.ok(notesOf(plan).some((note) => note.startsWith(`info: Skipped: ${upload}`)));
    assert.equal(plan.authenticated, 1);
  });

  const clashes: readonly (readonly [string, string])[] = [
    ["same name but for dash and underscore", index("my-feed", fiber) + index("my_feed", contoso)],
    ["same name but for case", index("FIBER", fiber) + index("fiber", "https://registry.example/simple")],
  ];
  for (const [title, text] of clashes) {
    it(`are refused where they would have the token by name: ${title}`, () => {
      const problem = problemOf(uv, makeJob({ windows: true }), { [project]: text });
      assert.equal(problem.code, "index-name-clash");
      assert.match(problem.message, /UV_INDEX_[A-Z_]+_PASSWORD/);
      const set = variablesOf(planWith(uv, makeJob(), { [project]: text }));
      assert.deepEqual(
        Object.keys(withoutDecoys(set)).filter((name) => name.endsWith("_PASSWORD")),
        ["UV_INDEX_FEEDPASS_0123456789ABCDEF_1_PASSWORD"],
      );
    });
  }

  it("two own indexes may share a name's variables", () => {
    const plan = planWith(uv, makeJob({ windows: true }), {
      [project]: index("my-feed", fiber) + index("my_feed", `${root}/_packaging/b/pypi/simple/`),
    });
    assert.equal(plan.authenticated, 2);
    assert.equal(variablesOf(plan)["UV_INDEX_MY_FEED_PASSWORD"], secret);
  });
});

describe("uv: the organization's other host", () => {
  const legacy = "https://fabrikam.pkgs.visualstudio.com/simple/ always";
  const hosts: readonly (readonly [string, JobChange, Texts, readonly string[]])[] = [
    ["a feed of the input", { feeds: "fiber" }, {}, [legacy]],
    ["an index", {}, { [project]: index("fiber", fiber) }, [legacy]],
    [
      "an index on that host, which has its place by itself",
      {},
      { [project]: index("f", "https://fabrikam.pkgs.visualstudio.com/_packaging/f/pypi/simple/") },
      [],
    ],
  ];
  for (const [title, change, texts, expected] of hosts)
    it(`has credentials beside ${title}, and nobody else's has`, () => {
      const plan = planWith(uv, makeJob(change), texts);
      const text = filesOf(plan)[file];
      assert.deepEqual(otherHostsOf(text), expected);
      // No other organization is on that host, and the places that others share get none.
      assert.doesNotMatch(text ?? "", /\/\/pkgs\.visualstudio\.com|contoso|\/\/visualstudio\.com/);
    });

  it("has those of its own organization, where there are two", () => {
    const plan = planWith(uv, withSecond(), { [project]: index("fiber", fiber) + index("con", contoso) });
    assert.deepEqual(otherHostsOf(filesOf(plan)[file]), [
      legacy,
      "https://contoso.pkgs.visualstudio.com/simple/ always",
    ]);
    const set = variablesOf(plan);
    assert.equal(set["UV_INDEX_FEEDPASS_0123456789ABCDEF_HOST_3_PASSWORD"], secret);
    assert.equal(set["UV_INDEX_FEEDPASS_0123456789ABCDEF_HOST_4_PASSWORD"], `secret:${secondToken}`);
  });

  it("is refused where the project has its certificate unchecked", () => {
    const text = `[tool.uv]\nallow-insecure-host = ["fabrikam.pkgs.visualstudio.com"]\n${index("fiber", fiber)}`;
    assert.equal(problemOf(uv, makeJob(), { [project]: text }).code, "certificate-unchecked");
  });
});

describe("uv: machine-wide uv.toml", () => {
  const kept =
    'offline = true\nindex = [{ name = "corp", url = "https://registry.example/simple" }]\n[pip]\nprerelease = "allow"\n';
  const machines: readonly (readonly [string, JobChange, string, string])[] = [
    ["/etc/xdg", {}, "/etc/xdg/uv/uv.toml", ":/etc/xdg"],
    ["/etc/uv", {}, "/etc/uv/uv.toml", ":/etc/xdg"],
    [
      "a folder of XDG_CONFIG_DIRS",
      { environment: { XDG_CONFIG_DIRS: "/opt/a:/opt/b" } },
      "/opt/b/uv/uv.toml",
      ":/opt/a:/opt/b",
    ],
    ["XDG_CONFIG_DIRS empty", { environment: { XDG_CONFIG_DIRS: "" } }, "/etc/xdg/uv/uv.toml", ":/etc/xdg"],
  ];
  for (const [title, change, path, rest] of machines) {
    it(`in ${title} is kept in the job's`, () => {
      const plan = planWith(uv, makeJob({ feeds: "fiber", ...change }), { [path]: kept });
      const text = filesOf(plan)[file] ?? "";
      assert.match(text, /^offline = true$/m);
      assert.match(text, /\[pip\]\nprerelease = "allow"/);
      assert.deepEqual(realmsOf(text), ["corp https://registry.example/simple", ours]);
      assert.equal(variablesOf(plan)["XDG_CONFIG_DIRS"], `/agent/_temp/feedpass/step-1/xdg${rest}`);
    });
  }

  it("is the first of several, as uv reads it", () => {
    const plan = planWith(uv, makeJob({ feeds: "fiber" }), {
      "/etc/xdg/uv/uv.toml": "offline = true\n",
      "/etc/uv/uv.toml": "no-cache = true\n",
    });
    assert.match(filesOf(plan)[file] ?? "", /offline = true/);
    assert.doesNotMatch(filesOf(plan)[file] ?? "", /no-cache/);
  });

  const withoutFile: readonly (readonly [string, JobChange])[] = [
    ["on Windows", { windows: true }],
    ["with UV_CONFIG_FILE", { environment: { UV_CONFIG_FILE: "ci/uv.toml" } }],
    ["with UV_NO_CONFIG", { environment: { UV_NO_CONFIG: "1" } }],
    ["with UV_NO_CONFIG=true", { environment: { UV_NO_CONFIG: "true" } }],
    ["with UV_NO_SYSTEM_CONFIG", { environment: { UV_NO_SYSTEM_CONFIG: "yes" } }],
  ];
  for (const [title, change] of withoutFile) {
    const place =
      change.environment?.["UV_CONFIG_FILE"] === undefined ? "/agent/1/s/uv.toml" : "/agent/1/s/ci/uv.toml";
    const plain = (text: string): string => text.replaceAll("tool.uv.", "");

    it(`is not written ${title}: names and publishing have variables of their own`, () => {
      const plan = planWith(uv, makeJob(change), { [place]: plain(index("fiber", fiber)) });
      assert.deepEqual(variablesOf(plan), {
        UV_INDEX_FIBER_USERNAME: "VssSessionToken",
        UV_INDEX_FIBER_PASSWORD: secret,
        UV_PUBLISH_URL: `${root}/_packaging/fiber/pypi/upload/`,
        UV_PUBLISH_CHECK_URL: fiber,
        UV_PUBLISH_USERNAME: "VssSessionToken",
        UV_PUBLISH_PASSWORD: secret,
      });
      assert.deepEqual(filesOf(plan), {});
    });

    const refused: readonly (readonly [string, string, string])[] = [
      ["another organization on the host", index("fiber", fiber) + index("con", contoso), "shared-origin"],
      ["an index without a name", `index-url = "${fiber}"\n`, "index-unnamed"],
      [
        "a foreign publish-url",
        index("fiber", fiber, 'publish-url = "https://registry.example/upload"\n'),
        "publish-address-foreign",
      ],
    ];
    for (const [what, text, code] of refused) {
      it(`${title} refuses ${what}`, () => {
        assert.equal(problemOf(uv, makeJob(change), { [place]: plain(text) }).code, code);
      });
    }

    it(`${title} takes the name that an index has elsewhere`, () => {
      const text = `index-url = "${fiber}"\n${plain(index("fiber", fiber))}`;
      assert.equal(
        variablesOf(planWith(uv, makeJob(change), { [place]: text }))["UV_INDEX_FIBER_PASSWORD"],
        secret,
      );
    });
  }

  for (const value of ["0", "off", "F"]) {
    it(`is written with UV_NO_CONFIG=${value}`, () => {
      const environment = { UV_NO_CONFIG: value, UV_NO_SYSTEM_CONFIG: value };
      assert.deepEqual(Object.keys(filesOf(planWith(uv, makeJob({ feeds: "fiber", environment })))), [file]);
    });
  }

  it("is not read with a variable that the log names", () => {
    const environment = { UV_NO_SYSTEM_CONFIG: "1" };
    const plan = planWith(uv, makeJob({ environment }), { [project]: index("fiber", fiber) });
    assert.ok(
      notesOf(plan).some((note) => note.startsWith("info: UV_NO_SYSTEM_CONFIG is set, so uv reads no")),
    );
  });
});

describe("uv: publishing", () => {
  const published = (set: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(set).filter(([name]) => name.startsWith("UV_PUBLISH_")));
  const to = (feed: string): Readonly<Record<string, string>> => ({
    UV_PUBLISH_URL: `${root}/${feed}/pypi/upload/`,
    UV_PUBLISH_CHECK_URL: `${root}/${feed}/pypi/simple/`,
  });
  const cases: readonly (readonly [string, JobChange, Texts, Readonly<Record<string, string>>])[] = [
    [
      "the only feed, its view left off",
      {},
      { [project]: index("fiber", `${root}/Web/_packaging/fiber@Local/pypi/simple/`) },
      to("Web/_packaging/fiber"),
    ],
    [
      "one feed under two names and views",
      {},
      { [project]: index("a", fiber) + index("b", `${root}/_packaging/FIBER%40Local/pypi/simple/`) },
      to("_packaging/fiber"),
    ],
    [
      "the first of the input",
      { feeds: "thread, cord" },
      { [project]: index("fiber", fiber) },
      to("_packaging/thread"),
    ],
    [
      "two feeds of the project: none is meant",
      {},
      { [project]: index("a", fiber) + index("b", `${root}/_packaging/b/pypi/simple/`) },
      {},
    ],
    [
      "a publish-url in the project",
      {},
      { [project]: index("fiber", fiber, `publish-url = "${root}/_packaging/fiber/pypi/upload/"\n`) },
      {},
    ],
    [
      "UV_PUBLISH_URL of the job",
      { feeds: "fiber", environment: { UV_PUBLISH_URL: "https://registry.example/upload" } },
      {},
      {},
    ],
    ["UV_PUBLISH_INDEX of the job", { feeds: "fiber", environment: { UV_PUBLISH_INDEX: "corp" } }, {}, {}],
    [
      "UV_PUBLISH_URL of another organization, on Windows",
      { feeds: "fiber", windows: true, environment: { UV_PUBLISH_URL: contoso } },
      {},
      {},
    ],
    [
      "UV_PUBLISH_URL of the own organization, on Windows",
      { feeds: "fiber", windows: true, environment: { UV_PUBLISH_URL: fiber } },
      {},
      { UV_PUBLISH_USERNAME: "VssSessionToken", UV_PUBLISH_PASSWORD: secret },
    ],
    [
      "UV_PUBLISH_TOKEN of the job, on Windows",
      { feeds: "fiber", windows: true, environment: { UV_PUBLISH_TOKEN: "x" } },
      {},
      to("_packaging/fiber"),
    ],
  ];
  for (const [title, change, texts, expected] of cases) {
    it(title, () => {
      assert.deepEqual(published(variablesOf(planWith(uv, makeJob(change), texts))), expected);
    });
  }
});
