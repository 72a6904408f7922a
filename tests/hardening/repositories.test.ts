import assert from "node:assert/strict";
import { requireClient } from "../clients/found-clients";
import { failureOf } from "./failure-of";
import type { HostileRepository } from "./hostile-repository";
import { failsToday } from "./known-failures";
import { Laboratory } from "./laboratory";
import { cargoRepositories } from "./repositories/cargo";
import { uvRepositories } from "./repositories/uv";
import { tryRepositories, type Setting, type Verdict } from "./try-repositories";

const mostMilliseconds = 300_000;

function describeClient(
  client: string,
  repositories: readonly HostileRepository[],
  open: (context: Mocha.Context) => Setting,
): void {
  describe(`hostile repositories, with the real ${client}`, () => {
    let verdicts: ReadonlyMap<string, Verdict> = new Map();

    before(async function () {
      this.timeout(mostMilliseconds);
      const setting = open(this);
      const laboratory = await Laboratory.open({
        node20: requireClient(this, "node20"),
        node24: requireClient(this, "node24"),
      });
      try {
        verdicts = await tryRepositories(laboratory, setting, repositories);
      } finally {
        await laboratory.close();
      }
    });

    for (const repository of repositories) {
      it(`${repository.id}: ${repository.title}`, () => {
        const verdict = verdicts.get(repository.id);
        assert.ok(verdict !== undefined);
        const failure = failureOf(repository, verdict);
        const known = failsToday.get(repository.id);
        if (known === undefined) assert.equal(failure, undefined, verdict.log);
        else
          assert.ok(failure !== undefined, `${repository.id} is well now: take it out of known-failures.ts`);
      });
    }
  });
}

describeClient("uv", uvRepositories, (context) => ({
  task: "AuthenticateUv@1",
  programs: [requireClient(context, "uv").path],
}));

describeClient("Cargo", cargoRepositories, (context) => ({
  task: "AuthenticateCargo@1",
  programs: [requireClient(context, "cargo").path],
}));
