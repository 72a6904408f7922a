import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ShellRun } from "../shell/restore/run-shell";
import { ShellAgent } from "../shell/restore/run-shell";
import { AcmeFeed, sha256Of, type UpstreamPackage } from "./feed-server";
import { program } from "./program";

const token = "acme-job-token-0123456789";
const anvil = { name: "anvil", version: "1.0" };
const rocket = { name: "rocket", version: "2.1" };
const magnet = { name: "magnet", version: "3.0" };

describe("a client that nobody but its room knows", () => {
  let feed: AcmeFeed;
  let agent: ShellAgent;

  beforeEach(async () => {
    feed = await AcmeFeed.start([anvil, rocket, magnet], token);
    agent = new ShellAgent();
    agent.program("acme", program);
  });

  afterEach(async () => {
    agent.close();
    await feed.stop();
  });

  const lockLine = (locked: UpstreamPackage, registry = feed.address): string =>
    `${locked.name} ${locked.version} ${sha256Of(locked)} ${registry}\n`;

  /** A locked project, one without a lock file, a template, and what the client itself made. */
  const writeProjects = (): void => {
    agent.write({
      "acme.conf": `feed = ${feed.address}\nfeed = https://elsewhere.example/acme/\n`,
      "acme.proj": "",
      "acme.lock": lockLine(anvil) + lockLine(rocket, "https://packages.example/acme/"),
      "tool/acme.conf": `feed = ${feed.address}\n`,
      "tool/acme.proj": "magnet 3.0\n",
      "template/acme.proj": "template of a project\n",
      ".acme/acme.proj": "",
      ".acme/acme.lock": lockLine(magnet),
    });
  };

  const run = (
    inputs: Readonly<Record<string, string>> = {},
    list: "acme" | "all" = "acme",
  ): Promise<ShellRun> =>
    agent.run(
      { action: "run", list },
      { collectionUri: feed.collectionUri, token, inputs, environment: { ACME_OFFLINE: "1" } },
    );

  for (const list of ["acme", "all"] as const) {
    it(`is detected, authenticated, restored and reported (${list === "all" ? "beside the product's" : "alone"})`, async () => {
      writeProjects();
      const outcome = await run({ reportPath: "../temp/report.json" }, list);
      assert.match(outcome.stdout, /##vso\[task\.complete result=Succeeded;\]/, outcome.stdout);
      assert.match(outcome.stdout, /^Feed tools of Col$/m);
      assert.match(outcome.stdout, /^##\[group\]acme in \.$/m);
      assert.match(outcome.stdout, /^##\[group\]acme in tool$/m);
      assert.match(outcome.stdout, /^Credentials set: acme, http:.*_packaging\/tools\/acme\/$/m);
      assert.match(outcome.stdout, /^checked, with token = \$ACME_TOKEN$/m);
      assert.match(outcome.stdout, /^fetched anvil 1\.0 never $/m);
      assert.deepEqual(feed.saved(), ["anvil 1.0", "magnet 3.0", "rocket 2.1"]);
      const report = JSON.parse(agent.read("temp/report.json")) as Record<string, unknown>;
      assert.deepEqual(
        {
          ...report,
          bypasses: (report["bypasses"] as { where: string; host: string }[]).map(({ where, host }) => [
            where,
            host,
          ]),
        },
        {
          schemaVersion: 1,
          mode: "restore",
          organization: "Col",
          feed: "tools",
          feedPage: `${feed.collectionUri}_artifacts/feed/tools`,
          identity: "The Build Service (42)",
          contentsKnown: true,
          counts: { saved: 3, alreadySaved: 0, bypass: 2, failed: 0 },
          projects: [
            { client: "acme", protocol: "acmefeed", folder: ".", result: "restored" },
            { client: "acme", protocol: "acmefeed", folder: "tool", result: "restored" },
          ],
          failed: [],
          bypasses: [
            ["acme.lock:2", "packages.example"],
            ["acme.conf:2", "elsewhere.example"],
          ],
          saved: [anvil, rocket, magnet].map((each) => ({
            protocol: "acmefeed",
            ...each,
            upstream: "Acme public",
          })),
          alreadySaved: [],
          skipped: [],
        },
      );
      const summary = readdirSync(agent.temp).find((name) => name.endsWith(".md")) ?? "";
      assert.match(agent.read(`temp/${summary}`), /\| anvil \| 1\.0 \| Acme public \|/);
      assert.ok(outcome.commands.includes("task.setvariable variable=savedCount 3"));
      assert.ok(!outcome.commands.some((command) => command.includes("variable=ACME_")));
      assert.ok(outcome.commands.includes(`task.setsecret ${token}`));
    });
  }

  it("has its files read once each", async () => {
    writeProjects();
    const { reads } = await run({}, "all");
    assert.deepEqual(reads, {
      "acme.conf": 1,
      "acme.lock": 1,
      "acme.proj": 1,
      "tool/acme.conf": 1,
      "tool/acme.lock": 1,
      "tool/acme.proj": 1,
      "template/acme.proj": 1,
    });
  });

  it("is told of a failure in its own words and with our reading of them", async () => {
    writeProjects();
    feed.maySave = false;
    const outcome = await run({ feed: "tools", packageManagers: "acme" }, "all");
    assert.match(outcome.stdout, /##vso\[task\.complete result=Failed;\]/);
    assert.match(outcome.stdout, /Feed tools does not let The Build Service \(42\) save packages/);
    assert.match(outcome.stdout, /error: files\/anvil\/1\.0\/anvil-1\.0\.acme answered 403/);
    assert.ok(!existsSync(join(agent.temp, "feedpass", "restore-step", "acme")), "its folder is gone");
  });

  it("gets the input arguments, and is stopped by onBypass before anything runs", async () => {
    writeProjects();
    const fetched = await run({ arguments: "--fast 'two words'" });
    assert.match(fetched.stdout, /^fetched magnet 3\.0 never --fast two words$/m);
    const stopped = await run({ onBypass: "fail" });
    assert.match(stopped.stdout, /2 places bypass the feed, and onBypass is fail/);
    assert.doesNotMatch(stopped.stdout, /^checked/m);
  });

  it("is named where it is not found, and where an input names none", async () => {
    const missing = await run({ feed: "tools" });
    assert.match(missing.stdout, /No project of acme was found below .*: looked for acme\.proj\./);
    const misnamed = await run({ packageManagers: "acne" }, "all");
    assert.match(
      misnamed.stdout,
      /"acne" is not auto, or a list of uv, poetry, pip, pipenv, pdm, cargo, maven, acme\./,
    );
  });

  it("says where a lock file of its own is malformed", async () => {
    agent.write({ "acme.proj": "", "acme.lock": "anvil 1.0 abc\n" });
    const outcome = await run({ feed: "tools" });
    assert.match(outcome.stdout, /acme\.lock:1:1: expected `name version sha256 registry`/);
  });

  it("has what its lock files name saved, without its program", async () => {
    writeProjects();
    const outcome = await run({ mode: "save", feed: "tools" });
    assert.match(outcome.stdout, /##vso\[task\.complete result=Succeeded;\]/, outcome.stdout);
    assert.doesNotMatch(outcome.stdout, /^checked/m);
    assert.deepEqual(feed.saved(), ["anvil 1.0", "rocket 2.1"]);
    const lists = feed.requests.filter(({ path }) => path.includes("/packages?"));
    assert.ok(lists.length > 0 && lists.every(({ path }) => path.includes("protocolType=AcmeFeed")));
    const again = await run({ mode: "save", feed: "tools" });
    assert.match(again.stdout, /0 saved now, 2 already saved/);
  });
});
