import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { clients } from "../../../../shared/clients/clients";
import { feedTitle } from "../../../../shared/core/feed-address";
import type { Job } from "../../../../shared/core/job";
import { chooseFeed, readNamedFeeds, type NamedFeeds } from "../../../../shared/shell/restore/feed-choice";
import { findWorkspace } from "../../../../shared/shell/restore/workspace";
import { makeJob, root } from "../../clients/planning";
import { useTempFolder } from "../run-child";

const fiber = `${root}/Fiber/_packaging/fiber/pypi/simple/`;
const pyproject = (address: string): string => `[[tool.uv.index]]\nurl = "${address}"\n`;
const pom = (address: string): string =>
  `<project><repositories><repository><id>x</id><url>${address}</url></repository></repositories></project>`;

describe("restore: choice of the feed", () => {
  const folder = useTempFolder();

  /** A job whose home and sources are below the temp folder. */
  const jobWith = (files: Readonly<Record<string, string>>, environment = {}): Job => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder(), path)), { recursive: true });
      writeFileSync(join(folder(), path), text);
    }
    const home = join(folder(), "home");
    const workingDirectory = join(folder(), "s");
    return makeJob({
      workingDirectory,
      home,
      accountHome: home,
      environment,
      jobFolder: join(folder(), "temp/f/1"),
    });
  };

  const named = (job: Job): NamedFeeds => {
    const { projects, files } = findWorkspace(job, clients, clients);
    return readNamedFeeds(job, projects, files);
  };

  const choose = (input: string | undefined, job: Job, takesViews = false): string =>
    feedTitle(chooseFeed(input, () => named(job), job.organization, takesViews));

  const chosen: readonly (readonly [
    string,
    string | undefined,
    Readonly<Record<string, string>>,
    string,
    Readonly<Record<string, string>>?,
  ])[] = [
    ["the input's", "Web/tools", { "s/pyproject.toml": pyproject(fiber) }, "Web/tools"],
    ["the input's address", fiber, { "s/pom.xml": pom("https://repo.example") }, "Fiber/fiber"],
    ["the one that is named", undefined, { "s/a/pyproject.toml": pyproject(fiber) }, "Fiber/fiber"],
    [
      "the one that is named in several ways",
      undefined,
      {
        "s/pyproject.toml": pyproject(fiber),
        "s/Cargo.toml": "[package]\n",
        "s/.cargo/config.toml": `[registries.x]\nindex = "sparse+${root}/fiber/_packaging/FIBER~force-auth/Cargo/index/"\n`,
        "s/pom.xml": pom(`${root}/Fiber/_packaging/fiber@Local/maven/v1`),
      },
      "Fiber/fiber",
    ],
    [
      "not what a comment names",
      undefined,
      {
        "s/pyproject.toml": `# url = "${root}/_packaging/old/pypi/simple/"\n${pyproject(fiber)}`,
        "s/pom.xml": `<project><!-- <url>${root}/_packaging/older/maven/v1</url> --></project>`,
      },
      "Fiber/fiber",
    ],
    [
      "not another organization's",
      undefined,
      {
        "s/pyproject.toml": `${pyproject("https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/")}${pyproject(fiber)}`,
      },
      "Fiber/fiber",
    ],
    [
      "not what a lock file names",
      undefined,
      {
        "s/Cargo.toml": "[package]\n",
        "s/Cargo.lock": `# ${root}/_packaging/locked/Cargo/index/\nversion = 4\n`,
        "s/.cargo/config.toml": `[registries.x]\nindex = "sparse+${root}/Fiber/_packaging/fiber/Cargo/index/"\n`,
      },
      "Fiber/fiber",
    ],
    [
      "the one that a variable names",
      undefined,
      { "s/pyproject.toml": "[tool.uv]\n" },
      "Fiber/fiber",
      { UV_INDEX: `x=${fiber}` },
    ],
    [
      "the one that the user's Maven settings name",
      undefined,
      {
        "s/pom.xml": "<project/>",
        "home/.m2/settings.xml": `<settings><mirrors><mirror><id>m</id><url>${root}/Fiber/_packaging/fiber/maven/v1</url></mirror></mirrors></settings>`,
      },
      "Fiber/fiber",
    ],
    [
      "the one of a profile in Maven settings",
      undefined,
      {
        "s/pom.xml": "<project/>",
        "home/.m2/settings.xml": `<settings><profiles><profile><repositories><repository><id>m</id><url>${root}/Fiber/_packaging/fiber/maven/v1</url></repository></repositories></profile></profiles></settings>`,
      },
      "Fiber/fiber",
    ],
  ];
  for (const [title, input, files, feed, environment] of chosen) {
    it(title, () => {
      assert.equal(choose(input, jobWith(files, environment)), feed);
    });
  }

  it("a view of the input, where nothing has to be saved", () => {
    assert.equal(choose("Fiber/fiber@Release", jobWith({}), true), "Fiber/fiber@Release");
  });

  it("says why each address was passed over where none is a feed of the organization", () => {
    const job = jobWith({
      "s/a/pyproject.toml": pyproject("https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/"),
      "s/b/pyproject.toml": pyproject(fiber.replace("https:", "http:")),
    });
    assert.throws(
      () => choose(undefined, job),
      ({ message }: Error) =>
        /a\/pyproject\.toml:\d+\) is another organization than the job's own \(fabrikam\)/.test(message) &&
        /b\/pyproject\.toml:\d+\) is http:, and Azure DevOps Services is only reached by https:/.test(
          message,
        ),
    );
  });

  it("says where the configuration names a feed", () => {
    const job = jobWith({ "s/pyproject.toml": `# x\n${pyproject(fiber)}` });
    const [feed] = named(job).feeds;
    assert.match(feed?.where ?? "", /s\/pyproject\.toml:[23]$/);
  });

  const two = `${pyproject(fiber)}${pyproject(`${root}/_packaging/shared/pypi/simple/`)}`;
  const refused: readonly (readonly [
    string,
    string | undefined,
    Readonly<Record<string, string>>,
    RegExp,
  ])[] = [
    [
      "two in the configuration",
      undefined,
      { "s/pyproject.toml": two },
      /^The configuration names 2 feeds: Fiber\/fiber, shared\./,
    ],
    ["two in the input", "a, b", {}, /^Input feed names 2 feeds/],
    [
      "none",
      undefined,
      { "s/pyproject.toml": "[tool.uv]\n" },
      /^No feed of fabrikam is named.*read .*s\/pyproject\.toml/,
    ],
    ["a view through which is to be saved", "Fiber/fiber@Release", {}, /is a view/],
    [
      "configuration that nobody understands",
      undefined,
      { "s/pyproject.toml": "[tool.uv]\nindex = \n" },
      /s\/pyproject\.toml:2:\d+: not valid TOML/,
    ],
  ];
  for (const [title, input, files, message] of refused) {
    it(`refuses ${title}`, () => {
      assert.throws(() => choose(input, jobWith(files)), { message });
    });
  }
});
