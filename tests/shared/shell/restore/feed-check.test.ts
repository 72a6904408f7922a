import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pypiEntry, sha256, startSavingWorld, wheel, type SavingWorld } from "../feed/saving";
import { useShellAgent, type RunOptions, type ShellRun } from "./run-shell";

const agent = useShellAgent();

/** The error on the build page. */
function problemOf({ commands, stdout }: ShellRun): string {
  const found = commands.find((command) => command.startsWith("task.logissue type=error "));
  assert.ok(found !== undefined, stdout);
  assert.ok(commands.includes("task.complete result=Failed"), stdout);
  return found.slice("task.logissue type=error ".length);
}

/** A uv.lock of the public registry. */
function uvLock(names: readonly string[]): string {
  const packages = names.map(
    (name) =>
      `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = { registry = "https://python.example/simple" }\nwheels = [{ url = "https://files.example/${wheel(name, "1.0.0").filename}", hash = "sha256:${sha256(`${name} 1.0.0`).hex}" }]\n`,
  );
  return `version = 1\nrequires-python = ">=3.9"\n\n${packages.join("\n")}`;
}

interface Report {
  readonly counts: Readonly<Record<string, number>>;
  readonly unlisted?: number;
  readonly saved: readonly { readonly name: string; readonly upstream?: string }[];
  readonly wouldSave?: readonly { readonly name: string }[];
  readonly failed: readonly { readonly kind: string; readonly name: string }[];
}

describe("restore: the feed is looked at first, and its answers count", () => {
  let world: SavingWorld;
  let listing: SavingWorld | undefined;
  const names = Array.from({ length: 60 }, (_, index) => `pkg-${index}`);
  const pypi = Object.fromEntries(names.map((name) => [name, [wheel(name, "1.0.0")]]));

  before(async () => {
    world = await startSavingWorld({ pypi });
  });
  after(() => world.stop());
  afterEach(async () => {
    world.feed.setFaults([]);
    await listing?.stop();
    listing = undefined;
  });

  const run = (
    identity: string,
    inputs: Readonly<Record<string, string>>,
    more: RunOptions & { readonly in?: SavingWorld } = {},
  ): Promise<ShellRun> =>
    agent().run(
      { action: "run", list: "product" },
      {
        collectionUri: `${(more.in ?? world).feed.serverUrl}Col/`,
        token: `token-of-${identity}`,
        inputs: { feed: "Open Project/private", reportPath: "report.json", ...inputs },
        ...more,
      },
    );
  const report = (): Report => JSON.parse(agent().read("s/report.json")) as Report;
  const project = (locked = names.slice(0, 2)): void => {
    agent().write({ "pyproject.toml": "[tool.uv]\n", "uv.lock": uvLock(locked) });
    agent().program("uv", "#!/bin/sh\necho uv ran\nexit 0\n");
  };

  for (const mode of ["restore", "save", "audit"])
    describe(`mode ${mode}`, () => {
      for (const [meant, hint] of [
        ["private", "Did you mean Open Project/private?"],
        ["Open Project/privat", "Did you mean Open Project/private?"],
        ["Open Projekt/public", "Did you mean Open Project/public?"],
        ["nothing-alike", "The job can see Open Project/private, Open Project/public."],
      ] as const)
        it(`fails for a feed that is not there, whatever onUnsaved says: ${meant}`, async () => {
          project();
          const outcome = await run("collaborator", { feed: meant, mode, onUnsaved: "ignore" });
          const problem = problemOf(outcome);
          assert.ok(
            problem.startsWith(`There is no feed ${meant} in Col that the job can see (status 404`),
            problem,
          );
          assert.ok(problem.endsWith(`\n${hint}`), problem);
          assert.doesNotMatch(outcome.stdout, /uv ran/);
        });

      it("fails without a role to read it, and names who needs which, and where it is given", async () => {
        project();
        const problem = problemOf(await run("outsider", { mode, onUnsaved: "ignore" }));
        assert.match(
          problem,
          /^Feed Open Project\/private does not let The outsider \([0-9a-f-]{36}\) read it/,
        );
        assert.match(problem, /Feed and Upstream Reader \(Collaborator\)/);
        assert.ok(problem.includes("Col/Open%20Project/_artifacts/feed/private, and run again"), problem);
      });

      it("fails for a token that nobody knows", async () => {
        project();
        const problem = problemOf(await run("nobody", { mode, onUnsaved: "ignore" }));
        assert.match(problem, /^Feed Open Project\/private did not take the job's token \(status 401/);
      });

      it("goes on where these calls are not answered", async () => {
        project();
        world.feed.setFaults([{ path: "/_apis/", status: 501 }]);
        const outcome = await run("collaborator", { mode });
        assert.doesNotMatch(outcome.stdout, /task\.complete result=Failed/, outcome.stdout);
      });
    });

  it("says which file names the feed that is not there, or another one than the input", async () => {
    const address = `${world.feed.serverUrl}Col/Open%20Project/_packaging/private/pypi/simple/`;
    project();
    agent().write({ "pyproject.toml": `[tool.uv]\n[[tool.uv.index]]\nurl = "${address}"\n` });
    const other = problemOf(await run("collaborator", { feed: "private" }));
    assert.match(
      other,
      /It is not the feed that \S+pyproject\.toml:[23] names, which is Open Project\/private\.\nDid you mean Open Project\/private\?$/,
    );
    agent().write({
      "pyproject.toml": `[[tool.uv.index]]\nurl = "${address.replace("private", "privaat")}"\n`,
    });
    assert.match(problemOf(await run("collaborator", { feed: "" })), /pyproject\.toml:[12] names it\./);
  });

  it("fails in mode save for a Reader before it asks for a file, and warns in mode restore first", async () => {
    project();
    world.feed.clearRequests();
    const saving = problemOf(await run("reader", { mode: "save", onUnsaved: "ignore" }));
    assert.match(saving, /^Feed Open Project\/private does not let The reader \(.*\) save packages/);
    assert.match(saving, /permissions list that identity as Reader/);
    assert.ok(world.feed.requests().every(({ path }) => path.includes("/_apis/")));
    const restoring = await run("reader", {});
    const warned = restoring.stdout.indexOf(
      "##vso[task.logissue type=warning;]Feed Open Project/private does not",
    );
    assert.ok(warned >= 0 && warned < restoring.stdout.indexOf("uv ran"), restoring.stdout);
  });

  it("fails in mode save for a Reader whose role the feed does not list, at the first file", async () => {
    project();
    world.feed.setFaults([{ path: "/permissions", status: 501 }]);
    const problem = problemOf(await run("reader", { mode: "save", onUnsaved: "ignore" }));
    assert.match(problem, /Not saved: pkg-[01] 1\.0\.0, pkg-[01] 1\.0\.0: Feed .* does not let The reader/);
  });

  it("takes feeds for feed, and both when they say the same", async () => {
    project();
    for (const inputs of [{ feed: "", feeds: "Open Project/private" }, { feeds: "Open Project/private" }])
      assert.match(
        (await run("collaborator", { mode: "save", ...inputs })).stdout,
        /through Open Project\/private/,
      );
    const problem = problemOf(await run("collaborator", { feeds: "Open Project/public" }));
    assert.match(problem, /^Input feed names 2 feeds/);
  });

  it("restores through a view, and saves nothing through it", async () => {
    project();
    world.feed.clearRequests();
    const outcome = await run("reader", { feed: "Open Project/private@Local" });
    assert.match(outcome.stdout, /uv ran[^]*Restored 1 project through Open Project\/private@Local/);
    assert.ok(!world.feed.requests().some(({ path }) => path.includes("/download/")));
    assert.match(
      problemOf(await run("collaborator", { mode: "save", feed: "Open Project/private@Local" })),
      /is a view/,
    );
    assert.match(
      problemOf(await run("collaborator", { feed: "Open Project/private@Locl" })),
      /^There is no feed Open Project\/private@Locl in Col/,
    );
  });

  it("counts what the feed gave and does not list yet, and says so", async () => {
    listing = await startSavingWorld({ pypi }, { listingDelayMs: 60_000 });
    project();
    const outcome = await run("collaborator", { mode: "save" }, { in: listing });
    assert.match(outcome.stdout, /gave 2 versions that its list does not have yet/);
    const { counts, unlisted } = report();
    assert.deepEqual([counts["saved"], unlisted], [2, 2]);
  }).timeout(40_000);

  it("looks again where the list lags a little", async () => {
    listing = await startSavingWorld({ pypi }, { listingDelayMs: 800 });
    project();
    const outcome = await run("collaborator", { mode: "save" }, { in: listing });
    assert.match(outcome.stdout, /list does not have 2 versions yet that it gave: looking again/);
    const { counts, unlisted, saved } = report();
    assert.deepEqual([counts["saved"], unlisted, saved[0]?.upstream], [2, undefined, "Public pypi"]);
  });

  it("counts nowhere what was not given, whoever had it saved meanwhile", async () => {
    listing = await startSavingWorld({ pypi });
    project();
    agent().write({
      "uv.lock": uvLock(["pkg-0", "pkg-1"]).replace(sha256("pkg-1 1.0.0").hex, "0".repeat(64)),
    });
    agent().program(
      "uv",
      `#!/bin/sh\ncurl -sf -u x:token-of-collaborator '${listing.feed.serverUrl}Col/Open%20Project/_packaging/private/pypi/download/pkg-1/1/${wheel("pkg-1", "1.0.0").filename}' -o /dev/null\n`,
    );
    for (const saved of [1, 0]) {
      problemOf(await run("collaborator", {}, { in: listing }));
      const { counts, failed } = report();
      assert.deepEqual(counts, { saved, alreadySaved: 1 - saved, bypass: 0, failed: 1 });
      assert.deepEqual(
        failed.map(({ kind, name }) => `${kind} ${name}`),
        ["hash pkg-1"],
      );
    }
  });

  it("asks for every file of the lock files that is not held, also of versions that clients had saved", async () => {
    const windows = { ...wheel("pkg-0", "1.0.0"), filename: "pkg-0-1.0.0-py3-none-win_amd64.whl" };
    listing = await startSavingWorld({ pypi: { "pkg-0": [wheel("pkg-0", "1.0.0"), windows] } });
    project(["pkg-0"]);
    const [one = "", line = ""] = /wheels = \[(\{.*\})\]/.exec(uvLock(["pkg-0"])) ?? [];
    const both = `wheels = [${line}, ${line.replace("any.whl", "win_amd64.whl")}]`;
    agent().write({ "uv.lock": uvLock(["pkg-0"]).replace(one, both) });
    agent().program(
      "uv",
      `#!/bin/sh\ncurl -sf -u x:token-of-collaborator '${listing.feed.serverUrl}Col/Open%20Project/_packaging/private/pypi/download/pkg-0/1/${wheel("pkg-0", "1.0.0").filename}' -o /dev/null\n`,
    );
    await run("collaborator", {}, { in: listing });
    assert.deepEqual(listing.held(), [
      "pkg-0 1.0.0 pkg-0-1.0.0-py3-none-any.whl",
      "pkg-0 1.0.0 pkg-0-1.0.0-py3-none-win_amd64.whl",
    ]);
    assert.equal(report().counts["saved"], 1);
    listing.feed.clearRequests();
    await run("collaborator", {}, { in: listing });
    assert.equal(report().counts["alreadySaved"], 1);
    const again = listing.feed.requests().filter(({ userAgent }) => userAgent === "feedpass");
    assert.ok(
      again.every(({ path }) => path.includes("/_apis/")),
      JSON.stringify(again),
    );
  });

  it("audits without a change, in the same report", async () => {
    listing = await startSavingWorld({ pypi });
    project(["pkg-0"]);
    await run("collaborator", { mode: "save" }, { in: listing });
    project(["pkg-0", "pkg-1", "pkg-2"]);
    const outcome = await run("reader", { mode: "audit" }, { in: listing });
    assert.match(outcome.stdout, /2 would be saved, 1 already saved/);
    assert.ok(outcome.commands.includes("task.complete result=SucceededWithIssues"));
    const { counts, wouldSave } = report();
    assert.deepEqual(counts, { saved: 0, alreadySaved: 1, bypass: 0, failed: 0, wouldSave: 2 });
    assert.deepEqual(
      wouldSave?.map(({ name }) => name),
      ["pkg-1", "pkg-2"],
    );
    assert.equal(listing.held().length, 1);
    assert.match(
      problemOf(await run("reader", { mode: "audit", onUnsaved: "fail" }, { in: listing })),
      /^Not held by/,
    );
  });

  it("shares packages out to jobs in parallel at a little more than one job costs, and never to a matrix", async () => {
    listing = await startSavingWorld({ pypi });
    const feed = listing;
    project(names);
    const costs = async (environment: Readonly<Record<string, string>>): Promise<number> => {
      feed.feed.clearRequests();
      const { stdout } = await run("collaborator", { mode: "save" }, { in: feed, environment });
      assert.match(stdout, /saved now/);
      return feed.feed.requests().length;
    };
    let parts = 0;
    for (const position of [1, 2, 3])
      parts += await costs({
        SYSTEM_PARALLELEXECUTIONTYPE: "MultiMachine",
        SYSTEM_JOBPOSITIONINPHASE: String(position),
        SYSTEM_TOTALJOBSINPHASE: "3",
      });
    assert.equal(feed.held().length, names.length);
    await listing.stop();
    listing = await startSavingWorld({ pypi });
    const again = listing;
    again.feed.clearRequests();
    await run(
      "collaborator",
      { mode: "save" },
      {
        in: again,
        environment: {
          SYSTEM_PARALLELEXECUTIONTYPE: "MultiConfiguration",
          SYSTEM_JOBPOSITIONINPHASE: "2",
          SYSTEM_TOTALJOBSINPHASE: "3",
        },
      },
    );
    assert.equal(again.held().length, names.length);
    const whole = again.feed.requests().length;
    assert.ok(parts <= whole * 1.15, `${parts} of ${whole}`);
  });

  it("shows the feed's own text for what it refuses", async () => {
    const server = createServer((request, answer) => {
      const isFile = request.url?.includes("/download/") === true;
      const page = `<a href="../../download/pkg-0/1/${wheel("pkg-0", "1.0.0").filename}#sha256=${sha256("pkg-0 1.0.0").hex}">${pypiEntry("pkg-0", "1.0.0").file ?? ""}</a>`;
      if (isFile)
        answer.writeHead(400, "Bad Request - Metadata version '2.3' is unsupported. (DevOps Activity ID: x)");
      else answer.writeHead(request.url?.endsWith("/simple/pkg-0/") === true ? 200 : 404);
      answer.end(isFile ? "" : page);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      project(["pkg-0"]);
      const collectionUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/Col/`;
      const problem = problemOf(await run("x", { mode: "save", onUnsaved: "fail" }, { collectionUri }));
      assert.match(problem, /refuses it \(status 400: Metadata version '2\.3' is unsupported\.\)/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
