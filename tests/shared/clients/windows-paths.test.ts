import assert from "node:assert/strict";
import path from "node:path";
import type { RestoreFacts } from "../../../shared/core/client";
import { cargo } from "../../../shared/clients/cargo/authenticate/client";
import { clients } from "../../../shared/clients/clients";
import { maven } from "../../../shared/clients/maven/authenticate/client";
import { uv } from "../../../shared/clients/uv/authenticate/client";
import { makeEnvironment } from "../../../shared/core/environment";
import type { Job } from "../../../shared/core/job";
import { info } from "../../../shared/core/plan";
import {
  filesOf,
  linksOf,
  makeJob,
  notesOf,
  planWith,
  problemOf,
  root,
  variablesOf,
  type JobChange,
} from "./planning";

const sources = "D:\\a\\1\\s";
const jobFolder = "D:\\a\\_temp\\feedpass\\step-1";
const home = "C:\\Users\\VssAdministrator";

/** A job of a hosted agent for Windows. */
function windowsJob(change: JobChange = {}): Job {
  const job = makeJob({
    windows: true,
    ...{ workingDirectory: sources, jobFolder, stepsFolder: path.win32.dirname(jobFolder) },
    ...{ taskFolder: "D:\\a\\_tasks\\task", home, accountHome: home },
    ...change,
  });
  return { ...job, environment: makeEnvironment(job.environment, true) };
}

const flavours = { posix: { ...path.posix }, windows: { ...path.win32 } };

/** Does something with the paths of Windows, which `node:path` has there; the clients' rooms wait for nothing meanwhile. */
function withWindowsPaths<T>(work: () => T): T {
  Object.assign(path, flavours.windows);
  try {
    return work();
  } finally {
    Object.assign(path, flavours.posix);
  }
}

const feed = (end: string): string => `${root}/_packaging/fiber/${end}`;

describe("clients with the paths of Windows", () => {
  before(function () {
    if (process.platform === "win32") this.skip();
  });

  it("are given back those of this machine", () => {
    assert.equal(
      withWindowsPaths(() => path.join("a", "b")),
      "a\\b",
    );
    assert.equal(path.join("a", "b"), "a/b");
  });

  it("Cargo reads up to the drive, and its job's home is in the job's folder", () => {
    const texts = {
      [`${sources}\\.cargo\\config.toml`]: `[registries.fiber]\nindex = "sparse+${feed("Cargo/index/")}"\n`,
      "D:\\.cargo\\config.toml": `[registries.above]\nindex = "sparse+${feed("Cargo/index/").replace("fiber", "above")}"\n`,
      [`${home}\\.cargo\\config.toml`]: '[target.x]\nlinker = "tools\\\\ld.exe"\n',
    };
    const plan = withWindowsPaths(() => planWith(cargo, windowsJob({ feeds: "added" }), texts));
    const made = `${jobFolder}\\cargo-home`;
    assert.equal(variablesOf(plan)["CARGO_HOME"], made);
    assert.equal(linksOf(plan)[`${made}\\registry`], `${home}\\.cargo\\registry`);
    const [[file, text] = ["", ""]] = Object.entries(filesOf(plan));
    assert.equal(file, `${made}\\config.toml`);
    assert.match(text, /linker = .*Users.*VssAdministrator.*tools.*ld\.exe/);
    const told = notesOf(plan).join("\n");
    for (const name of ["fiber", "above", "added"]) assert.match(told, new RegExp(name));
  });

  it("Maven is handed its extension with the separator of Windows, and the builds above are read", () => {
    const pom = (more: string): string =>
      `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>${more}</project>`;
    const texts = {
      [`${sources}\\pom.xml`]: pom("<modules><module>app/core</module><module>tools\\cli</module></modules>"),
      [`${sources}\\app\\core\\pom.xml`]: pom(
        `<repositories><repository><id>core</id><url>${feed("maven/v1")}</url></repository></repositories>`,
      ),
      [`${sources}\\tools\\cli\\pom.xml`]: pom(
        `<repositories><repository><id>cli</id><url>${feed("maven/v1").replace("fiber", "cli")}</url></repository></repositories>`,
      ),
    };
    const plan = withWindowsPaths(() => planWith(maven, windowsJob(), texts));
    assert.match(notesOf(plan).join("\n"), /\bcore\b[^]*\bcli\b/);
    const values = Object.values(variablesOf(plan)).join("\n");
    assert.match(values, /D:\\a\\_temp\\feedpass\\step-1\\access;D:\\a\\_tasks\\task\\[^;"\s]+\.jar/);
    for (const file of Object.keys(filesOf(plan))) assert.ok(file.startsWith(`${jobFolder}\\`), file);
  });

  it("uv has no configuration of the job, and its credentials belong to the names of its indexes", () => {
    const project = `[[tool.uv.index]]\nname = "fiber"\nurl = "${feed("pypi/simple/")}"\n`;
    const plan = withWindowsPaths(() =>
      planWith(uv, windowsJob(), { [`${sources}\\pyproject.toml`]: project }),
    );
    assert.deepEqual(filesOf(plan), {});
    assert.ok("UV_INDEX_FIBER_PASSWORD" in variablesOf(plan));
    assert.ok(!("XDG_CONFIG_DIRS" in variablesOf(plan)));
  });

  it("uv's index of another organization is refused, with the file as Windows names it", () => {
    const contoso = feed("pypi/simple/").replace("fabrikam", "contoso");
    const project = `[[tool.uv.index]]\nname = "fiber"\nurl = "${feed("pypi/simple/")}"\n\n[[tool.uv.index]]\nname = "other"\nurl = "${contoso}"\n`;
    const problem = withWindowsPaths(() =>
      problemOf(uv, windowsJob(), { [`${sources}\\pyproject.toml`]: project }),
    );
    assert.match(problem.message, /pyproject\.toml/);
    assert.match(problem.message, /contoso/);
  });

  it("all of them say what they found nothing in, relative to the sources", () => {
    for (const adapter of [uv, cargo, maven]) {
      const problem = withWindowsPaths(() => problemOf(adapter, windowsJob()));
      assert.ok(!problem.message.includes("..\\"), problem.message);
      assert.notEqual(info(problem.message).text, "");
    }
  });

  for (const client of clients) {
    it(`a restore with ${client.name} stays in the step's folder`, () => {
      const facts: Omit<RestoreFacts, "locked"> = {
        job: windowsJob({ purpose: "restore" }),
        project: { folder: "app", manifest: "app/pyproject.toml" },
        feed: { name: "fiber", forceAuth: false },
        mode: "restore",
        arguments: [],
        exists: () => false,
        read: () => undefined,
        input: () => undefined,
        clientFolder: `${jobFolder}\\${client.name}`,
      };
      const { commands, files = [], kept = {} } = withWindowsPaths(() => client.restore(facts));
      assert.ok(commands.length > 0);
      const paths = [
        ...files.flatMap((effect) => ("path" in effect ? [effect.path] : [])),
        ...Object.values(kept).filter((value) => /^[A-Z]:/.test(value)),
      ];
      for (const each of paths) assert.ok(each.startsWith(`${jobFolder}\\`) && !each.includes("/"), each);
    });
  }
});
