import assert from "node:assert/strict";
import { feedTitle, type Feed } from "../../../shared/core/feed-address";
import { nearFeeds } from "../../../shared/core/near-names";

function feed(title: string): Feed {
  const [name = "", project] = title.split("/").reverse();
  return { name, forceAuth: false, ...(project === undefined ? {} : { project }) };
}

describe("feeds with near names", () => {
  const there = ["Fabrikam Fiber/fiber", "shared", "Web/tools", "Web/fibre-optics", "a"].map(feed);
  const near = (title: string): readonly string[] => nearFeeds(feed(title), there).map(feedTitle);

  for (const [meant, found] of [
    ["fiber", ["Fabrikam Fiber/fiber"]],
    ["Web/fiber", ["Fabrikam Fiber/fiber"]],
    ["Fabrikam Fiber/fibre", ["Fabrikam Fiber/fiber"]],
    ["Fabrikam Fibre/fiber", ["Fabrikam Fiber/fiber"]],
    ["Web/tolos", ["Web/tools"]],
    ["SHARDE", ["shared"]],
    ["something-else", []],
  ] as const)
    it(`${meant}: ${found.join(", ") || "none"}`, () => {
      assert.deepEqual(near(meant), found);
    });

  it("has the same name in another scope first, and three at most", () => {
    const many = ["One/fibers", "Two/fiber", "fibre", "Three/fiber", "Four/fiber"].map(feed);
    assert.deepEqual(nearFeeds(feed("fiber"), many).map(feedTitle), [
      "Two/fiber",
      "Three/fiber",
      "Four/fiber",
    ]);
  });
});
