import type { Environment } from "../../core/environment";
import type { Files } from "../../core/files";
import { isOfEarlierStep, type Job } from "../../core/job";
import { asList, asTable, asText, lineFinder, parseTomlFile, place } from "../../formats/toml/toml-file";
import { parseRequirement } from "../../protocols/pypi/locks/requirement";
import { pipfiles, pyprojects, requirementsFiles } from "./configuration-files";
import { parseRequirementsFile } from "./requirements-file";

/** Who asks an address: pip of a requirements file, pipenv, pdm, or all of them by pip's own configuration. */
export const askers = ["requirements", "pipenv", "pdm", "all"] as const;
export type Asker = (typeof askers)[number];

/** An address that the project or the job's environment names. */
export interface Index {
  readonly address: string;
  /** `file:line`, or the variable's name. */
  readonly where: string;
  readonly asker: Asker;
  /** A package, a file or a page and not an index: an own one needs nothing of its own. */
  readonly isDirect?: boolean;
  /** The file has the certificate of its host unchecked. */
  readonly isUnchecked?: boolean;
}

/** The addresses that the project's own files name, as their readers find them, with variables filled in. */
export function projectIndexes(job: Job, read: Files): readonly Index[] {
  const { environment } = job;
  const from = <T>(
    paths: readonly string[],
    parse: (path: string, text: string) => T,
    indexesOf: (file: T) => readonly Index[],
  ): readonly Index[] =>
    paths
      .filter((path) => !isOfEarlierStep(job, path))
      .flatMap((path) => {
        const file = read.parsed(path, parse);
        return file === undefined ? [] : indexesOf(file);
      });
  return [
    ...from(requirementsFiles(job, read), parseRequirementsFile, ({ addresses }) =>
      addresses.map(({ address, where, isIndex }) => ({
        address: fillIn(address, bracedCapitals, environment),
        ...{ where, asker: "requirements", isDirect: !isIndex },
      })),
    ),
    ...from(pipfiles(job), parsePipfile, (indexes) =>
      indexes.map((index) => ({ ...index, address: fillIn(index.address, shellVariables, environment) })),
    ),
    ...from(pyprojects(job), parsePyproject, (indexes) =>
      indexes.map((index) => ({ ...index, address: fillIn(index.address, braced, environment) })),
    ),
  ];
}

/** pip fills in `${NAME}` of capitals (pip.pypa.io, "Using environment variables"). */
const bracedCapitals = /\$\{([A-Z0-9_]+)\}/g;
/** pipenv fills in as the shell does (Python's os.path.expandvars). */
const shellVariables = /\$(?:(\w+)|\{([^}$]*)\})/g;
/** pdm: `${NAME}` (pdm-project.org, "Configure the project sources"). */
const braced = /\$\{([^}$]+)\}/g;

/** A variable that is not set stays as it is written. */
function fillIn(text: string, pattern: RegExp, environment: Environment): string {
  return text.replace(pattern, (written: string, ...names: readonly unknown[]) => {
    const name = names.slice(0, -2).find((each) => typeof each === "string");
    return environment.get(String(name)) ?? written;
  });
}

/** `[[source]]` and packages by address (pipenv.pypa.io/en/latest/pipfile.html). Throws a Problem for bad TOML. */
export function parsePipfile(path: string, text: string): readonly Index[] {
  const document = parseTomlFile(path, text);
  const where = placesIn(path, text);
  const packages = ["packages", "dev-packages"].flatMap((key) =>
    Object.values(asTable(document[key]) ?? {}).flatMap((entry) => asText(asTable(entry)?.["file"]) ?? []),
  );
  return [
    ...sourcesOf(document["source"], "pipenv", where),
    ...packages.filter(isHttp).map((address) => directOf(address, "pipenv", where)),
  ];
}

/** `[[tool.pdm.source]]`, and dependencies by address, which any installer of the project asks. Throws as above. */
export function parsePyproject(path: string, text: string): readonly Index[] {
  const document = parseTomlFile(path, text);
  const where = placesIn(path, text);
  const project = asTable(document["project"]);
  const requirements = [
    project?.["dependencies"],
    ...Object.values(asTable(project?.["optional-dependencies"]) ?? {}),
    ...Object.values(asTable(document["dependency-groups"]) ?? {}),
    asTable(document["build-system"])?.["requires"],
  ];
  const direct = requirements.flatMap(asList).flatMap((entry) => {
    const written = asText(entry) ?? "";
    const requirement = parseRequirement(written);
    const isAddress = requirement?.kind === "direct" && isHttp(requirement.address);
    return isAddress ? [{ ...directOf(requirement.address, "all", where), where: where(written) }] : [];
  });
  return [...sourcesOf(asTable(asTable(document["tool"])?.["pdm"])?.["source"], "pdm", where), ...direct];
}

function placesIn(path: string, text: string): (value: string) => string {
  const findLine = lineFinder(text);
  return (value) => place(path, findLine(value));
}

function sourcesOf(list: unknown, asker: Asker, where: (value: string) => string): readonly Index[] {
  return asList(list).flatMap((entry) => {
    const table = asTable(entry);
    const address = asText(table?.["url"]);
    if (address === undefined) return [];
    const hasPassword = asText(table?.["password"]) !== undefined;
    const isUnchecked = table?.["verify_ssl"] === false;
    return hasPassword
      ? []
      : [{ address, asker, where: where(address), ...(isUnchecked ? { isUnchecked } : {}) }];
  });
}

function directOf(address: string, asker: Asker, where: (value: string) => string): Index {
  return { address, asker, where: where(address), isDirect: true };
}

function isHttp(address: string): boolean {
  return /^https?:/i.test(address);
}
