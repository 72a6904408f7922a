import { feedTitle, type Feed } from "./feed-address";

/** How many feeds are offered at most. */
const most = 3;

/**
 * The feeds that somebody may have meant who wrote one that is not there, best first: those of its name in another
 * scope, then those whose name or title is a slip of the pen away.
 */
export function nearFeeds(meant: Feed, there: readonly Feed[]): readonly Feed[] {
  const name = meant.name.toLowerCase();
  const title = feedTitle({ ...meant, name }).toLowerCase();
  const ranked = there.map((feed) => {
    const isSameName = feed.name.toLowerCase() === name;
    const distance = Math.min(
      editDistance(name, feed.name.toLowerCase()) + 1,
      editDistance(title, feedTitle(feed).toLowerCase()),
    );
    return { feed, distance: isSameName ? 0 : distance };
  });
  const farthest = Math.max(2, Math.floor(name.length / 3));
  return ranked
    .filter(({ distance }) => distance <= farthest)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, most)
    .map(({ feed }) => feed);
}

/** Letters to add, drop, change, or swap with their neighbour ("optimal string alignment"). */
function editDistance(one: string, other: string): number {
  let before: readonly number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const change = one[row - 1] === other[column - 1] ? 0 : 1;
      const isSwap = row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const found = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + change,
        isSwap ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
      next.push(found);
    }
    [before, last] = [last, next];
  }
  return last.at(-1) ?? 0;
}
