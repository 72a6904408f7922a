import { join } from "node:path";
import { distinctFeeds, feedAddress, feedTitle, type Feed } from "../../../core/feed-address";
import type { Files } from "../../../core/files";
import { feedsOf } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { info, type Effect, type Note } from "../../../core/plan";
import type { Secret } from "../../../core/secret";
import { jobUsername } from "../../../core/credentials";
import { pypircFile } from "../configuration-files";
import type { FoundIndexes } from "./found-indexes";
import type { PipInputs } from "./inputs";

/** How packages are published. */
export interface Publishing {
  readonly effects: readonly Effect[];
  readonly notes: readonly Note[];
}

/**
 * Where twine, hatch, flit and pdm publish. twine has its password from the keyring's backend, which compares the address
 * that is uploaded to. TWINE_PASSWORD, and the variables of the others, go to whatever address their options name, so
 * those are set where they are asked for, all of one client together, and none beside one that the user has set.
 */
export function publishing(job: Job, read: Files, found: FoundIndexes, inputs: PipInputs): Publishing {
  const feed = publishingFeed(job, found, inputs);
  if (feed === undefined || job.purpose === "restore") return { effects: [], notes: [] };
  const address = feedAddress(job.organization, feed, "pypi/upload/");
  const { token } = job.identities[0].credentials;
  const isFree = ({ stronger, address: place, username, password }: Uploader): boolean =>
    [...stronger, place, username, password].every((name) => (job.environment.get(name) ?? "") === "");
  const hasPypirc = read.has(pypircFile(job));
  const set = (name: string, value: string | Secret): Effect => ({ kind: "set-variable", name, value });
  const credentials = inputs.givesCredentials
    ? uploaders
        .filter(isFree)
        .flatMap((client) => [
          set(client.address, address),
          set(client.username, jobUsername),
          set(client.password, token),
        ])
    : isFree(twine) && !hasPypirc
      ? [set(twine.address, address)]
      : [];
  return {
    effects: [...credentials, ...(inputs.publishing === undefined ? [] : pypirc(job, feed, address))],
    notes: [
      ...(credentials.length === 0 ? [] : [info(`Packages are published to feed ${feedTitle(feed)}`)]),
      ...(hasPypirc && !inputs.givesCredentials
        ? [info(`TWINE_REPOSITORY_URL is not set, since it would be stronger than ${pypircFile(job)}`)]
        : []),
    ],
  };
}

/** The variables of a client that uploads. */
interface Uploader {
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** What else says where it uploads to. */
  readonly stronger: readonly string[];
}

const twine: Uploader = {
  address: "TWINE_REPOSITORY_URL",
  username: "TWINE_USERNAME",
  password: "TWINE_PASSWORD",
  stronger: ["TWINE_REPOSITORY"],
};

/** Tried with twine 7, hatch 1.18, flit 4.2 and pdm 2.22. */
const uploaders: readonly Uploader[] = [
  twine,
  {
    address: "HATCH_INDEX_REPO",
    username: "HATCH_INDEX_USER",
    password: "HATCH_INDEX_AUTH",
    stronger: [],
  },
  {
    address: "FLIT_INDEX_URL",
    username: "FLIT_USERNAME",
    password: "FLIT_PASSWORD",
    stronger: [],
  },
  {
    address: "PDM_PUBLISH_REPO",
    username: "PDM_PUBLISH_USERNAME",
    password: "PDM_PUBLISH_PASSWORD",
    stronger: [],
  },
];

/** The one that the input names, the first of the `feeds`, or the only one of the project. A view takes no packages. */
function publishingFeed(
  job: Job,
  { own }: FoundIndexes,
  { publishing: named, feeds }: PipInputs,
): Feed | undefined {
  const first = named ?? feeds[0];
  const candidates = first === undefined ? feedsOf(job, own) : distinctFeeds([first]);
  return candidates.length === 1 ? candidates[0] : undefined;
}

/**
 * What TwineAuthenticate@1 leaves, for `twine upload -r <feed> --config-file $(PYPIRC_PATH)`: its file has a password,
 * this one has none.
 */
function pypirc(job: Job, feed: Feed, address: string): readonly Effect[] {
  const path = join(job.jobFolder, ".pypirc");
  const name = feed.name.replace(/[^A-Za-z0-9._ -]/g, "_");
  const text = `[distutils]\nindex-servers =\n    ${name}\n\n[${name}]\nrepository = ${address}\nusername = ${jobUsername}\n`;
  return [
    { kind: "write-file", path, text },
    { kind: "set-variable", name: "PYPIRC_PATH", value: path },
  ];
}
