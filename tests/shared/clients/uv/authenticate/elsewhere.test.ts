import assert from "node:assert/strict";
import { uv } from "../../../../../shared/clients/uv/authenticate/client";
import {
  filesOf,
  makeJob,
  notesOf,
  planWith,
  problemOf,
  root,
  variablesOf,
  type Texts,
} from "../../planning";

const sources = "/agent/1/s";
const project = `${sources}/pyproject.toml`;
const contoso = "https://pkgs.dev.azure.com/contoso";
const wheel = `${contoso}/_packaging/con/pypi/download/a/1/a-1-py3-none-any.whl`;
const fiber = `[[tool.uv.index]]\nname = "fiber"\nurl = "${root}/_packaging/fiber/pypi/simple/"\n`;
const con = `[[tool.uv.index]]\nname = "Fiber"\nurl = "${contoso}/_packaging/con/pypi/simple/"\n`;
const http = "http://tfs.example/tfs/Coll/";

/** How many places of the job's uv.toml keep an address from credentials. */
function nevers(texts: Texts): number {
  const [text = ""] = Object.values(filesOf(planWith(uv, makeJob(), texts)));
  return (
    text.split(/url = "https:\/\/pkgs\.dev\.azure\.com\/contoso\/\/simple\/[^"]*"\n.*\n.*"never"/).length - 1
  );
}

describe("uv: addresses in another organization", () => {
  const places: readonly (readonly [string, Texts])[] = [
    ["a dependency by address", { [project]: `${fiber}[project]\ndependencies = ["a @ ${wheel}"]\n` }],
    ["a dependency of a group", { [project]: `${fiber}[dependency-groups]\ndev = ["a @ ${wheel}"]\n` }],
    ["what the build needs", { [project]: `${fiber}[build-system]\nrequires = ["a @ ${wheel}"]\n` }],
    ["an override", { [project]: `${fiber}[tool.uv]\noverride-dependencies = ["a @ ${wheel}"]\n` }],
    ["a source", { [project]: `${fiber}[tool.uv.sources]\na = { url = "${wheel}" }\n` }],
    ["where files are checked", { [project]: `${fiber}[tool.uv]\ncheck-url = "${contoso}/x/simple/"\n` }],
    [
      "an index of the lock file",
      {
        [project]: fiber,
        [`${sources}/uv.lock`]: `source = { registry = "${contoso}/_packaging/con/pypi/simple/" }\n`,
      },
    ],
    ["a file of the lock file", { [project]: fiber, [`${sources}/uv.lock`]: `{ url = "${wheel}" }\n` }],
    [
      "a workspace member",
      {
        [project]: `${fiber}[tool.uv.workspace]\nmembers = ["m", "other/*"]\n`,
        [`${sources}/m/pyproject.toml`]: `[project]\ndependencies = ["a @ ${wheel}"]\n`,
      },
    ],
    [
      "a path dependency of a path dependency",
      {
        [project]: `${fiber}[tool.uv.sources]\nm = { path = "../m" }\n`,
        "/agent/1/m/pyproject.toml": '[tool.uv.sources]\nn = [{ path = "n" }]\nm = { path = "." }\n',
        "/agent/1/m/n/pyproject.toml": `[project]\ndependencies = ["a @ ${wheel}"]\n`,
      },
    ],
  ];
  for (const [title, texts] of places) {
    it(`${title} gets none of the job's credentials, and the log says so`, () => {
      assert.equal(nevers(texts), 1);
      const said = notesOf(planWith(uv, makeJob(), texts)).filter((note) =>
        note.includes("No credentials below"),
      );
      assert.equal(said.length, 1);
      assert.match(said[0] ?? "", /contoso\/ \(\/agent\/1\/\S+\): another organization than the job's own/);
    });
  }

  it("indexes and pages of links have many places, as uv may find theirs first", () => {
    assert.ok(nevers({ [project]: fiber + con }) > 1000);
    assert.ok(nevers({ [project]: `${fiber}[tool.uv]\nfind-links = ["${contoso}/links/"]\n` }) > 1000);
  });

  it("an index that refuses credentials itself has one", () => {
    assert.equal(nevers({ [project]: `${fiber}${con}authenticate = "never"\n` }), 1);
  });

  it("a repository of Git is none, and neither is an address on another host", () => {
    const git = `${fiber}[tool.uv.sources]\na = { git = "${contoso}/_git/a" }\nb = { url = "https://files.example/b.whl" }\n`;
    assert.equal(nevers({ [project]: git }), 0);
  });

  it("a file above all organizations is kept out by itself", () => {
    const text = `${fiber}[project]\ndependencies = ["a @ https://pkgs.dev.azure.com/a.whl"]\n`;
    const [file = ""] = Object.values(filesOf(planWith(uv, makeJob(), { [project]: text })));
    assert.match(
      file,
      /url = "https:\/\/pkgs\.dev\.azure\.com\/a\.whl\/\/simple\/"\nexplicit = true\nauthenticate = "never"/,
    );
  });

  it("are refused where names have the credentials: of a member by its name, and by the host", () => {
    const workspace = `${fiber}[tool.uv.workspace]\nmembers = ["m"]\n`;
    const windows = makeJob({ windows: true });
    const named = { [project]: workspace, [`${sources}/m/pyproject.toml`]: con };
    assert.equal(problemOf(uv, windows, named).code, "index-name-clash");
    const direct = { [project]: `${fiber}[project]\ndependencies = ["a @ ${wheel}"]\n` };
    const problem = problemOf(uv, windows, direct);
    assert.equal(problem.code, "shared-origin");
    assert.ok(problem.message.startsWith(`${wheel} (${project}:5) is another organization`), problem.message);
  });

  it("a member's own index does not change what uv publish goes to", () => {
    const set = variablesOf(
      planWith(uv, makeJob(), {
        [project]: `${fiber}[tool.uv.workspace]\nmembers = ["m"]\n`,
        [`${sources}/m/pyproject.toml`]: fiber.replaceAll("fiber", "thread"),
      }),
    );
    assert.equal(set["UV_PUBLISH_URL"], `${root}/_packaging/fiber/pypi/upload/`);
  });
});

describe("uv: the way to the feeds", () => {
  const hosts = ["pkgs.dev.azure.com", "PKGS.dev.azure.com:443", "https://pkgs.dev.azure.com", "*"];
  for (const host of hosts) {
    it(`the project may not have it unchecked: ${host}`, () => {
      const problem = problemOf(uv, makeJob(), {
        [project]: `[tool.uv]\nallow-insecure-host = ["x.example", "${host}"]\n${fiber}`,
      });
      assert.equal(problem.code, "certificate-unchecked");
      assert.ok(
        problem.message.startsWith(`${project}:2: allow-insecure-host has ${host}, `),
        problem.message,
      );
    });
  }

  const harmless = [
    "registry.example",
    "pkgs.dev.azure.com:8443",
    "http://pkgs.dev.azure.com",
    "dev.azure.com",
  ];
  for (const host of harmless) {
    it(`the project may have another unchecked: ${host}`, () => {
      const plan = planWith(uv, makeJob(), {
        [project]: `[tool.uv]\nallow-insecure-host = "${host}"\n${fiber}`,
      });
      assert.equal(plan.notes.length, 1);
    });
  }

  it("is warned of where the user, the machine or the job has it unchecked", () => {
    const job = makeJob({ environment: { UV_INSECURE_HOST: "pkgs.dev.azure.com" } });
    const unchecked = 'allow-insecure-host = ["*"]\n';
    const plan = planWith(uv, job, {
      [project]: fiber,
      "/home/ada/.config/uv/uv.toml": unchecked,
      "/etc/uv/uv.toml": unchecked,
    });
    const said = notesOf(plan).filter((note) => note.startsWith("warning: "));
    assert.deepEqual(said, [
      "warning: /home/ada/.config/uv/uv.toml:1: with * uv does not check who answers as https://pkgs.dev.azure.com.",
      "warning: /home/ada/.config/uv/uv.toml:1: with * uv does not check who answers as https://fabrikam.pkgs.visualstudio.com.",
      "warning: /etc/uv/uv.toml:1: with * uv does not check who answers as https://pkgs.dev.azure.com.",
      "warning: /etc/uv/uv.toml:1: with * uv does not check who answers as https://fabrikam.pkgs.visualstudio.com.",
      "warning: UV_INSECURE_HOST: with pkgs.dev.azure.com uv does not check who answers as https://pkgs.dev.azure.com.",
    ]);
  });

  it("is warned of where it is through a proxy of the project's", () => {
    const plan = planWith(uv, makeJob(), {
      [project]: `[tool.uv]\nhttps-proxy = "http://me:secret@proxy.example:3128"\nhttp-proxy = "http://p.example"\n${fiber}`,
    });
    const said = notesOf(plan).filter((note) => note.startsWith("warning: "));
    assert.deepEqual(said, [
      `warning: ${project}:2: uv reaches the feeds through http://proxy.example:3128, a proxy that the repository names and not the agent.`,
    ]);
  });

  it("may not be through such a proxy where nothing is encrypted", () => {
    const organization = {
      kind: "server",
      name: "Coll",
      feedRoot: http,
      feedHosts: [{ origin: "http://tfs.example", path: "/tfs/coll/" }],
    } as const;
    const job = makeJob();
    const [own] = job.identities;
    const identity = { ...own, organization, covers: (address: string) => address.startsWith(http) };
    const text = `[tool.uv]\nhttp-proxy = "http://p.example"\n${fiber.replace(`${root}/`, http)}`;
    const problem = problemOf(uv, { ...job, organization, identities: [identity] }, { [project]: text });
    assert.equal(problem.code, "proxy-unencrypted");
  });
});
