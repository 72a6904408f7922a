import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient, type Program } from "../clients/found-clients";
import { handlers, Sandbox, type Job } from "./sandbox";
import { assertNoToken } from "./token-scan";

const task = (inputs: string): string =>
  `steps:\n- task: RestoreUpstream@1\n  name: restore\n${inputs === "" ? "" : `  inputs:\n${inputs}`}`;
const counts = `- bash: echo "counts $(restore.savedCount) $(restore.alreadySavedCount) $(restore.bypassCount) $(restore.failedCount)"\n`;
const use = `- script: uv run --no-sync python -c "import fabrikam_greeting, upstream_basics; print('imported', upstream_basics.ONE)"\n`;

function project(index: string, dependencies: readonly string[]): Job["sources"] {
  return {
    "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ${JSON.stringify(
      dependencies,
    )}\n\n${index}`,
  };
}

describe("restore-upstream, with the real uv", () => {
  let sandbox: Sandbox;
  let uv: Program;

  beforeEach(async function () {
    uv = requireClient(this, "uv");
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  afterEach(() => sandbox.close());

  const trusted = (): Readonly<Record<string, string>> => ({
    NODE_EXTRA_CA_CERTS: sandbox.feed.caFile ?? "",
  });
  const both = ["fabrikam-greeting", "upstream-basics"];
  const index = (): string =>
    `[[tool.uv.index]]\nname = "fiber"\nurl = "${sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/")}"\ndefault = true\n`;

  for (const [title, handler] of handlers) {
    it(`restores with no input what the project's configuration names (${title})`, async () => {
      const outcome = await sandbox.run({
        steps: task("") + counts + use,
        sources: project(index(), both),
        handler,
        programs: [uv.path],
        environment: trusted(),
      });
      process.stdout.write(outcome.log);
      assert.equal(outcome.result, "Succeeded", outcome.log);
    });
  }
});
void existsSync;
void readFileSync;
void join;
void assertNoToken;
