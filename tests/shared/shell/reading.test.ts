import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs, {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { stub } from "sinon";
import { jobCredentials, printableForms } from "../../../shared/core/credentials";
import { readTextFile } from "../../../shared/shell/read-files";
import { token } from "../clients/planning";
import { runChild, useTempFolder, type ChildRun } from "./run-child";

describe("shell: reading files", () => {
  const temp = useTempFolder();
  const write = (name: string, bytes: string | Buffer): string => {
    writeFileSync(join(temp(), name), bytes);
    return join(temp(), name);
  };
  const read = (...rounds: readonly (readonly string[])[]): ChildRun =>
    runChild({ action: "read-files", rounds });

  it("asks until nothing new is named, and leaves out what is not there", () => {
    const a = write("a", "1");
    const b = write("b", "2");
    mkdirSync(join(temp(), "folder"));
    const run = read([a, join(temp(), "none"), join(temp(), "folder"), join(a, "below")], [b, a]);
    assert.equal(run.stdout, `${JSON.stringify({ [a]: "1", [b]: "2" })}\n`);
  });

  it("drops a byte order mark, and keeps line ends", () => {
    const a = write("a", "\ufeffä\r\n");
    assert.equal(read([a]).stdout, `${JSON.stringify({ [a]: "ä\r\n" })}\n`);
  });

  const broken: readonly (readonly [string, Buffer])[] = [
    ["Latin-1", Buffer.from([0x66, 0xfc, 0x72])],
    ["UTF-16", Buffer.from("\ufeffabc", "utf16le")],
    ["an end in the middle of a character", Buffer.from([0xe2, 0x82])],
  ];
  for (const [title, bytes] of broken) {
    it(`names a file that is not UTF-8: ${title}`, () => {
      const run = read([write("a", bytes)]);
      assert.deepEqual(
        [run.status, run.stderr],
        [1, `file-not-utf8: ${join(temp(), "a")} is not UTF-8 text.\n`],
      );
    });
  }

  it("names a file that is there and cannot be read", () => {
    symlinkSync("loop", join(temp(), "loop"));
    const run = read([join(temp(), "loop")]);
    assert.deepEqual(
      [run.status, run.stderr],
      [1, `file-unreadable: ${join(temp(), "loop")} is there and cannot be read (ELOOP).\n`],
    );
  });
});

describe("shell: reading what is no file, or too much of one", () => {
  const temp = useTempFolder();
  const read = (path: string): ChildRun => runChild({ action: "read-files", rounds: [[path]] });
  const linked = (target: string): string => {
    symlinkSync(target, join(temp(), "pyproject.toml"));
    return join(temp(), "pyproject.toml");
  };

  for (const device of ["/dev/zero", "/dev/null", "/dev/tty"]) {
    it(`names a link to a device: ${device}`, function () {
      if (!existsSync(device)) this.skip();
      const path = linked(device);
      assert.equal(
        read(path).stderr,
        `file-irregular: ${path} is a device, or a link to one, and only regular files are read.\n`,
      );
    });
  }

  it("names a pipe, and does not wait for its other end", function () {
    const path = join(temp(), "pipe");
    if (spawnSync("mkfifo", [path]).status !== 0) this.skip();
    const begun = Date.now();
    assert.match(read(path).stderr, /^file-irregular: \S+\/pipe is a pipe, or a link to one/);
    assert.ok(Date.now() - begun < 10_000);
  });

  it("names a file that is written while it is read", () => {
    const path = join(temp(), "uv.lock");
    writeFileSync(path, "version = 1\n");
    const plain = fs.readSync;
    const reading = stub(fs, "readSync").callsFake((...args: unknown[]) => {
      reading.restore();
      appendFileSync(path, "more");
      return plain(...(args as Parameters<typeof plain>));
    });
    try {
      assert.throws(() => readTextFile(path), {
        code: "file-changed",
        message: `${path} changed while it was read.`,
      });
    } finally {
      reading.restore();
    }
    assert.equal(readTextFile(path), "version = 1\nmore");
  });

  it("names a socket", async () => {
    const path = join(temp(), "socket");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    try {
      assert.match(read(path).stderr, /^file-irregular: \S+\/socket is a socket, or a link to one/);
    } finally {
      server.close();
    }
  });

  it("reads up to the limit, and names a file that is larger with both sizes", () => {
    const path = join(temp(), "config");
    writeFileSync(path, Buffer.alloc(8 * 2 ** 20, "a"));
    assert.equal(read(path).stdout.length, JSON.stringify({ [path]: "" }).length + 8 * 2 ** 20 + 1);
    appendFileSync(path, "b");
    assert.equal(
      read(path).stderr,
      `file-too-large: ${path} has 8388609 bytes or more, and no more than 8 MiB of such a file is read.\n`,
    );
  });

  it("reads a file whose size is not said", function () {
    if (!existsSync("/proc/self/status")) this.skip();
    assert.match(read("/proc/self/status").stdout, /Name:/);
  });
});

describe("shell: reading the job", () => {
  const temp = useTempFolder();
  const environment = (change: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
    SYSTEM_COLLECTIONURI: "https://dev.azure.com/fabrikam/",
    SYSTEM_SERVERTYPE: "Hosted",
    SYSTEM_DEFAULTWORKINGDIRECTORY: temp(),
    SYSTEM_TASKINSTANCEID: "instance",
    AGENT_TEMPDIRECTORY: join(temp(), "_temp"),
    ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: token,
    ...change,
  });
  const read = (
    change: Readonly<Record<string, string>> = {},
    programs: readonly string[] = [],
  ): Record<string, unknown> => {
    const run = runChild({ action: "read-job", programs }, environment(change));
    assert.equal(run.status, 0, run.stderr);
    return JSON.parse(run.stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, unknown>;
  };

  it("gives what the agent tells", () => {
    mkdirSync(join(temp(), "sub"));
    const job = read({
      INPUT_FEEDS: " a\nb ",
      INPUT_REPLACEPUBLICREGISTRY: "False",
      INPUT_WORKINGDIRECTORY: "sub",
      UV_INDEX: "x",
    });
    assert.deepEqual(job["credentials"], { username: "VssSessionToken", token });
    assert.deepEqual(job["inputs"], { feeds: "a\nb", replacePublicRegistry: false });
    assert.equal(job["workingDirectory"], join(temp(), "sub"));
    assert.equal(job["jobFolder"], join(temp(), "_temp/feedpass/test-instance"));
    assert.equal((job["environment"] as Record<string, string>)["UV_INDEX"], "x");
    assert.equal(job["proxy"], undefined);
    assert.equal((job["organization"] as { name: string }).name, "fabrikam");
  });

  it("takes the inputs feed and feeds for each other", () => {
    const feeds = (inputs: Readonly<Record<string, string>>): unknown =>
      (read(inputs)["inputs"] as { feeds?: string }).feeds;
    assert.equal(feeds({ INPUT_FEED: "a" }), "a");
    assert.equal(feeds({ INPUT_FEED: "a", INPUT_FEEDS: "a, b" }), "a\na, b");
    assert.equal(feeds({ INPUT_FEED: " " }), undefined);
  });

  it("has every form of the token masked before anything else is read", () => {
    const run = runChild(
      { action: "read-job", programs: [] },
      environment({ INPUT_WORKINGDIRECTORY: "none" }),
    );
    assert.equal(run.status, 1);
    assert.deepEqual(
      run.commands.map(([name, , data]) => [name, data]),
      printableForms(jobCredentials(token)).map((form) => ["task.setsecret", form.expose()]),
    );
  });

  it("keeps secrets out of the environment that adapters see", () => {
    const job = read({ SECRET_A: "hunter2", INPUT_X: "hunter2", VSTS_TASKVARIABLE_Y: "hunter2" });
    assert.ok(!JSON.stringify(job).includes("hunter2"));
    assert.ok(!JSON.stringify(job["environment"]).includes(token));
  });

  const replaced: readonly (readonly [string, boolean])[] = [
    ["true", true],
    ["", true],
    ["FALSE", false],
    ["no", true],
  ];
  for (const [text, expected] of replaced) {
    it(`replacePublicRegistry: ${JSON.stringify(text)} is ${String(expected)}`, () => {
      const inputs = read({ INPUT_REPLACEPUBLICREGISTRY: text })["inputs"];
      assert.deepEqual(inputs, { replacePublicRegistry: expected });
    });
  }

  it("takes an absolute working directory as it is", () => {
    assert.equal(
      read({ INPUT_WORKINGDIRECTORY: temp(), SYSTEM_DEFAULTWORKINGDIRECTORY: "/" })["workingDirectory"],
      temp(),
    );
  });

  it("finds the programs on PATH behind their links, and only what can be run", () => {
    mkdirSync(join(temp(), "opt"));
    mkdirSync(join(temp(), "bin"));
    mkdirSync(join(temp(), "first/tool"), { recursive: true });
    writeFileSync(join(temp(), "opt/tool"), "");
    writeFileSync(join(temp(), "bin/text"), "");
    chmodSync(join(temp(), "opt/tool"), 0o755);
    chmodSync(join(temp(), "bin/text"), 0o644);
    symlinkSync("../opt/tool", join(temp(), "bin/tool"));
    const path = [join(temp(), "first"), "", join(temp(), "bin")].join(":");
    assert.deepEqual(read({ PATH: path }, ["tool", "text", "none"])["programs"], {
      tool: realpathSync(join(temp(), "opt/tool")),
    });
  });

  const proxies: readonly (readonly [string, Readonly<Record<string, string>>, unknown])[] = [
    [
      "with everything",
      {
        AGENT_PROXYURL: "http://proxy.example:3128",
        AGENT_PROXYUSERNAME: "pu",
        SECRET_AGENT_PROXYPASSWORD: "p&<w",
        AGENT_PROXYBYPASSLIST: '["a\\\\.b", 1, "c"]',
      },
      { url: "http://proxy.example:3128/", username: "pu", password: "p&<w", bypass: ["a\\.b", "c"] },
    ],
    [
      "with an address alone",
      { AGENT_PROXYURL: "http://proxy.example" },
      { url: "http://proxy.example/", bypass: [] },
    ],
    [
      "with a bypass list that is no JSON",
      { AGENT_PROXYURL: "http://proxy.example", AGENT_PROXYBYPASSLIST: "[" },
      { url: "http://proxy.example/", bypass: [] },
    ],
    [
      "with a bypass list that is no list",
      { AGENT_PROXYURL: "http://proxy.example", AGENT_PROXYBYPASSLIST: '{"a":1}' },
      { url: "http://proxy.example/", bypass: [] },
    ],
    ["that is no address", { AGENT_PROXYURL: "proxy" }, undefined],
  ];
  for (const [title, change, expected] of proxies) {
    it(`reads a proxy ${title}`, () => {
      assert.deepEqual(read(change)["proxy"], expected);
    });
  }

  const refused: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    [
      "no token, though the variable has one",
      { ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: "", SYSTEM_ACCESSTOKEN: token },
      /^token-missing: /,
    ],
    [
      "a token with a line break",
      { ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: "a\nb" },
      /^token-malformed: /,
    ],
    ["no collection", { SYSTEM_COLLECTIONURI: "" }, /^collection-unknown: /],
    ["no temp folder", { AGENT_TEMPDIRECTORY: "" }, /^temp-directory-missing: /],
    [
      "a working directory that is not there",
      { INPUT_WORKINGDIRECTORY: "none" },
      /^working-directory-missing: Input workingDirectory: \S+none is not a folder\./,
    ],
    [
      "a working directory that is a file",
      { INPUT_WORKINGDIRECTORY: "/etc/hosts" },
      /^working-directory-missing: Input workingDirectory: \/etc\/hosts is not a folder\./,
    ],
  ];
  for (const [title, change, expected] of refused) {
    it(`refuses ${title}`, () => {
      const run = runChild({ action: "read-job", programs: [] }, environment(change));
      assert.equal(run.status, 1);
      assert.match(run.stderr, expected);
    });
  }

  const places: readonly (readonly [string, Readonly<Record<string, string>>, boolean])[] = [
    ["no containers", { AGENT_WORKFOLDER: "/agent/_work" }, false],
    ["only services", { AGENT_WORKFOLDER: "/agent/_work", AGENT_CONTAINERMAPPING: "{}" }, false],
    ["containers, on the host", { AGENT_WORKFOLDER: "/agent/_work", AGENT_CONTAINERID: "0a" }, true],
    ["containers, in one", { AGENT_WORKFOLDER: "/__w", AGENT_CONTAINERID: "0a" }, false],
    ["containers, in one of Windows", { AGENT_WORKFOLDER: "C:\\__w", AGENT_CONTAINERID: "0a" }, false],
  ];
  for (const [title, change, expected] of places) {
    it(`knows whether later steps may run elsewhere: ${title}`, () => {
      assert.equal(read(change)["besideContainers"], expected);
    });
  }

  it("takes the older name of the collection's variable", () => {
    const job = read({
      SYSTEM_COLLECTIONURI: "",
      SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: "https://fabrikam.visualstudio.com/",
    });
    assert.equal((job["organization"] as { name: string }).name, "fabrikam");
  });

  it("takes both addresses of a Server whose agent was configured with another one", () => {
    const job = read({
      SYSTEM_SERVERTYPE: "OnPremises",
      SYSTEM_COLLECTIONURI: "http://tfs.example:8080/tfs/Main/",
      SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: "https://agents.example/tfs/Main/",
      // Older agents let a variable of the job take the endpoint's place (agent, Handler.cs before 5.277).
      ENDPOINT_URL_SYSTEMVSSCONNECTION: "https://evil.example/tfs/Main/",
    });
    const { feedRoot, feedHosts } = job["organization"] as {
      readonly feedRoot: string;
      readonly feedHosts: readonly { readonly origin: string }[];
    };
    assert.equal(feedRoot, "https://agents.example/tfs/Main/");
    assert.deepEqual(
      feedHosts.map(({ origin }) => origin),
      ["https://agents.example", "http://tfs.example:8080"],
    );
  });

  describe("and running a task", () => {
    it("prints the notes safely, and succeeds", () => {
      const run = runChild({ action: "run", outcome: "note" }, environment());
      const lines = run.stdout.trimEnd().split("\n");
      assert.deepEqual(lines.slice(-5), [
        "##vso[task.setvariable variable=A;]1",
        "first\\u{a}##_vso[task.x]",
        "##vso[task.logissue type=warning;]second",
        "The credentials are not checked before test asks for a package",
        "##vso[task.complete result=Succeeded;]",
      ]);
    });

    it("fails with a problem and its hint in one command", () => {
      const run = runChild({ action: "run", outcome: "problem" }, environment());
      const [masks, others] = partition(run.commands, ([name]) => name === "task.setsecret");
      assert.deepEqual(others, [
        ["task.logissue", "type=error", "found this\n##vso[task.x]\ndo that"],
        ["task.complete", "result=Failed", ""],
      ]);
      assert.equal(run.stdout.trimEnd().split("\n").length, masks.length + 2);
    });

    it("fails with the stack of a defect", () => {
      const run = runChild({ action: "run", outcome: "defect" }, environment());
      const [issue, completion] = run.commands.slice(-2);
      assert.match(issue?.[2] ?? "", /^Feedpass failed in a way it should not: TypeError: a defect\n\s+at /);
      assert.deepEqual(completion, ["task.complete", "result=Failed", ""]);
    });
  });
});

function partition<T>(
  items: readonly T[],
  isFirst: (item: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
