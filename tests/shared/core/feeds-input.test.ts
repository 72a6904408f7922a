import assert from "node:assert/strict";
import { feedTitle } from "../../../shared/core/feed-address";
import { parseFeedsInput } from "../../../shared/core/feeds-input";
import { Problem } from "../../../shared/core/problem";
import { services } from "./organizations";

const root = "https://pkgs.dev.azure.com/fabrikam";

describe("input feeds", () => {
  const read: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ["nothing", undefined, []],
    ["an empty text", " \n , \r\n", []],
    ["a feed", "fiber", ["fiber"]],
    ["a project's feed", "Web/fiber", ["Web/fiber"]],
    ["a view", "fiber@Release", ["fiber@Release"]],
    ["a project's view", "My Project/fiber@Release", ["My Project/fiber@Release"]],
    ["lines", "fiber\r\nWeb/thread\n", ["fiber", "Web/thread"]],
    ["commas", "fiber, Web/thread,,", ["fiber", "Web/thread"]],
    ["one feed twice", "fiber, FIBER, Web/fiber, fiber@Local", ["fiber", "Web/fiber", "fiber@Local"]],
    ["an address", `${root}/Web/_packaging/fiber@Local/pypi/simple/`, ["Web/fiber@Local"]],
    ["a sparse index", `sparse+${root}/_packaging/fiber/Cargo/index/`, ["fiber"]],
    [
      "a legacy address",
      "https://fabrikam.pkgs.visualstudio.com/DefaultCollection/_packaging/fiber/maven/v1",
      ["fiber"],
    ],
    ["a name and its own address", `fiber\n${root}/_packaging/fiber/maven/v1`, ["fiber"]],
    ["spaces around the parts", "My Project / fiber @ Release", ["My Project/fiber@Release"]],
  ];
  for (const [title, text, expected] of read) {
    it(`reads ${title}`, () => {
      assert.deepEqual(parseFeedsInput(text, services()).map(feedTitle), expected);
    });
  }

  it("keeps ~force-auth of a name and of an address", () => {
    const feeds = parseFeedsInput(
      `fiber~force-auth, ${root}/_packaging/thread~force-auth/Cargo/index/`,
      services(),
    );
    assert.deepEqual(feeds, [
      { name: "fiber", forceAuth: true },
      { name: "thread", forceAuth: true },
    ]);
  });

  const malformed: readonly string[] = [
    "a/b/c",
    "/fiber",
    "fiber/",
    "@Release",
    "fiber@",
    "a@b@c",
    "Web/ @Release",
    "Web/ ",
    " /fiber",
    "..",
    "_packaging",
    "../fiber",
    "Web/..",
    ".",
    "a\\b",
    "fi\u0007ber",
    "fi\u00adber",
    "https:/pkgs.dev.azure.com/fabrikam/_packaging/fiber",
  ];
  for (const entry of malformed) {
    it(`refuses ${JSON.stringify(entry)} as no feed`, () => {
      assert.throws(
        () => parseFeedsInput(`good\n${entry}`, services()),
        (error) =>
          error instanceof Problem &&
          error.code === "feed-malformed" &&
          error.message.startsWith("Input feeds: "),
      );
    });
  }

  const foreign: readonly (readonly [string, string, RegExp])[] = [
    [
      "another organization",
      "https://pkgs.dev.azure.com/contoso/_packaging/fiber/maven/v1",
      /another organization/,
    ],
    ["http:", "http://pkgs.dev.azure.com/fabrikam/_packaging/fiber/maven/v1", /https:/],
    ["another host", "https://registry.example/simple/", /not a feed of fabrikam/],
    ["no feed in it", `${root}/`, /without \[project\/\]_packaging/],
  ];
  for (const [title, entry, reason] of foreign) {
    it(`refuses an address: ${title}`, () => {
      assert.throws(
        () => parseFeedsInput(entry, services()),
        (error) =>
          error instanceof Problem &&
          error.code === "feed-foreign" &&
          reason.test(error.message) &&
          error.hint.includes(`${root}/`),
      );
    });
  }

  it("prints no password of an address that it refuses, and no logging command", () => {
    const entries = [
      "https://u:hunter2@registry.example/",
      "https://u:hunter2/x@registry.example/",
      "a/b/##vso[task.complete]",
    ];
    for (const entry of entries) {
      assert.throws(
        () => parseFeedsInput(entry, services()),
        (error) =>
          error instanceof Problem && !error.message.includes("hunter2") && !error.message.includes("##vso["),
      );
    }
  });
});
