import assert from "node:assert/strict";
import { requireClient, type Program } from "../clients/found-clients";
import { handlers, Sandbox } from "./sandbox";
import { assertNoToken, scanStep } from "./token-scan";

describe("restore-upstream, through a proxy with a CA of its own", () => {
  let sandbox: Sandbox;
  let uv: Program;

  before(function () {
    uv = requireClient(this, "uv");
  });

  beforeEach(async function () {
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  afterEach(() => sandbox.close());

  for (const [title, handler] of handlers) {
    it(`needs no input where the project names the feed, and sets nothing for later steps (${title})`, async () => {
      const address = sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/");
      const outcome = await sandbox.run({
        steps: `steps:
- task: RestoreUpstream@1
  name: restore
- bash: echo "counts $(restore.savedCount) $(restore.alreadySavedCount) $(restore.bypassCount) $(restore.failedCount)"
- script: uv run --no-sync python -c "import fabrikam_greeting, upstream_basics; print('imported', upstream_basics.ONE)"
- bash: env | grep -c -E '^(UV_INDEX_|UV_DEFAULT_INDEX|XDG_CONFIG_DIRS)' || echo "nothing is set"
${scanStep}`,
        sources: {
          "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["fabrikam-greeting", "upstream-basics"]\n\n[[tool.uv.index]]\nname = "fiber"\nurl = "${address}"\ndefault = true\n`,
        },
        handler,
        programs: [uv.path],
      });
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.match(outcome.log, /imported 1/);
      assert.match(outcome.log, /nothing is set/);
      assert.match(outcome.log, /no file holds the token/);
      assert.match(outcome.log, /counts 1 1 0 0/);
      const recorded = outcome.jobs[0]?.steps.flatMap((step) => step.recorded) ?? [];
      assert.equal(recorded.filter(({ command }) => command === "task.uploadsummary").length, 1);
      assertNoToken(outcome, sandbox.tokens.job);
    });
  }
});
