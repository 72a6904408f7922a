import assert from "node:assert/strict";
import { requireClient, type Clients } from "../clients/found-clients";
import { cargoProject, Machine, publicUvProject, type WorldOptions } from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

const steps = (mode: string): string =>
  [
    "steps:",
    "- task: RestoreUpstream@1",
    "  name: restore",
    "  inputs:",
    "    feed: Fiber/fiber",
    `    mode: ${mode}`,
    '- bash: echo "counts $(restore.savedCount) $(restore.alreadySavedCount) $(restore.bypassCount) $(restore.failedCount)"',
    "  condition: always()",
    "",
  ].join("\n");

const under = (folder: string, texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${folder}/${path}`, text]));

const everything = ["cargo up-1 1.0.1", "cargo up-2 1.0.2", "pypi up-1 1.0.1", "pypi up-2 1.0.2"];

describe("restore-upstream, at a service that answers otherwise", () => {
  let clients: Pick<Clients, "node20" | "node24">;
  let programs: readonly string[];
  let machine: Machine | undefined;

  before(function () {
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    programs = [requireClient(this, "uv").path, requireClient(this, "cargo").path];
  });

  afterEach(async () => {
    await machine?.close();
    machine = undefined;
  });

  // Sources: tests/sandbox/feed/api-versions.test.ts and first-answer.test.ts.
  const services: readonly (readonly [string, NonNullable<WorldOptions["service"]>])[] = [
    ["Server 2022, which knows REST versions up to 7.0", { release: "2022" }],
    ["Server 2020, which knows them up to 6.0", { release: "2020" }],
    ["Server 2019.1, which knows them up to 5.1", { release: "2019.1" }],
    ["one that gives the bytes first", { firstAnswer: "bytes" }],
    ["one that saves when the redirect is followed", { savesWhen: "fetched" }],
  ];
  for (const [title, service] of services)
    for (const mode of ["save", "restore"])
      it(`has everything saved, and finds it saved the next time: ${title}, mode ${mode}`, async () => {
        const here = (machine = await Machine.open(clients, { service }));
        const sources = {
          ...under("python", publicUvProject([1, 2])),
          ...under("rust", cargoProject([1, 2])),
        };
        const first = await here.run(steps(mode), sources, programs);
        assert.equal(first.result, "Succeeded", first.log);
        assert.match(first.log, /counts 4 0 0 0/, first.log);
        assert.deepEqual(here.saved(), everything);
        const second = await here.run(steps(mode), sources, programs);
        assert.match(second.log, /counts 0 4 0 0/, second.log);
        assert.doesNotMatch(second.log, /could not be read/);
        assertNoToken(first, here.token);
      });
});
