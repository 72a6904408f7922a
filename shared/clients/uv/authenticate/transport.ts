import type { Files } from "../../../core/files";
import type { Coverage } from "../../../core/identity";
import { isOfEarlierStep, type Job } from "../../../core/job";
import { logAddress, logText } from "../../../core/log-text";
import { warning, type Note } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { asList, asText } from "../../../formats/toml/toml-file";
import { machineFiles, userFile } from "../configuration-files";
import { parseUvFile, type UvFile } from "../indexes";

/**
 * What the configuration says of the way to the feeds. Throws a Problem where a file of the project lets others read
 * the token on it: the certificate is not checked, or a proxy of its choice gets what is not encrypted. Gives a warning
 * of its https proxy, and of hosts that are not checked by the user's or the machine's choice.
 * Source: docs.astral.sh/uv/reference/settings, `allow-insecure-host`, `http-proxy`, `https-proxy`.
 */
export function checkTransport(
  job: Job,
  read: Files,
  places: readonly string[],
  covered: readonly Pick<Coverage, "url">[],
): readonly Note[] {
  const origins = [...new Set(covered.map(({ url }) => url.origin))];
  const chosenOutside = new Set([userFile(job), ...machineFiles(job)]);
  const files = places
    .filter((path) => !isOfEarlierStep(job, path))
    .map((path) => ({ path, file: read.parsed(path, parseUvFile) }));
  const notes: Note[] = [];
  for (const { path, file } of files) {
    if (file === undefined) continue;
    if (chosenOutside.has(path)) notes.push(...unchecked(file, origins).map(uncheckedNote));
    else notes.push(...projectNotes(file, origins));
  }
  const byVariable = (job.environment.get("UV_INSECURE_HOST") ?? "").split(/[\s,]+/);
  return [...notes, ...matches(byVariable, "UV_INSECURE_HOST", origins).map(uncheckedNote)];
}

function projectNotes(file: UvFile, origins: readonly string[]): readonly Note[] {
  const [first] = unchecked(file, origins);
  if (first !== undefined) {
    throw new Problem(
      "certificate-unchecked",
      `${first.where}: allow-insecure-host has ${logText(first.host)}, so uv would not check who answers as ${first.origin}, and would send the job's token to whoever does.`,
      "Take the host out of allow-insecure-host; where the feed's certificate is of an authority of your own, name that by SSL_CERT_FILE on the agent.",
    );
  }
  const [proxy] = textsOf(file, "http-proxy");
  const clear = origins.find((origin) => origin.startsWith("http:"));
  if (proxy !== undefined && clear !== undefined) {
    throw new Problem(
      "proxy-unencrypted",
      `${file.place(proxy)}: http-proxy is ${logAddress(proxy)}, and what goes to ${clear} is not encrypted, so that proxy would read the job's token.`,
      "Take http-proxy out of the file; where the agent needs a proxy, set HTTP_PROXY for the agent.",
    );
  }
  return textsOf(file, "https-proxy").map((address) =>
    warning(
      `${file.place(address)}: uv reaches the feeds through ${logAddress(address)}, a proxy that the repository names and not the agent.`,
    ),
  );
}

interface Unchecked {
  readonly host: string;
  readonly origin: string;
  readonly where: string;
}

function uncheckedNote({ host, origin, where }: Unchecked): Note {
  return warning(`${where}: with ${logText(host)} uv does not check who answers as ${origin}.`);
}

function unchecked(file: UvFile, origins: readonly string[]): readonly Unchecked[] {
  return textsOf(file, "allow-insecure-host").flatMap((host) => matches([host], file.place(host), origins));
}

function matches(hosts: readonly string[], where: string, origins: readonly string[]): readonly Unchecked[] {
  return hosts.flatMap((host) =>
    origins.flatMap((origin) => (isTrusted(host, origin) ? [{ host, origin, where }] : [])),
  );
}

/** `*`, or a host with or without scheme and port, as uv reads it (uv-configuration, trusted_host.rs). */
function isTrusted(host: string, origin: string): boolean {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol !== "https:") return false;
  if (host.trim() === "*") return true;
  const [, scheme, name = "", number] =
    /^(?:([a-z]+):\/\/)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?(?:[/?#].*)?$/is.exec(host.trim()) ?? [];
  return (
    name.toLowerCase() === hostname &&
    (scheme === undefined || scheme.toLowerCase() === "https") &&
    (number === undefined || Number(number) === Number(port === "" ? 443 : port))
  );
}

function textsOf({ settings }: UvFile, key: string): readonly string[] {
  return asList(settings?.[key])
    .map(asText)
    .filter((text) => text !== undefined);
}
