import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireClient } from "../../clients/found-clients";
import { figures } from "../figures";
import { taskStep, uvProject } from "../projects";
import { TokenSearch } from "../token-forms";
import { Workplace } from "../workplace";
import { CommandLines } from "./command-lines";
import { printForms, searchedJobs, slowFeed, stranger, type FakeClient, type Found } from "./outcomes";
import { searchJob, searchJobs, type SearchedJob, type SearchResult } from "./searched-job";

describe("hardening: every task and outcome, searched for the token", () => {
  let workplace: Workplace;
  let folder: string;
  let results: ReadonlyMap<string, SearchResult> = new Map();
  let lines: readonly string[] = [];
  let names: ReadonlyMap<string, SearchedJob> = new Map();

  before(async function () {
    this.timeout(600_000);
    const nodes = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    const found: Found = {
      uv: requireClient(this, "uv"),
      cargo: requireClient(this, "cargo"),
      maven39: requireClient(this, "maven39"),
      java: requireClient(this, "java"),
      pip: requireClient(this, "pip"),
      poetry: requireClient(this, "poetry"),
    };
    folder = mkdtempSync(join(tmpdir(), "feedpass-leaks-"));
    workplace = await Workplace.open(nodes, [{ name: stranger }]);
    workplace.feed.setFaults([{ path: `/${slowFeed}/`, latencyMs: 4000 }]);
    names = searchedJobs(workplace, found, fakeClient(folder));
    const sampled = new CommandLines();
    results = await searchJobs(workplace, names);
    lines = sampled.stop();
  });

  after(async () => {
    await workplace.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("ends each job as it was meant to, with the token nowhere", () => {
    const wrong = [...names.keys()].flatMap((name) => {
      const result = results.get(name);
      const problems = [
        ...(result?.leaks ?? ["it did not run"]),
        ...(result?.surprise === undefined ? [] : [result.surprise]),
      ];
      figures.leakJobs.count(1, problems.length > 0 ? 1 : 0);
      figures.leakPlaces.count(result?.looked ?? 0, result?.leaks.length);
      return problems.length > 0 ? [`${name}: ${problems.join("; ")}\n${result?.log ?? ""}`] : [];
    });
    assert.deepEqual(wrong, []);
  });

  it("shows the token in no command line", function () {
    if (process.platform !== "linux") this.skip();
    const search = new TokenSearch(workplace.token());
    const shown = lines.filter((line) => search.forms(line).length > 0);
    figures.commandLines.count(lines.length, shown.length);
    assert.deepEqual(shown, []);
    for (const program of [
      /index\.js/,
      /uv sync/,
      /cargo fetch/,
      /-m pip/,
      /poetry lock/,
      /org\.codehaus\.plexus/,
    ])
      assert.ok(
        lines.some((line) => program.test(line)),
        `${program} was not seen`,
      );
  });

  /** What a step that does wrong is found by. */
  const planted: Readonly<Record<string, readonly [string, RegExp]>> = {
    "a file in the temp folder": [
      'printf %s "$TOKEN" > "$AGENT_TEMPDIRECTORY/x"',
      /^after step 4: work\/_temp\/x: as it is$/,
    ],
    "a file in the home, in base64": [
      'printf "u:%s" "$TOKEN" | base64 -w0 > ~/.netrc',
      /^after the job: home\/\.netrc: in base64$/,
    ],
    "a file below the agent's tools, in hex": [
      'printf %s "$TOKEN" | od -An -v -tx1 | tr -d " \\n" > "$AGENT_TOOLSDIRECTORY/x"',
      /^after the job: work\/_tool\/x: hex$/,
    ],
    "a summary": [
      'printf "# %s" "$TOKEN" > "$AGENT_TEMPDIRECTORY/s.md"; echo "##vso[task.uploadsummary]$AGENT_TEMPDIRECTORY/s.md"',
      /^after step 4: work\/_temp\/s\.md: as it is$/,
    ],
    "the console, in a form that no agent masks": ['printf %s "$TOKEN" | rev', /^console: back to front$/],
    "an upload's own name": ['echo "##vso[build.addbuildtag]$TOKEN"', /^build\.addbuildtag of .*: as it is$/],
  };
  for (const [place, [script, expected]] of Object.entries(planted)) {
    it(`finds it in ${place}`, async () => {
      const step = `- bash: |\n    ${script}\n  env:\n    TOKEN: $(System.AccessToken)\n`;
      const job: SearchedJob = {
        steps: `steps:\n${taskStep("AuthenticateUv@1")}${step}`,
        sources: uvProject(workplace),
        expect: "Succeeded",
      };
      const { leaks, log } = await searchJob(workplace, job);
      assert.ok(
        leaks.some((leak) => expected.test(leak)),
        `${leaks.join("\n")}\n${log}`,
      );
      figures.planted.count(1);
    });
  }

  it("finds it in a command line", async function () {
    if (process.platform !== "linux") this.skip();
    const sampled = new CommandLines();
    const step = "- bash: bash -c 'sleep 0.3; true' x \"$TOKEN\"\n  env:\n    TOKEN: $(System.AccessToken)\n";
    await workplace.run({ steps: `steps:\n${step}`, sources: {} });
    const search = new TokenSearch(workplace.token());
    assert.ok(sampled.stop().some((line) => search.forms(line).length > 0));
    figures.planted.count(1);
  });

  it("sees when a job ends otherwise than it was meant to", async () => {
    const job = { steps: "steps:\n- bash: echo done\n", sources: {} };
    const otherwise = await searchJob(workplace, { ...job, expect: "Failed" });
    assert.equal(otherwise.surprise, "it ended as Succeeded");
    const silent = await searchJob(workplace, { ...job, expect: "Succeeded", shows: /^finished$/m });
    assert.match(silent.surprise ?? "", /^nothing shows/);
    figures.planted.count(2);
  });

  it("has a client that prints every form, which an agent that masks nothing would show", async () => {
    const step = `- bash: |\n${printForms.replace(/^/gm, "    ")}\n  env:\n    TOKEN: $(System.AccessToken)\n`;
    const { jobs } = await workplace.run({ steps: `steps:\n${step}`, sources: {} });
    const raw = jobs.flatMap(({ steps }) => steps.flatMap((each) => each.raw)).join("\n");
    assert.deepEqual(new TokenSearch(workplace.token()).forms(raw), ["in base64", "as it is", "hex"]);
    figures.planted.count(1);
  });
});

function fakeClient(folder: string): FakeClient {
  let count = 0;
  return (script) => {
    const place = mkdtempSync(join(folder, `client-${(count += 1)}-`));
    const path = join(place, "uv");
    writeFileSync(path, `#!/bin/bash\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
}
