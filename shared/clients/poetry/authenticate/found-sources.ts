import { relative } from "node:path";
import { feedAddress, type Feed } from "../../../core/feed-address";
import { parseFeedsInput } from "../../../core/feeds-input";
import type { Files } from "../../../core/files";
import { nothingFound, ownIdentity, sortNamed, type Foreign, type Own } from "../../../core/found-feeds";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { parseUrl } from "../../../core/url";
import { asTable, asText } from "../../../formats/toml/toml-file";
import { configurationFiles, projectsOf, userSettings, type FoundProject } from "../configuration-files";
import {
  repositoriesInEnvironment,
  variableLabel,
  type PoetrySettings,
  type Repository,
  type Source,
} from "../sources";
import { isOurs } from "./entries";

/** A source, and the files of configuration that count for its project. */
export interface ProjectSource extends Source {
  readonly settings: readonly PoetrySettings[];
}

/** A feed of the input `feeds`. */
export interface AddedFeed {
  readonly address: string;
  readonly feed: Feed;
  readonly identity: Identity;
}

/** What the projects, the configuration and the input name. */
export interface FoundSources {
  readonly projects: readonly FoundProject[];
  readonly own: readonly Own<ProjectSource>[];
  readonly foreign: readonly Foreign<ProjectSource>[];
  /** Repositories of the configuration at feeds of ours, which serve `poetry publish`. */
  readonly uploads: readonly Own<Repository>[];
  readonly added: readonly AddedFeed[];
}

/** Throws a Problem where a file or the input cannot be understood, or Poetry would send the token without encryption. */
export function findSources(job: Job, read: Files): FoundSources {
  const projects = projectsOf(job, read);
  const sources = projects.flatMap(({ sources: all, settings }) =>
    all.map((source) => ({ ...source, settings })),
  );
  const sorted = sortNamed<ProjectSource>(sources, job, {
    address: ({ address }) => address,
    key: ({ name, address }) => `${name} ${address}`,
    refusal: (source) => refusal(job, source),
  });
  const configured = [
    ...repositoriesInEnvironment(job.environment),
    ...projects.flatMap(({ settings }) => settings.flatMap(({ repositories }) => repositories)),
    ...userSettings(job, read).flatMap(({ repositories }) => repositories),
  ].filter(({ name }) => !isOurs(name));
  const uploads = sortNamed(configured, job, {
    address: ({ address }) => address,
    key: ({ name, address }) => `${name} ${address}`,
  }).own;
  const added = parseFeedsInput(job.inputs.feeds, job.organization).map((feed) => {
    const address = feedAddress(job.organization, feed, "pypi/simple/");
    return { address, feed, identity: ownIdentity(job, address) };
  });
  const direct = projects.flatMap((each) => each.direct);
  refuseUnencrypted(sorted.own, added, [...sorted.foreign, ...direct]);
  return { projects, ...sorted, uploads, added };
}

/** Why a source at a feed of ours gets nothing from the job. */
function refusal(job: Job, { name, address, settings }: ProjectSource): string | undefined {
  const given = credentialsOf(job, name, settings);
  if (given !== undefined) return `given credentials by ${given} already`;
  const userinfo = /^[a-z]+:\/\/([^/?#@]*)@/i.exec(address)?.[1];
  if (userinfo === undefined) return undefined;
  return userinfo.includes(":")
    ? "given credentials in its address already"
    : "written with a user name, which Poetry sends alone: take it out of the address";
}

/** Where the user says by a source's name what it is authenticated with: a variable, or a file. */
function credentialsOf(
  { environment }: Job,
  name: string,
  files: readonly PoetrySettings[],
): string | undefined {
  const variable = ["PASSWORD", "USERNAME"]
    .map((part) => `POETRY_HTTP_BASIC_${variableLabel(name)}_${part}`)
    .find((each) => (environment.get(each) ?? "") !== "");
  if (variable !== undefined) return variable;
  return files.find(({ document }) => {
    const named = asTable(asTable(document["http-basic"])?.[name]);
    return (asText(named?.["username"]) ?? "") !== "";
  })?.path;
}

/**
 * Throws where a source or a file would be asked without encryption at a host that has credentials for https: Poetry before 2.5
 * compares hosts and paths, and no schemes (poetry, utils/authenticator.py; tried with 1.8.5 to 2.5.1).
 */
function refuseUnencrypted(
  own: readonly Own<ProjectSource>[],
  added: readonly AddedFeed[],
  others: readonly Pick<Source, "address" | "where">[],
): void {
  const feeds = [
    ...own,
    ...added.map(({ address }) => ({ address, where: "input feeds", url: new URL(address) })),
  ];
  for (const { address, where } of others) {
    const url = parseUrl(address);
    const same = feeds.find((each) => each.url.protocol === "https:" && each.url.host === url?.host);
    if (url?.protocol !== "http:" || same === undefined) continue;
    throw new Problem(
      "source-unencrypted",
      `${logAddress(address)} (${where}) is reached without encryption, on the host of ${logAddress(same.address)} (${same.where}). Poetry before 2.5 does not compare http: with https:, and would send the job's token there for all to read.`,
      "Write https: there; nothing was done.",
    );
  }
}

/** Throws where there is nothing to authenticate. */
export function requireSources(job: Job, read: Files, found: FoundSources): void {
  if (found.own.length + found.added.length + found.uploads.length > 0) return;
  throw nothingFound(job, {
    what: "No source at a feed of",
    lookedFor: (folders) =>
      `[[tool.poetry.source]] in the next pyproject.toml of ${folders} and the folders above, and for [repositories] in poetry.toml, Poetry's config.toml and POETRY_REPOSITORIES_* variables`,
    read: configurationFiles(job)
      .filter((path) => read.has(path))
      .map((path) => relative(job.workingDirectory, path)),
    foreign: found.foreign.map((source) => ({ ...source, shown: logAddress(source.address) })),
    hint: "Add the feed to pyproject.toml by poetry source add, or name it in the input feeds; if the project is in another folder, set workingDirectory.",
  });
}
