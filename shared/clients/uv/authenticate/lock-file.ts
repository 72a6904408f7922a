import { logAddress, logText } from "../../../core/log-text";
import { warning, type Note } from "../../../core/plan";

/**
 * What it means for the user that uv.lock names other registries than the job has credentials for: uv.lock pins the
 * address of every file. Undefined when it names none. Tried with uv 0.13: `uv sync` resolves again and rewrites the
 * lock when the default index is the feed, `--frozen` fetches from the pinned addresses, `--locked` fails.
 */
export function noteOnLock(
  path: string,
  text: string,
  isCovered: (address: string) => boolean,
  replacesPublicIndex: boolean,
): Note | undefined {
  const counts = new Map<string, number>();
  for (const [, address] of text.matchAll(/^source = \{ registry = "([^"\n]*)"/gm)) {
    if (address !== undefined && !isCovered(address)) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  if (counts.size === 0) return undefined;
  const pinned = [...counts]
    .map(([address, count]) => `${count} packages to ${logAddress(address)}`)
    .join(", ");
  const effect = replacesPublicIndex
    ? "`uv sync` resolves again at the feed and rewrites uv.lock, `--locked` fails, and `--frozen` fetches them past the feed"
    : "they are fetched from there, past the feed";
  return warning(
    `${logText(path)} pins ${pinned}: ${effect}. To have the feed in the lock, make it the default index in pyproject.toml, run \`uv lock\` once and commit uv.lock.`,
  );
}
