import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient, type Clients, type Program } from "../clients/found-clients";
import {
  cargoProject,
  identity,
  Machine,
  publicUvProject,
  type RestoreOutcome,
} from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

interface Report {
  readonly counts: Readonly<Record<string, number>>;
  readonly saved: readonly { readonly name: string; readonly feed?: string; readonly upstream?: string }[];
}

function pipeline(mode: string): string {
  const inputs = { feed: "Fiber/fiber", mode, reportPath: "$(Build.ArtifactStagingDirectory)/report.json" };
  const lines = Object.entries(inputs).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`);
  return ["steps:", "- task: RestoreUpstream@1", "  inputs:", ...lines, ""].join("\n");
}

function report({ folder }: RestoreOutcome): Report {
  return JSON.parse(readFileSync(join(folder, "work", "1", "a", "report.json"), "utf8")) as Report;
}

/** A uv project whose up-2 is pinned to the second feed, as an index of its own. */
function uvProject(here: Machine): Readonly<Record<string, string>> {
  const project = publicUvProject([1, 2], new Map([[2, here.address("", "second")]]));
  const index = here.address("pypi/simple/", "second");
  return {
    ...project,
    "uv.lock": (project["uv.lock"] ?? "").replace(
      'name = "up-2", specifier = "==1.0.2"',
      `name = "up-2", specifier = "==1.0.2", index = "${index}"`,
    ),
    "pyproject.toml": `${project["pyproject.toml"] ?? ""}\n[[tool.uv.index]]\nname = "second"\nurl = "${index}"\nexplicit = true\n\n[tool.uv.sources]\nup-2 = { index = "second" }\n`,
  };
}

describe("restore-upstream, with packages locked to another feed of the organization", () => {
  let clients: Pick<Clients, "node20" | "node24">;
  let uv: Program;
  let cargo: Program;
  let machine: Machine | undefined;

  before(function () {
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    uv = requireClient(this, "uv");
    cargo = requireClient(this, "cargo");
  });

  afterEach(async () => {
    await machine?.close();
    machine = undefined;
  });

  const open = async (secondRole: "collaborator" | "reader" = "collaborator"): Promise<Machine> =>
    (machine = await Machine.open(clients, { secondRole }));

  const projects = [
    ["uv", "pypi", uvProject, () => uv.path],
    [
      "Cargo",
      "cargo",
      (here: Machine) => cargoProject([1, 2], here.address("Cargo/index/", "second")),
      () => cargo.path,
    ],
  ] as const;
  for (const [client, protocol, sources, program] of projects) {
    for (const mode of ["save", "restore"]) {
      it(`${client}, mode ${mode}: each feed is asked for what is locked to it`, async () => {
        const here = await open();
        const outcome = await here.run(pipeline(mode), sources(here), [program()]);
        assert.equal(outcome.result, "Succeeded", outcome.log);
        assert.deepEqual(here.saved(), [`${protocol} up-1 1.0.1`]);
        assert.deepEqual(here.saved("second"), [`${protocol} up-2 1.0.2`]);
        const { counts, saved } = report(outcome);
        assert.deepEqual([counts["saved"], counts["bypass"], counts["failed"]], [2, 0, 0]);
        assert.deepEqual(
          saved.map(({ name, feed }) => [name, feed]),
          [
            ["up-1", undefined],
            ["up-2", "Fiber/second"],
          ],
        );
        const again = await here.run(pipeline("audit"), sources(here), [program()]);
        assert.equal(report(again).counts["alreadySaved"], 2, again.log);
        assertNoToken(outcome, here.token);
      });
    }
  }

  it("a missing role in the other feed is told with that feed, and fails mode save", async () => {
    const here = await open("reader");
    const outcome = await here.run(pipeline("save"), uvProject(here), []);
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, new RegExp(`Fiber/second[^\\n]*${identity.replace(/[()]/g, "\\$&")}`));
    assert.deepEqual([here.saved(), here.saved("second")], [["pypi up-1 1.0.1"], []]);
  });
});
