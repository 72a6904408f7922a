import { distinctFeeds, feedAddress, feedTitle, type NamedFeed } from "../../../core/feed-address";
import { feedsOf, ownIdentity } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { info, type Effect, type Note } from "../../../core/plan";
import { variableLabel } from "../sources";
import { uploadName } from "./entries";
import type { FoundSources } from "./found-sources";

/** What `poetry publish -r <name>` goes to. */
export interface UploadRepository {
  readonly name: string;
  /** The variable that says the name to the pipeline. */
  readonly variable: string;
  readonly feed: NamedFeed;
  readonly address: string;
}

/**
 * One for each feed, those of the input first. Poetry takes the credentials for publishing by the repository's name, and
 * its address from the variable before any file, so that no project can lead them elsewhere. Nobody can guess the name:
 * pip, pipenv, pdm and uv put `${NAME}` into addresses, and so would send a token of a known name to whom a requirements
 * file says. A variable of a known name, `FEEDPASS_POETRY_1` and so on, holds the name; in a second step the numbers go on.
 * As the name has a digit, the variable with its address does not hide the repositories of files; and the token is one
 * that Poetry uses for `publish` alone (poetry, publishing/publisher.py; tried with 1.8.5 and 2.5.1).
 */
export function uploadRepositories(job: Job, found: FoundSources): readonly UploadRepository[] {
  const named = [...found.added.map(({ feed }) => feed), ...feedsOf(job, [...found.own, ...found.uploads])];
  const known = uploadsInEnvironment(job);
  let last = Math.max(0, ...known.values());
  return distinctFeeds(named).map((feed) => {
    const address = feedAddress(job.organization, feed, "pypi/upload/");
    const number = known.get(address) ?? (last += 1);
    return { name: uploadName(job, number), variable: `FEEDPASS_POETRY_${number}`, feed, address };
  });
}

/** The numbers that earlier steps of the job gave, by address. */
function uploadsInEnvironment({ environment }: Job): ReadonlyMap<string, number> {
  return new Map(
    [...environment].flatMap(([variable, address]) => {
      const number = /^POETRY_REPOSITORIES_FEEDPASS(\d{1,9})_[A-P]+_URL$/i.exec(variable)?.[1];
      return number === undefined ? [] : [[address, Number(number)] as const];
    }),
  );
}

export function uploadEffects(job: Job, uploads: readonly UploadRepository[]): readonly Effect[] {
  return uploads.flatMap(({ name, variable, address }) => [
    { kind: "set-variable", name: variable, value: name },
    { kind: "set-variable", name: `POETRY_REPOSITORIES_${variableLabel(name)}_URL`, value: address },
    {
      kind: "set-variable",
      name: `POETRY_PYPI_TOKEN_${variableLabel(name)}`,
      value: ownIdentity(job, address).credentials.token,
    },
  ]);
}

export function uploadNotes(uploads: readonly UploadRepository[]): readonly Note[] {
  return uploads.map(({ variable, feed }) =>
    info(`To publish to feed ${logText(feedTitle(feed))}: poetry publish -r $(${variable})`),
  );
}
