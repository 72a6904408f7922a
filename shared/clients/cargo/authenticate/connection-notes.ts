import type { Files } from "../../../core/files";
import { projectFolders, type Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import { warning, type Note } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { isBelow, isOfRepository } from "../../../formats/folders-up";
import { asTable, asText, lineFinder, place } from "../../../formats/toml/toml-file";
import { cargoHome, countingFiles, withIncluded } from "../configuration-files";
import { parseCargoFile } from "../registries";

/**
 * What `[http]` may say of the way to the feed, and what it means. Cargo has no setting that switches verification off.
 * Source: doc.rust-lang.org/cargo/reference/config.html, `[http]`.
 */
const settings: readonly (readonly [key: string, means: string])[] = [
  ["proxy", "sends all requests through a proxy"],
  ["cainfo", "trusts the authorities of a file"],
  ["proxy-cainfo", "trusts the authorities of a file for the proxy"],
  ["check-revoke", "does not ask whether a certificate was revoked"],
];

/** A setting of the repository's that counts, and where it says so. */
interface Setting {
  readonly key: string;
  readonly where: string;
}

/**
 * A warning for each setting by which the repository, and not the agent or the machine, says how the feed is reached.
 * Throws a Problem where those let somebody of its choice read the token there: a proxy together with an authority, or a
 * proxy on the way to an index by `http:`.
 */
export function connectionNotes(job: Job, read: Files, indexes: readonly string[]): readonly Note[] {
  const found = new Map<string, Setting>();
  for (const folder of projectFolders(job)) {
    const counting = settingsFor(job, read, folder);
    refuseReader(counting, indexes);
    for (const setting of counting) found.set(`${setting.key} ${setting.where}`, setting);
  }
  return [...found.values()].map(settingNote);
}

function settingsFor(job: Job, read: Files, folder: string): readonly Setting[] {
  const files = countingFiles(job, folder, read).filter((path) => isOfSources(job, path));
  return [...new Set(files.flatMap((path) => withIncluded(path, read)))].flatMap((path) =>
    settings
      .filter(([key]) => !job.environment.has(variableOf(key)))
      .flatMap(([key]) => settingOf(path, read, key)),
  );
}

function settingOf(path: string, read: Files, key: string): readonly Setting[] {
  const value = asTable(read.parsed(path, parseCargoFile)?.document["http"])?.[key];
  const text = asText(value);
  if (key === "check-revoke" ? value !== false : text === undefined || text === "") return [];
  const line = text === undefined ? undefined : lineFinder(read.get(path) ?? "")(text);
  return [{ key, where: place(path, line) }];
}

function refuseReader(counting: readonly Setting[], indexes: readonly string[]): void {
  const [proxy, authority] = ["proxy", "cainfo"].map((key) => counting.find((each) => each.key === key));
  if (proxy === undefined) return;
  if (authority !== undefined) {
    throw new Problem(
      "proxy-and-authority",
      `${proxy.where} says http.proxy, and ${authority.where} http.cainfo: a proxy with a certificate of an authority that the repository chose too can answer as the feed, and would read the job's token.`,
      "Remove one of them; where the agent needs both, set CARGO_HTTP_PROXY and CARGO_HTTP_CAINFO for the machine or in the pipeline, which win over the file.",
    );
  }
  const clear = indexes.find((index) => /^sparse\+http:/i.test(index));
  if (clear === undefined) return;
  throw new Problem(
    "proxy-unencrypted",
    `${proxy.where} says http.proxy, and what goes to ${logAddress(clear.slice("sparse+".length))} is not encrypted, so a proxy that the repository chose would read the job's token.`,
    "Remove it; where the agent needs a proxy, set CARGO_HTTP_PROXY for the machine or in the pipeline, which wins over the file.",
  );
}

/** Without the value: a proxy may have a password in it. */
function settingNote({ key, where }: Setting): Note {
  const means = settings.find(([each]) => each === key)?.[1] ?? "";
  return warning(
    `${where} says http.${key}: Cargo ${means}, also on the way to the feed, and with it goes the token. The repository says so, and neither the agent nor the machine. If that is meant, set it for the machine, in the variable ${variableOf(key)}; otherwise remove it.`,
  );
}

/** It wins over every file (Cargo's config reference, "Environment variables"). */
function variableOf(key: string): string {
  return `CARGO_HTTP_${key.toUpperCase().replace("-", "_")}`;
}

/** Whether a file of Cargo's configuration came with the sources. */
function isOfSources(job: Job, path: string): boolean {
  return !isBelow(cargoHome(job), path) && isOfRepository(job, path);
}
