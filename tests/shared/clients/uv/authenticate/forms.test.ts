import assert from "node:assert/strict";
import { uv } from "../../../../../shared/clients/uv/authenticate/client";
import {
  filesOf,
  linksOf,
  makeJob,
  notesOf,
  planWith,
  root,
  showEffects,
  token,
  variablesOf,
} from "../../planning";
import { entriesOf, realmsOf, withoutDecoys } from "./job-file";

const fiber = `${root}/_packaging/fiber/pypi/simple/`;
const project = "/agent/1/s/pyproject.toml";
const realm = "UV_INDEX_FEEDPASS_0123456789ABCDEF_1";
const secret = `secret:${token}`;

/** [title, file, text, line of the note] */
const forms: readonly (readonly [string, string, string, number | undefined])[] = [
  ["named index", project, `[[tool.uv.index]]\nname = "fiber"\nurl = "${fiber}"\n`, 3],
  ["inline index", project, `[tool.uv]\nindex = [{ name = "my.fiber-1", url = '${fiber}' }]\n`, 2],
  ["unnamed index", project, `[[tool.uv.index]]\nurl = "${fiber}"\n`, 2],
  ["index-url", project, `[tool.uv]\nindex-url = "${fiber}"\n`, 2],
  ["extra-index-url", project, `[tool.uv]\nextra-index-url = [\n  "${fiber}",\n]\n`, 3],
  ["pip index-url", project, `[tool.uv.pip]\nindex-url = "${fiber}"\n`, 2],
  ["pip extra-index-url", project, `[tool.uv.pip]\nextra-index-url = ["${fiber}"]\n`, 2],
  ["dotted key", project, `tool.uv.index-url = "${fiber}"\n`, 1],
  ["uv.toml", "/agent/1/s/uv.toml", `[[index]]\nname = "fiber"\nurl = "${fiber}"\n`, 3],
  ["uv.toml, legacy key", "/agent/1/s/uv.toml", `index-url = "${fiber}"\n`, 1],
  [
    "workspace root above",
    "/agent/1/pyproject.toml",
    `[[tool.uv.index]]\nname = "fiber"\nurl = "${fiber}"\n`,
    3,
  ],
  ["uv.toml above", "/agent/uv.toml", `[[index]]\nname = "fiber"\nurl = "${fiber}"\n`, 3],
  ["user's uv.toml", "/home/ada/.config/uv/uv.toml", `[[index]]\nname = "fiber"\nurl = "${fiber}"\n`, 3],
  [
    "CR LF and a byte order mark",
    project,
    `\ufeff[[tool.uv.index]]\r\nname = "fiber"\r\nurl = "${fiber}"\r\n`,
    3,
  ],
  [
    "escaped url, whose line is not known",
    project,
    `[tool.uv]\nindex-url = "\\u0068${fiber.slice(1)}"\n`,
    undefined,
  ],
];

describe("uv: forms of an index", () => {
  for (const [title, path, text, line] of forms) {
    it(title, () => {
      const plan = planWith(uv, makeJob(), { [path]: text });
      const expected = [
        [`${realm}_USERNAME`, "VssSessionToken"],
        [`${realm}_PASSWORD`, secret],
      ];
      const set = Object.entries(withoutDecoys(variablesOf(plan))).filter(([name]) =>
        name.startsWith("UV_INDEX_"),
      );
      assert.deepEqual(set, expected);
      assert.equal(plan.authenticated, 1);
      const where = line === undefined ? path : `${path}:${line}`;
      const name = /name = "([^"]*)"/.exec(text)?.[1] ?? fiber;
      assert.deepEqual(notesOf(plan), [`info: Credentials set: ${name}, feed fiber (${where})`]);
    });
  }

  const byVariable: readonly (readonly [string, string, readonly string[]])[] = [
    ["UV_DEFAULT_INDEX", `fiber=${fiber}`, ["FIBER"]],
    ["UV_DEFAULT_INDEX", fiber, []],
    ["UV_INDEX", `https://registry.example/simple fiber=${fiber}`, ["FIBER"]],
    ["UV_INDEX_URL", fiber, []],
    ["UV_EXTRA_INDEX_URL", `${fiber}\nhttps://registry.example/simple`, []],
  ];
  for (const [variable, value, names] of byVariable) {
    it(`${variable}=${value.replace("\n", "\\n")}`, () => {
      const plan = planWith(uv, makeJob({ environment: { [variable]: value } }));
      const set = variablesOf(plan);
      assert.equal(set[`${realm}_PASSWORD`], secret);
      for (const name of names) assert.equal(set[`UV_INDEX_${name}_PASSWORD`], undefined);
      assert.equal(set[variable], undefined);
      assert.ok(
        notesOf(plan).includes(
          `info: Credentials set: ${names[0]?.toLowerCase() ?? fiber}, feed fiber (${variable})`,
        ),
      );
    });
  }

  it("the whole plan of one named index", () => {
    const plan = planWith(uv, makeJob(), {
      [project]: `[[tool.uv.index]]\nname = "fiber"\nurl = "${fiber}"\n`,
    });
    assert.deepEqual(showEffects(plan), [
      ["write-file", "/agent/_temp/feedpass/step-1/xdg/uv/uv.toml"],
      ["XDG_CONFIG_DIRS", "/agent/_temp/feedpass/step-1/xdg:/etc/xdg"],
      ["UV_INDEX_FEEDPASS_0123456789ABCDEF_0_1_USERNAME", "VssSessionToken"],
      ["UV_INDEX_FEEDPASS_0123456789ABCDEF_0_1_PASSWORD", "not-for-this-place"],
      [`${realm}_USERNAME`, "VssSessionToken"],
      [`${realm}_PASSWORD`, secret],
      ["UV_INDEX_FEEDPASS_0123456789ABCDEF_HOST_2_USERNAME", "VssSessionToken"],
      ["UV_INDEX_FEEDPASS_0123456789ABCDEF_HOST_2_PASSWORD", secret],
      ["UV_PUBLISH_URL", `${root}/_packaging/fiber/pypi/upload/`],
      ["UV_PUBLISH_CHECK_URL", fiber],
    ]);
    const [[path, text] = []] = Object.entries(filesOf(plan));
    assert.equal(path, "/agent/_temp/feedpass/step-1/xdg/uv/uv.toml");
    assert.deepEqual(entriesOf(text), [
      [
        'name = "feedpass-0123456789abcdef-0-1"',
        'url = "https://pkgs.dev.azure.com/feedpass-0123456789abcdef-1/simple/"',
        "explicit = true",
      ],
      [
        'name = "feedpass-0123456789abcdef-1"',
        'url = "https://pkgs.dev.azure.com/fabrikam//simple/"',
        "explicit = true",
        'authenticate = "always"',
      ],
      [
        'name = "feedpass-0123456789abcdef-host-2"',
        'url = "https://fabrikam.pkgs.visualstudio.com/simple/"',
        "explicit = true",
        'authenticate = "always"',
      ],
    ]);
    assert.equal(text?.split('"always"').length, 513);
    assert.deepEqual(linksOf(plan), {});
  });

  it("legacy host, project scope, view and GUIDs each have their place in the job's file", () => {
    const text = [
      'index-url = "https://fabrikam.pkgs.visualstudio.com/DefaultCollection/_packaging/fiber/pypi/simple/"',
      `extra-index-url = ["https://fabrikam.pkgs.visualstudio.com/Web/_packaging/fiber@Local/pypi/simple/", "${root}/Web/_packaging/thread/pypi/simple"]`,
    ].join("\n");
    const plan = planWith(uv, makeJob(), { "/agent/1/s/uv.toml": text });
    const [file] = Object.values(filesOf(plan));
    assert.deepEqual(
      realmsOf(file).map((line) => line.split(" ")[1]),
      ["https://fabrikam.pkgs.visualstudio.com/simple/", "https://pkgs.dev.azure.com/fabrikam//simple/"],
    );
    assert.equal(plan.authenticated, 3);
  });

  it("two spellings of one organization are two places, and no message is about either", () => {
    const other = fiber.replace("/fabrikam/", "/Fabrikam/").replace("/fiber/", "/thread/");
    for (const windows of [false, true]) {
      const plan = planWith(uv, makeJob({ windows, feeds: "fiber" }), {
        [project]: `[[tool.uv.index]]\nname = "a"\nurl = "${fiber}"\n[[tool.uv.index]]\nname = "b"\nurl = "${other}"\n`,
      });
      assert.equal(plan.authenticated, 3);
      const [file] = Object.values(filesOf(plan));
      assert.deepEqual(
        realmsOf(file).map((line) => line.split(" ")[1]),
        windows
          ? []
          : ["https://pkgs.dev.azure.com/fabrikam//simple/", "https://pkgs.dev.azure.com/Fabrikam//simple/"],
      );
    }
  });

  it("an organization in other letters has the service's spelling beside its own", () => {
    const plan = planWith(uv, makeJob(), {
      [project]: `[tool.uv]\nindex-url = "${fiber.replace("/fabrikam/", "/FABRIKAM/")}"\n`,
    });
    const [file] = Object.values(filesOf(plan));
    assert.deepEqual(
      realmsOf(file).map((line) => line.split(" ")[1]),
      ["https://pkgs.dev.azure.com/FABRIKAM//simple/", "https://pkgs.dev.azure.com/fabrikam//simple/"],
    );
  });

  it("a user name in one address serves all, and what is worthless has it too", () => {
    const named = fiber.replace("https://", "https://ada@");
    const plan = planWith(uv, makeJob(), {
      [project]: `[tool.uv]\nindex-url = "${fiber}"\nextra-index-url = "${named.replace("fiber", "thread")}"\n`,
    });
    const set = Object.entries(variablesOf(plan)).filter(([, value]) => value === "ada");
    assert.deepEqual(
      set.map(([name]) => name),
      ["UV_INDEX_FEEDPASS_0123456789ABCDEF_0_2_USERNAME", `${realm}_USERNAME`],
    );
  });

  it("a user name in the address stays the index's", () => {
    const address = fiber.replace("https://", "https://ada%40corp@");
    const plan = planWith(uv, makeJob(), {
      [project]: `[[tool.uv.index]]\nname = "fiber"\nurl = "${address}"\n`,
    });
    assert.equal(variablesOf(plan)[`${realm}_USERNAME`], "ada@corp");
  });

  it("a stray % in a user name is no defect", () => {
    const address = fiber.replace("https://", "https://100%@");
    const plan = planWith(uv, makeJob(), {
      [project]: `[[tool.uv.index]]\nname = "fiber"\nurl = "${address}"\n`,
    });
    assert.equal(variablesOf(plan)[`${realm}_USERNAME`], "100%");
  });

  const nothing: readonly (readonly [string, string])[] = [
    ["an index without url", '[[tool.uv.index]]\nname = "fiber"\n'],
    ["an index that is a text", '[tool.uv]\nindex = "fiber"\n'],
    ["a url that is a number", "[[tool.uv.index]]\nurl = 1\n"],
    ["tool.uv that is a list", "[tool]\nuv = [1]\n"],
    ["keys of another tool", `[tool.other]\nindex-url = "${fiber}"\n`],
  ];
  for (const [title, text] of nothing) {
    it(`${title} is none`, () => {
      const job = makeJob({ feeds: "fiber" });
      const plan = planWith(uv, job, { [project]: text });
      assert.equal(plan.authenticated, 1);
      assert.equal(variablesOf(plan)["UV_DEFAULT_INDEX"], `fiber=${fiber}`);
    });
  }
});
