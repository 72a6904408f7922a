import type { Files } from "../../../core/files";
import { sortNamed, type Foreign, type Named } from "../../../core/found-feeds";
import { isOfEarlierStep, type Job } from "../../../core/job";
import { parseUrl } from "../../../core/url";
import { addressesInLock, directAddresses, linksOf } from "../direct";
import { parseUvFile } from "../indexes";

/** An address that uv asks without being an index that is named, and that must not have the job's credentials. */
export type ForeignAddress = Foreign<Direct>;

interface Direct extends Named {
  readonly address: string;
  /** uv takes a page of `find-links` for an index, with a policy of its own. */
  readonly isPage?: boolean;
}

/** Those on the origins of own feeds, in the files of the project and the lock files beside them; each address once. */
export function foreignAddresses(
  job: Job,
  read: Files,
  paths: readonly string[],
  origins: ReadonlySet<string>,
): readonly ForeignAddress[] {
  const inFiles = paths
    .filter((path) => !isOfEarlierStep(job, path))
    .flatMap((path) => {
      const file = read.parsed(path, parseUvFile);
      if (file === undefined) return [];
      const pages = linksOf(file.settings).filter((address) => /^https?:/i.test(address));
      return [
        ...pages.map((address) => ({ address, where: file.place(address), isPage: true })),
        ...directAddresses(file),
      ];
    });
  const inLocks = [...read]
    .filter(([path]) => path.endsWith("uv.lock"))
    .flatMap(([path, text]) => addressesInLock(text, origins).map((address) => ({ address, where: path })));
  const direct = [...inFiles, ...inLocks].filter(({ address }) =>
    origins.has(parseUrl(address)?.origin ?? ""),
  );
  return sortNamed<Direct>(direct, job, {
    address: ({ address }) => address,
    key: ({ address }) => address,
  }).foreign;
}
