import type { Job } from "../../../core/job";
import { feedAddress, recognizeFeed, type Feed } from "../../../core/feed-address";
import type { Effect } from "../../../core/plan";
import type { Found } from "./found";

/**
 * `uv publish` without an option goes to the job's feed: the first of the input `feeds`, or the only one of the project.
 * An index with a `publish-url` is left to `uv publish --index`, which UV_PUBLISH_URL forbids. Where the job's uv.toml
 * counts, uv finds the credentials there once it has asked the index (UV_PUBLISH_CHECK_URL), and skips files that the
 * feed has; UV_PUBLISH_PASSWORD would go to any address that someone publishes to. uv refuses it beside a
 * UV_PUBLISH_TOKEN, and UV_PUBLISH_URL beside UV_PUBLISH_INDEX. Tried with uv 0.13.
 */
export function publishEffects(job: Job, found: Found, usesFile: boolean): readonly Effect[] {
  const given = (name: string): string => job.environment.get(name) ?? "";
  const current = given("UV_PUBLISH_URL");
  const isOwn = current !== "" && recognizeFeed(current, job.organization).kind === "own";
  const feed = current + given("UV_PUBLISH_INDEX") === "" ? publishingFeed(found) : undefined;
  if (feed === undefined && !isOwn) return [];
  return [
    ...(feed === undefined ? [] : addressEffects(job, feed)),
    ...(usesFile || given("UV_PUBLISH_TOKEN") !== ""
      ? []
      : [
          setVariable("UV_PUBLISH_USERNAME", job.identities[0].credentials.username),
          {
            kind: "set-variable",
            name: "UV_PUBLISH_PASSWORD",
            value: job.identities[0].credentials.token,
          } as const,
        ]),
  ];
}

function setVariable(name: string, value: string): Effect {
  return { kind: "set-variable", name, value };
}

function publishingFeed(found: Found): Feed | undefined {
  if ([...found.own, ...found.foreign].some((index) => index.publishAddress !== undefined)) return undefined;
  if (found.added[0] !== undefined) return found.added[0].feed;
  const feeds = new Map(
    found.own.map(({ feed }) => [`${feed.project ?? ""}/${feed.name}`.toLowerCase(), feed]),
  );
  return feeds.size === 1 ? [...feeds.values()][0] : undefined;
}

/** Nothing can be published to a view, so its feed is named (docs/artifacts/concepts/views.md). */
function addressEffects(job: Job, { project, name }: Feed): readonly Effect[] {
  const feed = { ...(project === undefined ? {} : { project }), name, forceAuth: false };
  return [
    setVariable("UV_PUBLISH_URL", feedAddress(job.organization, feed, "pypi/upload/")),
    setVariable("UV_PUBLISH_CHECK_URL", feedAddress(job.organization, feed, "pypi/simple/")),
  ];
}
