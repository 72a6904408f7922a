import assert from "node:assert/strict";
import { feedTitle } from "../../../../shared/core/feed-address";
import { jobOrganization } from "../../../../shared/core/organization";
import { ReadFiles } from "../../../../shared/core/files";
import { chooseFeed } from "../../../../shared/shell/restore/feed-choice";

const organization = jobOrganization({
  collectionUri: "https://dev.azure.com/fabrikam/",
  serverType: "Hosted",
  collectionId: undefined,
});
const address = (path: string): string => `https://pkgs.dev.azure.com/fabrikam/${path}`;
const fiber = address("Fiber/_packaging/fiber/pypi/simple/");

describe("restore: choice of the feed", () => {
  const chosen: readonly (readonly [string, string | undefined, Readonly<Record<string, string>>, string])[] =
    [
      ["the input's", "Web/tools", { "pyproject.toml": `url = "${fiber}"` }, "Web/tools"],
      ["the input's address", fiber, {}, "Fiber/fiber"],
      ["the one that is named", undefined, { "pyproject.toml": `url = "${fiber}"` }, "Fiber/fiber"],
      [
        "the one that is named in several ways",
        undefined,
        {
          "pyproject.toml": `url = "${fiber}"`,
          "config.toml": `index = "sparse+${address("fiber/_packaging/FIBER~force-auth/Cargo/index/")}"`,
          "pom.xml": `<url>${address("Fiber/_packaging/fiber@Local/maven/v1")}</url>`,
        },
        "Fiber/fiber",
      ],
      [
        "not what a comment names",
        undefined,
        {
          "uv.toml": `# url = "${address("_packaging/old/pypi/simple/")}"\nurl = "${fiber}"`,
          "pom.xml": `<!-- <url>${address("_packaging/older/maven/v1")}</url> -->`,
        },
        "Fiber/fiber",
      ],
      [
        "not another organization's",
        undefined,
        { a: `"https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/" "${fiber}"` },
        "Fiber/fiber",
      ],
    ];
  for (const [title, input, files, feed] of chosen) {
    it(title, () => {
      assert.equal(feedTitle(chooseFeed(input, new ReadFiles(Object.entries(files)), organization)), feed);
    });
  }

  const two = `"${fiber}" "${address("_packaging/shared/pypi/simple/")}"`;
  const refused: readonly (readonly [
    string,
    string | undefined,
    Readonly<Record<string, string>>,
    RegExp,
  ])[] = [
    ["two in the configuration", undefined, { a: two }, /names 2 feeds: Fiber\/fiber, shared\./],
    ["two in the input", "a, b", {}, /Input feed names 2 feeds/],
    ["none", undefined, { "uv.toml": "" }, /No feed of fabrikam is named.*read uv\.toml/],
    ["a view", "Fiber/fiber@Release", {}, /is a view/],
  ];
  for (const [title, input, files, message] of refused) {
    it(`refuses ${title}`, () => {
      assert.throws(() => chooseFeed(input, new ReadFiles(Object.entries(files)), organization), message);
    });
  }
});
