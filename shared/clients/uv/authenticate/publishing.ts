import { distinctFeeds, feedAddress, type Feed } from "../../../core/feed-address";
import { feedsOf } from "../../../core/found-feeds";
import { identityFor, type Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import type { Secret } from "../../../core/secret";
import { usesKeyring } from "./by-keyring";
import type { FoundIndexes } from "./found-indexes";

/**
 * `uv publish` without an option goes to the job's feed: the first of the input `feeds`, or the only one of the project.
 * An index with a `publish-url` is left to `uv publish --index`, which UV_PUBLISH_URL forbids. Where the job's uv.toml
 * counts, uv finds the credentials there once it has asked the index (UV_PUBLISH_CHECK_URL), and skips files that the
 * feed has; UV_PUBLISH_PASSWORD would go to any address that someone publishes to. uv refuses it beside a
 * UV_PUBLISH_TOKEN, and UV_PUBLISH_URL beside UV_PUBLISH_INDEX. Tried with uv 0.13.
 */
export function publishEffects(job: Job, found: FoundIndexes, usesFile: boolean): readonly Effect[] {
  const given = (name: string): string => job.environment.get(name) ?? "";
  const current = given("UV_PUBLISH_URL");
  const feed = current + given("UV_PUBLISH_INDEX") === "" ? publishingFeed(job, found) : undefined;
  const address = feed === undefined ? current : feedAddress(job.organization, feed, "pypi/upload/");
  const identity = identityFor(job.identities, address);
  if (identity === undefined) return [];
  return [
    ...(feed === undefined ? [] : addressEffects(job, address, feed)),
    ...(given("UV_PUBLISH_TOKEN") === "" ? credentialEffects(job, identity, usesFile) : []),
  ];
}

/** uv asks a keyring only for what somebody is to be published as (tried with uv 0.13). */
function credentialEffects(job: Job, { credentials }: Identity, usesFile: boolean): readonly Effect[] {
  const { username, token } = credentials;
  const isGiven = (job.environment.get("UV_PUBLISH_USERNAME") ?? "") !== "";
  if (usesFile) return usesKeyring(job) && !isGiven ? [setVariable("UV_PUBLISH_USERNAME", username)] : [];
  return [setVariable("UV_PUBLISH_USERNAME", username), setVariable("UV_PUBLISH_PASSWORD", token)];
}

function setVariable(name: string, value: string | Secret): Effect {
  return { kind: "set-variable", name, value };
}

/** Nothing can be published to a view, so its feed is named (docs/artifacts/concepts/views.md). */
function publishingFeed(job: Job, found: FoundIndexes): Feed | undefined {
  const own = found.own.filter(({ beside }) => beside !== true);
  if ([...own, ...found.foreign].some((index) => index.publishAddress !== undefined)) return undefined;
  const named = found.added[0] === undefined ? feedsOf(job, own) : distinctFeeds([found.added[0].feed]);
  return named.length === 1 ? named[0] : undefined;
}

function addressEffects(job: Job, address: string, feed: Feed): readonly Effect[] {
  return [
    setVariable("UV_PUBLISH_URL", address),
    setVariable("UV_PUBLISH_CHECK_URL", feedAddress(job.organization, feed, "pypi/simple/")),
  ];
}
