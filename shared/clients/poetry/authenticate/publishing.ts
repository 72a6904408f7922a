import { distinctFeeds, feedAddress, feedTitle, type NamedFeed } from "../../../core/feed-address";
import { feedsOf, ownIdentity } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { info, type Effect, type Note } from "../../../core/plan";
import type { FoundSources } from "./found-sources";

/** What `poetry publish -r <name>` goes to. */
export interface UploadRepository {
  readonly name: string;
  readonly feed: NamedFeed;
  readonly address: string;
}

/**
 * `feedpass1` and so on: one for each feed, those of the input first. Poetry takes the credentials for publishing by the
 * repository's name, and its address from the variable before any file, so that no project can lead them elsewhere. As
 * the name has a digit, the variable does not hide the repositories of files; and the token is one that Poetry uses for
 * `publish` alone, so that a source of the name gets nothing (poetry, publishing/publisher.py; tried with 1.8.5 and
 * 2.5.1). In a second step the names go on.
 */
export function uploadRepositories(job: Job, found: FoundSources): readonly UploadRepository[] {
  const named = [...found.added.map(({ feed }) => feed), ...feedsOf(job, [...found.own, ...found.uploads])];
  const known = uploadsInEnvironment(job);
  let last = Math.max(0, ...known.values());
  return distinctFeeds(named).map((feed) => {
    const address = feedAddress(job.organization, feed, "pypi/upload/");
    const number = known.get(address) ?? (last += 1);
    return { name: `feedpass${number}`, feed, address };
  });
}

/** The numbers that earlier steps of the job gave, by address. */
function uploadsInEnvironment({ environment }: Job): ReadonlyMap<string, number> {
  return new Map(
    [...environment].flatMap(([variable, address]) => {
      const number = /^POETRY_REPOSITORIES_FEEDPASS(\d{1,9})_URL$/i.exec(variable)?.[1];
      return number === undefined ? [] : [[address, Number(number)] as const];
    }),
  );
}

export function uploadEffects(job: Job, uploads: readonly UploadRepository[]): readonly Effect[] {
  return uploads.flatMap(({ name, address }) => [
    { kind: "set-variable", name: addressVariable(name), value: address },
    {
      kind: "set-variable",
      name: `POETRY_PYPI_TOKEN_${name.toUpperCase()}`,
      value: ownIdentity(job, address).credentials.token,
    },
  ]);
}

export function uploadNotes(uploads: readonly UploadRepository[]): readonly Note[] {
  return uploads.map(({ name, feed }) =>
    info(`To publish to feed ${logText(feedTitle(feed))}: poetry publish -r ${name}`),
  );
}

function addressVariable(name: string): string {
  return `POETRY_REPOSITORIES_${name.toUpperCase()}_URL`;
}
