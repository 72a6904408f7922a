import assert from "node:assert/strict";
import { cargo } from "../../../shared/clients/cargo/authenticate/client";
import { maven } from "../../../shared/clients/maven/authenticate/client";
import { uv } from "../../../shared/clients/uv/authenticate/client";
import type { Job } from "../../../shared/core/job";
import { tokensByIndex } from "./cargo/authenticate/tokens-view";
import { bindingsOf } from "./maven/authenticate/settings-view";
import {
  filesOf,
  makeJob,
  notesOf,
  planWith,
  problemOf,
  readToml,
  root,
  token,
  variablesOf,
  type JobChange,
} from "./planning";

const sources = "/agent/1/s";

/** A job with projects of one client in the folders a and b of the sources, and none in the sources themselves. */
function twoFolders(change: JobChange = {}): Job {
  return { ...makeJob(change), otherFolders: [`${sources}/a`, `${sources}/b`] };
}

describe("uv: projects in several folders", () => {
  const index = (name: string, url: string): string =>
    `[[tool.uv.index]]\nname = "${name}"\nurl = "${url}"\n`;
  const fiber = `${root}/_packaging/fiber/pypi/simple/`;
  const thread = `${root}/_packaging/thread/pypi/simple/`;
  const [a, b] = [`${sources}/a/pyproject.toml`, `${sources}/b/pyproject.toml`];

  it("have one plan, as if one project named all of it", () => {
    const plan = planWith(uv, twoFolders(), {
      [`${sources}/uv.toml`]: `extra-index-url = ["${root}/_packaging/cord/pypi/simple/"]\n`,
      [a]: index("fiber", fiber),
      [b]:
        index("thread", thread) +
        index("con", "https://pkgs.dev.azure.com/contoso/_packaging/c/pypi/simple/"),
    });
    const set = variablesOf(plan);
    assert.equal(set["UV_INDEX_FEEDPASS_0123456789ABCDEF_1_PASSWORD"], `secret:${token}`);
    assert.equal(set["UV_PUBLISH_URL"], undefined, "neither feed is meant");
    assert.match(
      Object.values(filesOf(plan))[0] ?? "",
      /contoso\/\/simple\/"\nexplicit = true\nauthenticate = "never"/,
    );
    assert.deepEqual(
      notesOf(plan).map((note) => /\((\S+):\d+\)/.exec(note)?.[1]),
      [`${sources}/uv.toml`, a, b, b],
    );
    assert.equal(plan.authenticated, 3);
  });

  it("may not give one name to an own index and to another where names have the credentials", () => {
    const problem = problemOf(uv, twoFolders({ windows: true }), {
      [a]: index("fiber", fiber),
      [b]: index("fiber", "https://registry.example/simple"),
    });
    assert.equal(problem.code, "index-name-clash");
    assert.ok(problem.message.includes(`(${a}:3)`) && problem.message.includes(`(${b}:3)`), problem.message);
  });

  it("do not lend a feed of the input a name that means two of them", () => {
    const texts = { [a]: index("fiber", fiber), [b]: index("fiber", thread) };
    assert.equal(problemOf(uv, twoFolders({ feeds: "fiber" }), texts).code, "index-name-taken");
    const set = variablesOf(planWith(uv, twoFolders({ feeds: "Web/fiber" }), texts));
    assert.equal(set["UV_DEFAULT_INDEX"], `Web-fiber=${root}/Web/_packaging/fiber/pypi/simple/`);
  });

  it("are told where nothing was found", () => {
    assert.match(
      problemOf(uv, twoFolders(), { [a]: "" }).message,
      /Looked for pyproject\.toml and uv\.toml in \/agent\/1\/s, \/agent\/1\/s\/a, \/agent\/1\/s\/b and the folders above, .*; read a\/pyproject\.toml\.$/,
    );
  });

  it("are warned of by the lock file of each", () => {
    const lock = '[[package]]\nname = "a"\nsource = { registry = "https://registry.example/simple" }\n';
    const plan = planWith(uv, twoFolders(), {
      [a]: index("fiber", fiber),
      [b]: "",
      [`${sources}/a/uv.lock`]: lock,
      [`${sources}/b/uv.lock`]: lock,
    });
    const found = notesOf(plan).filter((note) => note.startsWith("warning: "));
    assert.deepEqual(
      found.map((note) => note.split(" ")[1]),
      ["a/uv.lock", "b/uv.lock"],
    );
  });
});

describe("cargo: projects in several folders", () => {
  const sparse = (feed: string): string => `sparse+${root}/_packaging/${feed}/Cargo/index/`;
  const registry = (name: string, index: string): string => `[registries.${name}]\nindex = "${index}"\n`;
  const [a, b] = [`${sources}/a/.cargo/config.toml`, `${sources}/b/.cargo/config.toml`];
  const homeFile = "/agent/_temp/feedpass/step-1/cargo-home/config.toml";

  it("have one plan, with the registries of each", () => {
    const plan = planWith(cargo, twoFolders(), {
      [a]: registry("fiber", sparse("fiber")),
      [b]: registry("thread", sparse("thread")),
    });
    assert.deepEqual(tokensByIndex(plan), {
      [sparse("fiber")]: `secret:Bearer ${token}`,
      [sparse("thread")]: `secret:Bearer ${token}`,
    });
    assert.deepEqual(notesOf(plan), [
      `info: Credentials set: fiber, feed fiber (${a}:2)`,
      `info: Credentials set: thread, feed thread (${b}:2)`,
    ]);
  });

  it("may give one name to an own registry and to another: the token belongs to the address", () => {
    const plan = planWith(cargo, twoFolders(), {
      [a]: registry("fiber", sparse("fiber")),
      [b]: registry("fiber", "sparse+https://registry.example/"),
    });
    assert.deepEqual(tokensByIndex(plan), { [sparse("fiber")]: `secret:Bearer ${token}` });
    assert.ok(!Object.keys(variablesOf(plan)).some((name) => name.includes("FIBER")));
  });

  it("get a feed of the input under the name that one of them gives it", () => {
    const plan = planWith(cargo, twoFolders({ feeds: "fiber" }), { [a]: registry("corp", sparse("fiber")) });
    assert.deepEqual(readToml(filesOf(plan)[homeFile] ?? ""), {
      registries: { corp: { index: sparse("fiber") } },
      source: { "crates-io": { "replace-with": "corp" } },
    });
    const everywhere = planWith(cargo, twoFolders({ feeds: "fiber" }), {
      [`${sources}/.cargo/config.toml`]: registry("corp", sparse("fiber")),
    });
    assert.deepEqual(readToml(filesOf(everywhere)[homeFile] ?? ""), {
      registries: {},
      source: { "crates-io": { "replace-with": "corp" } },
    });
  });

  it("may give one index two names, which get one token", () => {
    const texts = { [a]: registry("corp", sparse("fiber")), [b]: registry("tools", sparse("fiber")) };
    const named = planWith(cargo, twoFolders({ feeds: "fiber" }), texts);
    assert.deepEqual(readToml(filesOf(named)[homeFile] ?? ""), {
      registries: { corp: { index: sparse("fiber") } },
      source: { "crates-io": { "replace-with": "corp" } },
    });
    for (const plan of [named, planWith(cargo, twoFolders(), texts)]) {
      assert.deepEqual(tokensByIndex(plan), { [sparse("fiber")]: `secret:Bearer ${token}` });
      assert.equal(plan.authenticated, 1);
    }
  });

  it("have crates.io replaced where they do not replace it themselves", () => {
    const replaced = `[source.crates-io]\nreplace-with = "corp"\n${registry("corp", sparse("corp"))}`;
    const plan = planWith(cargo, twoFolders({ feeds: "fiber" }), { [a]: replaced });
    const source = { "crates-io": { "replace-with": "fiber" } };
    assert.deepEqual((readToml(filesOf(plan)[homeFile] ?? "") as { source: unknown }).source, source);
    assert.equal(variablesOf(plan)["CARGO_REGISTRY_DEFAULT"], "fiber");
    const notes = notesOf(plan);
    assert.ok(notes.includes("info: crates.io is replaced by fiber for this job"));
    assert.ok(notes.some((note) => note.startsWith(`warning: ${a}:2 replaces crates.io by corp`)));
  });

  it("share the token of an index that is a source in one and a registry in another", () => {
    const source = `[source.mirror]\nregistry = "${sparse("fiber")}"\n`;
    const plan = planWith(cargo, twoFolders(), { [a]: source, [b]: registry("fiber", sparse("fiber")) });
    assert.deepEqual(tokensByIndex(plan), { [sparse("fiber")]: `secret:Bearer ${token}` });
  });
});

describe("maven: projects in several folders", () => {
  const pom = (id: string, url: string): string =>
    `<project>\n<repositories><repository><id>${id}</id><url>${url}</url></repository></repositories></project>`;
  const [a, b] = [`${sources}/a/pom.xml`, `${sources}/b/pom.xml`];
  const feed = (name: string): string => `${root}/_packaging/${name}/maven/v1`;

  it("have one list, with the repositories of each", () => {
    const plan = planWith(maven, twoFolders(), {
      [a]: pom("fiber", feed("fiber")),
      [b]: pom("thread", feed("thread")),
    });
    assert.deepEqual(
      bindingsOf(plan).map((line) => line.split(" ")[0]),
      ["fiber", "thread"],
    );
  });

  it("may give one id to two addresses, of which one is own", () => {
    const plan = planWith(maven, twoFolders(), {
      [a]: pom("fiber", feed("fiber")),
      [b]: pom("fiber", "https://registry.example/m2"),
    });
    assert.deepEqual(bindingsOf(plan), ["fiber -> fiber"]);
  });

  it("are warned of the maven.config of each", () => {
    const plan = planWith(maven, twoFolders(), {
      [a]: pom("fiber", feed("fiber")),
      [`${sources}/a/.mvn/maven.config`]: "-Dmaven.ext.class.path=x.jar\n",
      [`${sources}/b/.mvn/maven.config`]: "-B\n-Dmaven.ext.class.path=y.jar\n",
    });
    const found = notesOf(plan).filter((note) => note.startsWith("warning: "));
    assert.deepEqual(
      found.map((note) => note.split(" ")[1]),
      [`${sources}/a/.mvn/maven.config:1`, `${sources}/b/.mvn/maven.config:2`],
    );
  });
});
