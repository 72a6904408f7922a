import type { Files } from "../../../core/files";
import { isOfEarlierStep, type Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { warning, type Note } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { isOfRepository } from "../../../formats/folders-up";
import { requirementsFiles } from "../configuration-files";
import type { Index } from "../indexes";
import { pipOption, type Setting } from "../pip-options";
import { parseRequirementsFile } from "../requirements-file";

/** An own index, by its address as the clients see it. */
type Reached = Pick<Index, "address" | "where" | "isUnchecked">;

/**
 * What the configuration says of the way to the feeds. Throws a Problem where the repository lets others read the token on
 * it: a certificate is not checked, or a proxy of its choice has an authority of its choice too, or gets what is not
 * encrypted. Gives a warning of the rest, and of what the user or the machine has unchecked. The repository's are also
 * pip's configuration files that came with the sources, as PIP_CONFIG_FILE may name one.
 */
export function checkTransport(job: Job, read: Files, own: readonly Reached[]): readonly Note[] {
  const urls = own.map(({ address }) => new URL(address));
  const isOwn = ownHosts(urls);
  for (const path of requirementsFiles(job, read).filter((each) => !isOfEarlierStep(job, each)))
    for (const { host, where } of read.parsed(path, parseRequirementsFile)?.trusted ?? [])
      if (isOwn(host)) throw unchecked(where, `--trusted-host ${logText(host)}`, "the line");
  for (const index of own)
    if (index.isUnchecked === true) throw unchecked(index.where, "verify_ssl = false", "it");
  const trusted = settingsOf(job, read, "trusted-host").filter(({ value }) => isOwn(value));
  for (const { file, value, where } of trusted)
    if (isChosen(job, file)) throw unchecked(where, `trusted-host ${logText(value)}`, "the host");
  return [
    ...trusted.map(({ value, where }) =>
      warning(`${where}: with trusted-host ${logText(value)} pip does not check who answers as that host.`),
    ),
    ...checkProxy(job, read, urls),
  ];
}

/** Whether a host, as `trusted-host` names it, is one of the feeds' that is verified at all. */
function ownHosts(urls: readonly URL[]): (written: string) => boolean {
  const hosts = urls
    .filter(({ protocol }) => protocol === "https:")
    .flatMap(({ host, hostname }) => [host, hostname]);
  return (written) => hosts.includes(written.toLowerCase().replace(/:443$/, ""));
}

function checkProxy(job: Job, read: Files, urls: readonly URL[]): readonly Note[] {
  const [proxy, authority] = ["proxy", "cert"].map((key) =>
    settingsOf(job, read, key).find(({ file }) => isChosen(job, file)),
  );
  if (proxy !== undefined && authority !== undefined)
    throw new Problem(
      "proxy-and-authority",
      `${proxy.where} says proxy, and ${authority.where} cert: a proxy with a certificate of an authority that the repository chose too can answer as the feed, and would read the job's token.`,
      "Take one of them out; where the agent needs both, set PIP_PROXY and PIP_CERT for the machine or in the pipeline, which win over the file.",
    );
  const clear = urls.find(({ protocol }) => protocol === "http:");
  if (proxy !== undefined && clear !== undefined)
    throw new Problem(
      "proxy-unencrypted",
      `${proxy.where} says proxy, and what goes to ${clear.origin} is not encrypted, so a proxy that the repository chose would read the job's token.`,
      "Take it out; where the agent needs a proxy, set PIP_PROXY for the machine or in the pipeline, which wins over the file.",
    );
  return [
    ...(proxy === undefined ? [] : [chosenNote(proxy, "proxy: pip reaches the feeds through a proxy")]),
    ...(authority === undefined ? [] : [chosenNote(authority, "cert: pip trusts authorities at the feeds")]),
  ];
}

/** Without the value: a proxy may have a password in it. */
function chosenNote({ where }: Setting, what: string): Note {
  return warning(`${where} says ${what} that the repository names, and neither the agent nor the machine.`);
}

function settingsOf(job: Job, read: Files, key: string): readonly Setting[] {
  const { settings, contradicting = [] } = pipOption(job, read, key);
  return [...settings, ...contradicting];
}

function isChosen(job: Job, file: string | undefined): boolean {
  return file !== undefined && isOfRepository(job, file);
}

function unchecked(where: string, what: string, taken: string): Problem {
  return new Problem(
    "certificate-unchecked",
    `${where}: with ${what} nobody checks who answers as the feed's host, and the job's token would go to whoever does.`,
    `Take ${taken} out; where the feed's certificate is of an authority of your own, name that by PIP_CERT on the agent.`,
  );
}
