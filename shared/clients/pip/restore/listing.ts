import { join } from "node:path";
import type { ProjectListing, RestoreFacts } from "../../../core/client";
import type { LockFile } from "../../../core/lock-entry";
import { info } from "../../../core/plan";
import { parseJsonFile } from "../../../formats/json/json-file";
import { parseHash } from "../../../formats/locks/hashes";
import { LockBuilder } from "../../../formats/locks/lock-builder";
import { asList, asTable, asText } from "../../../formats/toml/toml-file";
import { addPythonPackage } from "../../../protocols/pypi/locks/python-files";

/** As an option and not as a variable alone, which a pip that knows neither would pass over. */
export const askingKeyring = ["--keyring-provider", "subprocess"];

/** No cache, and no files of elsewhere: an empty variable is as none (pip, cli/parser.py). */
export const fromFeedAlone = { PIP_NO_CACHE_DIR: "1", PIP_FIND_LINKS: "" };

/**
 * How pip says which files a requirements file needs that does not pin them all: what `pip install` would install here
 * (pip 22.2 and later; pip.pypa.io/en/stable/reference/installation-report). It has one file of each version.
 */
export function listPip({ job, project, locked }: RestoreFacts): ProjectListing | undefined {
  if (locked === undefined || (locked.file.unpinned ?? 0) === 0) return undefined;
  const report = join(job.jobFolder, "report", "installation.json");
  const args = [
    "install",
    ...askingKeyring,
    "--dry-run",
    "--ignore-installed",
    "--quiet",
    "--report",
    report,
    "-r",
    locked.path,
  ];
  const note = `${project.lock ?? project.manifest}: ${locked.file.unpinned} requirements are not pinned with ==, with hashes; pip resolves them through the feed first, for this machine, so that another day may save other versions`;
  return {
    commands: [{ args, variables: fromFeedAlone }],
    files: [{ kind: "make-folder", path: join(job.jobFolder, "report") }],
    lists: [],
    fetched: {
      folder: join(job.jobFolder, "report"),
      read: ([path = ""], text) => readReport(text(path) ?? "{}"),
    },
    notes: [info(note)],
  };
}

function readReport(text: string): LockFile {
  const lock = new LockBuilder("pip's report");
  for (const entry of asList(asTable(parseJsonFile("pip's report", text))?.["install"])) {
    const table = asTable(entry);
    const [metadata, download] = [asTable(table?.["metadata"]), asTable(table?.["download_info"])];
    const hex = asText(asTable(asTable(download?.["archive_info"])?.["hashes"])?.["sha256"]) ?? "";
    const hash = parseHash("sha256", hex);
    const file = { address: asText(download?.["url"]), name: undefined, unchecked: false, line: undefined };
    const hashes = typeof hash === "string" ? [] : [hash];
    const found = { name: asText(metadata?.["name"]) ?? "", version: asText(metadata?.["version"]) };
    addPythonPackage(
      lock,
      { ...found, ownIndex: undefined, files: [{ ...file, hashes }], line: undefined },
      () => true,
    );
  }
  return lock.build(() => "");
}
