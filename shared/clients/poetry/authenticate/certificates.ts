import type { Own } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { info, warning, type Note } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { asTable, asText } from "../../../formats/toml/toml-file";
import { variableLabel, type PoetrySettings } from "../sources";
import type { ProjectSource } from "./found-sources";

/** How a repository is reached over TLS: `certificates.<name>` of Poetry's configuration. */
export interface Certificates {
  /** A file of authorities, or `false`: the server is not checked. */
  readonly cert?: string | false;
  readonly "client-cert"?: string;
}

/** What is told of the authorities, and by whom. */
interface FoundCertificates extends Certificates {
  readonly notes: readonly Note[];
}

/**
 * What counts on the way to the feeds, for all repositories that the task adds on a host. Poetry takes certificates by
 * the name of the repository that fits best, which is the task's; so what the user says for the project's name is said
 * for those: by a variable, the project's poetry.toml, then the user's config.toml. Else it is the authority of the
 * agent or the machine: requests reads REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE, and not SSL_CERT_FILE.
 * Throws a Problem where the project itself has the certificate not checked.
 */
export function certificatesFor(job: Job, sources: readonly Own<ProjectSource>[]): FoundCertificates {
  for (const source of sources) {
    const found = namedCertificates(job, source);
    if (found !== undefined) return found;
  }
  const authority = machineAuthority(job);
  if (authority === undefined) return { notes: [] };
  const [name, cert] = authority;
  return { cert, notes: [info(`Poetry trusts the authorities of ${logText(cert)} at the feeds (${name})`)] };
}

function namedCertificates(job: Job, { name, settings }: ProjectSource): FoundCertificates | undefined {
  const label = `POETRY_CERTIFICATES_${variableLabel(name)}_`;
  const given = (part: string): string | undefined => {
    const value = job.environment.get(`${label}${part}`) ?? "";
    return value === "" ? undefined : value;
  };
  const files = settings.map((file) => ({ file, table: certificateTable(file, name) }));
  const own = files.find(({ table }) => isCert(table?.["verify"] ?? table?.["cert"]));
  const client = files.map(({ table }) => asText(table?.["client-cert"])).find((text) => text !== undefined);
  const inFile = own?.table?.["verify"] ?? own?.table?.["cert"];
  const cert = given("CERT") ?? (inFile === false ? false : asText(inFile));
  const clientCert = given("CLIENT_CERT") ?? client;
  if (cert === undefined && clientCert === undefined) return undefined;
  const notes = cert === false && own !== undefined ? [uncheckedNote(name, own.file)] : [];
  return {
    ...(cert === undefined ? {} : { cert }),
    ...(clientCert === undefined ? {} : { "client-cert": clientCert }),
    notes,
  };
}

function certificateTable({ document }: PoetrySettings, name: string): ReturnType<typeof asTable> {
  return asTable(asTable(document["certificates"])?.[name]);
}

function isCert(value: unknown): boolean {
  return value === false || typeof value === "string";
}

/** A warning where the machine's user wants it so. Throws where the project does. */
function uncheckedNote(name: string, { path }: PoetrySettings): Note {
  if (!/[\\/]poetry\.toml$/.test(path))
    return warning(
      `${logText(path)}: with certificates.${logText(name)}.cert = false Poetry does not check who answers as the feed.`,
    );
  throw new Problem(
    "certificate-unchecked",
    `${logText(path)}: certificates.${logText(name)}.cert is false, so Poetry would not check who answers as the feed, and would send the job's token to whoever does.`,
    "Take the line out; where the feed's certificate is of an authority of your own, name its file there.",
  );
}

/** The variable's name as the log has it, and the file. In a container of the job, the host's file is not there. */
function machineAuthority({ environment, besideContainers }: Job): readonly [string, string] | undefined {
  const given = (name: string): string => environment.get(name) ?? "";
  if (besideContainers || given("REQUESTS_CA_BUNDLE") + given("CURL_CA_BUNDLE") !== "") return undefined;
  if (given("SSL_CERT_FILE") !== "") return ["SSL_CERT_FILE", given("SSL_CERT_FILE")];
  return given("AGENT_CAINFO") === "" ? undefined : ["Agent.CAInfo", given("AGENT_CAINFO")];
}
