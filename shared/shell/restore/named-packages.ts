import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ReadText, Restoration } from "../../core/client";
import { directKey, type NamedPackages } from "../../core/lock-entry";
import { mapList, type Listed } from "../../core/packed-list";
import { Problem } from "../../core/problem";
import type { ReportedVersion } from "../../core/restore-report";
import { largest, readTextFile } from "../read-files";
import type { FeedJob } from "./feed-job";
import { listFiles } from "./file-listing";
import type { Workspace } from "./workspace";

/** What packages are, by `directKey`. */
export type PackageRoles = NonNullable<NamedPackages["roles"]>;

/** The texts of a folder's files, by their paths in it, where they can be read: nothing depends on them but words. */
export function readIn(folder: string): ReadText {
  return (path) => {
    try {
      return readTextFile(join(folder, path), largest.configuration);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return undefined;
    }
  };
}

/** What the files that clients fetched say of packages; a folder that several projects share is read once. */
export function rolesOfFetched(fetched: Iterable<Restoration["restored"]>): PackageRoles {
  const roles = Array.from(fetched, (each) =>
    each?.roles === undefined ? [] : [...each.roles(listFiles(each.folder), readIn(each.folder))],
  );
  return new Map(roles.flat());
}

/** What lock files, projects and what was fetched say of packages; what a project says itself counts more. */
export function namedPackages(
  { job }: FeedJob,
  { projects, files, locks }: Workspace,
  fetched: PackageRoles = new Map(),
): Required<NamedPackages> {
  const read: ReadText = (path) => files.attempt(path, () => files.read(path));
  const byProjects = projects.flatMap(({ client, folder }) => {
    const own = { ...job, workingDirectory: resolve(job.workingDirectory, folder) };
    return client.named?.({ job: own, read, exists: existsSync }) ?? [];
  });
  const all = [...locks.values(), ...byProjects];
  return {
    direct: new Set(all.flatMap(({ direct }) => [...(direct ?? [])])),
    roles: new Map([...fetched, ...all.flatMap(({ roles }) => [...(roles ?? [])])]),
  };
}

/** The same list; each of its versions gets what is known of it when its turn comes. */
export function withNames(
  list: Listed<ReportedVersion>,
  { direct, roles }: Required<NamedPackages>,
): Listed<ReportedVersion> {
  const named = (version: ReportedVersion): ReportedVersion => {
    const key = directKey({ protocol: version.protocol, name: version.name });
    const isDirect = direct.has(key) || direct.has(directKey(version));
    const role = roles.get(key);
    if (!isDirect && role === undefined) return version;
    return { ...version, ...(isDirect ? { direct: true } : {}), ...(role === undefined ? {} : { role }) };
  };
  return mapList(list, named);
}
