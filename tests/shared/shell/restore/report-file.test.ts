import assert from "node:assert/strict";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { useShellAgent, type ShellRun } from "./run-shell";

describe("restore: where a report is written", () => {
  const agent = useShellAgent();
  let server: Server;

  beforeEach(async () => {
    server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    agent().write({ "Cargo.toml": "" });
    agent().program("cargo", "#!/bin/sh\necho ran\n");
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const run = (reportPath: string, environment: Readonly<Record<string, string>> = {}): Promise<ShellRun> =>
    agent().run(
      { action: "run", list: "product" },
      {
        collectionUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/Col/`,
        inputs: { feed: "Open Project/private", reportPath },
        environment,
      },
    );
  const problemOf = ({ commands, stdout }: ShellRun): string => {
    const prefix = "task.logissue type=error ";
    const found = commands.find((command) => command.startsWith(prefix));
    assert.ok(found !== undefined, stdout);
    return found.slice(prefix.length);
  };
  const victim = (): string => {
    const path = join(dirname(agent().sources), "victim", "file");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "kept");
    return path;
  };
  const isReport = (path: string): boolean =>
    (JSON.parse(readFileSync(path, "utf8")) as { readonly mode?: string }).mode === "restore";

  it("is in the sources, in new folders, in the place of an older file, and nothing else is left there", async () => {
    agent().write({ "out/deep/report.json": "old" });
    assert.doesNotMatch((await run("out/deep/report.json")).stdout, /Failed/);
    assert.ok(isReport(join(agent().sources, "out/deep/report.json")));
    assert.deepEqual(readdirSync(join(agent().sources, "out/deep")), ["report.json"]);
  });

  for (const name of ["BUILD_ARTIFACTSTAGINGDIRECTORY", "BUILD_STAGINGDIRECTORY", "AGENT_TEMPDIRECTORY"]) {
    it(`is in ${name}`, async () => {
      const folder = join(dirname(agent().sources), `a-${name}`);
      mkdirSync(folder);
      await run(`${folder}/new/report.json`, { [name]: folder });
      assert.ok(isReport(join(folder, "new/report.json")));
    });
  }

  it("is below a folder of the job that is reached by a link", async () => {
    const real = join(dirname(agent().sources), "real");
    mkdirSync(real);
    symlinkSync(real, join(dirname(agent().sources), "staging"));
    const staging = join(dirname(agent().sources), "staging");
    await run(join(staging, "report.json"), { BUILD_STAGINGDIRECTORY: staging });
    assert.ok(isReport(join(real, "report.json")));
  });

  for (const way of [
    "../victim/file",
    "../s2/file",
    "a/../../victim/file",
    ".",
    "/etc/feedpass-report.json",
  ]) {
    it(`is not outside of them: ${way}; the client does not run`, async () => {
      const kept = victim();
      const elsewhere = join(dirname(agent().sources), "elsewhere", "report.json");
      const outcome = await run(way === "/absolute" ? elsewhere : way);
      assert.match(problemOf(outcome), /^Input reportPath: \S+ is outside of the folders/);
      assert.ok(problemOf(outcome).includes(`System.DefaultWorkingDirectory (${agent().sources})`));
      assert.doesNotMatch(outcome.stdout, /^ran$/m);
      assert.equal(readFileSync(kept, "utf8"), "kept");
      assert.deepEqual(readdirSync(dirname(kept)), ["file"]);
      assert.ok(!existsSync(elsewhere));
    });
  }

  for (const [title, target, path] of [
    ["the file", "../victim/file", "report.json"],
    ["the file, and leads nowhere", "../nowhere", "report.json"],
    ["the file, and leads to another in the sources", "Cargo.toml", "report.json"],
  ] as const) {
    it(`is not written where a link is ${title}`, async () => {
      const kept = victim();
      symlinkSync(target, join(agent().sources, path));
      assert.match(
        problemOf(await run(path)),
        /^Input reportPath: \S+ is not written, since \S+ is a link\./,
      );
      assert.equal(readFileSync(kept, "utf8"), "kept");
      assert.ok(lstatSync(join(agent().sources, path)).isSymbolicLink());
      assert.equal(agent().read("s/Cargo.toml"), "");
      assert.ok(!existsSync(join(dirname(agent().sources), "nowhere")));
    });
  }

  it("is not written where a folder on the way is a link", async () => {
    const kept = victim();
    symlinkSync(dirname(kept), join(agent().sources, "out"));
    assert.match(problemOf(await run("out/file")), /is not written, since \S+\/out is a link/);
    assert.match(problemOf(await run("out/new/file")), /is not written, since \S+\/out is a link/);
    assert.deepEqual([readFileSync(kept, "utf8"), readdirSync(dirname(kept))], ["kept", ["file"]]);
  });

  it("is not written through a link that the client makes while it runs", async () => {
    const kept = victim();
    agent().program("cargo", `#!/bin/sh\nln -s ${dirname(kept)} out\n`);
    assert.match(problemOf(await run("out/file")), /is not written, since \S+\/out is a link/);
    assert.deepEqual([readFileSync(kept, "utf8"), readdirSync(dirname(kept))], ["kept", ["file"]]);
  });

  it("does not change the other name of a file that it replaces", async () => {
    const kept = victim();
    linkSync(kept, join(agent().sources, "report.json"));
    await run("report.json");
    assert.ok(isReport(join(agent().sources, "report.json")));
    assert.equal(readFileSync(kept, "utf8"), "kept");
  });

  it("is the same for the summary: a link in its place is not followed", async () => {
    const kept = victim();
    symlinkSync(kept, join(agent().temp, "feedpass-restore-step.md"));
    assert.match(problemOf(await run("report.json")), /feedpass-restore-step\.md is a link/);
    assert.equal(readFileSync(kept, "utf8"), "kept");
  });
});
