import assert from "node:assert/strict";
import { requireClient, type Program } from "../clients/found-clients";
import { handlers, Sandbox, type Face, type Job, type Outcome } from "./sandbox";
import { assertNoToken, scanStep } from "./token-scan";

const task = "- task: AuthenticatePip@1\n";
const faces: readonly Face[] = ["services", "server"];
const both = ["fabrikam-greeting", "upstream-basics"];
const use = `- bash: PYTHONPATH=out python3 -c "import fabrikam_greeting, upstream_basics; print('imported', upstream_basics.ONE)"\n`;
/** What stands for all the organization's feeds in the addresses that variables of the job have. */
const ownHost = "fabrikam.pkgs.visualstudio.com";

describe("authenticate-pip, with the real pip", () => {
  let sandbox: Sandbox;
  let oldest: Program;
  let newest: Program;

  before(async function () {
    oldest = requireClient(this, "pip23");
    newest = requireClient(this, "pip");
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => sandbox.close());

  const run = (job: Omit<Job, "programs" | "handler"> & Partial<Job>): Promise<Outcome> => {
    const authority = sandbox.feed.caFile ?? "";
    const trust = job.face === "server" ? {} : { PIP_CERT: authority, REQUESTS_CA_BUNDLE: authority };
    return sandbox.run({
      handler: "Node24",
      programs: [],
      ...job,
      environment: { ...trust, ...job.environment },
    });
  };

  const fiber = (face: Face, user = ""): string =>
    sandbox
      .address(face, "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/")
      .replace("://", user === "" ? "://" : `://${user}@`);

  const requirements = (face: Face, user = "VssSessionToken"): Job["sources"] => ({
    "requirements.txt": `--index-url ${fiber(face, user)}\n${both.join("\n")}\n`,
  });

  const install = ({ path }: Program, words: string): string =>
    `${path} -m pip install --target out ${words}`;

  const assertFilesAuthenticated = ({ requests }: Outcome, count = 2): void => {
    const files = requests.filter(({ path }) => path.includes("/pypi/download/"));
    assert.ok(files.length >= count);
    assert.deepEqual(
      files.filter(({ auth }) => auth !== "Basic"),
      [],
    );
  };

  for (const face of faces) {
    it(`fails without the task (${face})`, async () => {
      const outcome = await run({
        steps: `steps:\n- bash: ${install(newest, "--no-input -r requirements.txt")}\n`,
        sources: requirements(face),
        face,
      });
      assert.equal(outcome.result, "Failed");
      assert.match(outcome.log, /401|No matching distribution/);
    });

    for (const [title, handler] of handlers) {
      it(`restores what a requirements file names, with pip old and new (${face}, ${title})`, async () => {
        const outcome = await run({
          steps: `steps:\n${task}- bash: ${install(oldest, "-r requirements.txt")}\n${use}- bash: rm -r out && ${install(newest, "-r requirements.txt")}\n${use}${scanStep}`,
          sources: requirements(face),
          handler,
          face,
        });
        assert.equal(outcome.result, "Succeeded", outcome.log);
        assert.match(outcome.log, /imported 1/);
        assert.match(outcome.log, /no file holds the token/);
        assertFilesAuthenticated(outcome, 3);
        assertNoToken(outcome, sandbox.tokens.job);
      });

      it(`gives feeds by name the place of the public index, and adds a second step's (${face}, ${title})`, async () => {
        const feeds = (name: string): string => `- task: AuthenticatePip@1\n  inputs:\n    feeds: ${name}\n`;
        const all = `${both.join(" ")} shared-greeting`;
        const outcome = await run({
          steps: `steps:\n${feeds("Fabrikam Fiber/fiber")}${feeds("shared")}- bash: ${install(oldest, all)} && rm -r out && ${install(newest, all)}\n${use}`,
          sources: {},
          handler,
          face,
        });
        assert.equal(outcome.result, "Succeeded", outcome.log);
        assertFilesAuthenticated(outcome, 3);
        const hosts = new Set(
          outcome.requests.map(({ host }) => host).filter((host) => !host.includes("blob")),
        );
        if (face === "services") assert.deepEqual([...hosts], [ownHost]);
      });
    }
  }
});
