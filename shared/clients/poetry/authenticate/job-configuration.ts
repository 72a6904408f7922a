import { join } from "node:path";
import { stringify } from "smol-toml";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import { asTable, type TomlTable } from "../../../formats/toml/toml-file";
import { userFolder } from "../configuration-files";
import { parseSettings, repositoriesInEnvironment, variableLabel } from "../sources";
import type { Certificates } from "./certificates";

/** A repository of the job's, by its name. */
export interface NamedRepository {
  readonly name: string;
  readonly address: string;
}

/** Of the user's folder, what stays where it is: credentials, and the project of `poetry self`. */
const shared = ["auth.toml", "pyproject.toml", "poetry.lock"];

/**
 * Adds repositories to Poetry's configuration: in a folder of the job's, whose config.toml repeats the user's, and not by
 * variables. Where Poetry finds a repository among the variables, it looks for none in the files: then a source that the
 * user gives credentials has none when its files are fetched, and neither has what `poetry config` names for
 * `poetry publish` (tried with 1.8.5 and 2.5.1). Where the job has such variables already, they are the way.
 */
export function configurationEffects(
  job: Job,
  read: Files,
  repositories: readonly NamedRepository[],
  certificates: Certificates,
): readonly Effect[] {
  if (repositoriesInEnvironment(job.environment).length > 0)
    return repositories.flatMap((repository) => variableEffects(repository, certificates));
  const users = userFolder(job, read);
  const folder = join(job.jobFolder, "poetry");
  const text = configuration(read, join(users, "config.toml"), repositories, certificates);
  return [
    { kind: "write-file", path: join(folder, "config.toml"), text },
    ...shared.map((name): Effect => ({ kind: "link", path: join(folder, name), target: join(users, name) })),
    { kind: "set-variable", name: "POETRY_CONFIG_DIR", value: folder },
  ];
}

/** A certificate that is not checked cannot be said by a variable: there `false` is a file's name. */
function variableEffects(
  { name, address }: NamedRepository,
  { cert, "client-cert": clientCert }: Certificates,
): readonly Effect[] {
  const label = variableLabel(name);
  const values = [
    [`POETRY_REPOSITORIES_${label}_URL`, address],
    [`POETRY_CERTIFICATES_${label}_CERT`, cert === false ? undefined : cert],
    [`POETRY_CERTIFICATES_${label}_CLIENT_CERT`, clientCert],
  ] as const;
  return values.flatMap(([variable, value]) =>
    value === undefined ? [] : [{ kind: "set-variable", name: variable, value } as const],
  );
}

/** Ours stand before the user's: of two that fit as well, Poetry takes the first. */
function configuration(
  read: Files,
  path: string,
  repositories: readonly NamedRepository[],
  certificates: Certificates,
): string {
  const base: TomlTable = read.parsed(path, parseSettings)?.document ?? {};
  const added = repositories.map(({ name, address }) => [name, { url: address }] as const);
  const trusted = Object.keys(certificates).length === 0 ? [] : repositories;
  const certs = trusted.map(({ name }) => [name, certificates] as const);
  return stringify({
    ...base,
    repositories: { ...Object.fromEntries(added), ...asTable(base["repositories"]) },
    ...(certs.length === 0
      ? {}
      : { certificates: { ...Object.fromEntries(certs), ...asTable(base["certificates"]) } }),
  });
}
