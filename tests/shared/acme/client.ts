import { join } from "node:path";
import type { AuthenticatingClient, RestoringClient } from "../../../shared/core/client";
import { distinctFeeds, feedAddress, recognizeFeed } from "../../../shared/core/feed-address";
import { parseFeedsInput } from "../../../shared/core/feeds-input";
import type { LockReader, PackageVersion } from "../../../shared/core/lock-entry";
import { info } from "../../../shared/core/plan";
import { LockBuilder } from "../../../shared/formats/locks/lock-builder";
import { malformedLock } from "../../../shared/formats/locks/lock-problem";
import { folderOf, inFolder } from "../../../shared/formats/project-paths";
import { acmefeed } from "./protocol";

/*
 * A client that does not exist, in a room of its own as the real ones have it. What is shown with it is that nothing
 * outside of the room has to know a client: it is handed to the shell in a list.
 * - acme.proj makes a folder a project; acme.lock has lines `name version sha256 registry`;
 * - acme.conf says with `feed = address` where packages come from;
 * - the program asks $ACME_FEED with $ACME_TOKEN, and puts what it gets into the folder of `--store`.
 */

interface Line {
  readonly address: string;
  readonly line: number;
}

function parseConfiguration(_path: string, text: string): readonly Line[] {
  return text.split("\n").flatMap((line, index) => {
    const address = /^feed = (.+)$/.exec(line)?.[1];
    return address === undefined ? [] : [{ address, line: index + 1 }];
  });
}

const authentication: AuthenticatingClient = {
  name: "acme",
  programs: ["acme"],
  sources: ({ workingDirectory }) => [join(workingDirectory, "acme.conf")],

  feeds({ workingDirectory, organization }, read) {
    const named = read.parsed(join(workingDirectory, "acme.conf"), parseConfiguration) ?? [];
    const known = named.map(({ address }) => recognizeFeed(address, organization));
    return distinctFeeds(known.flatMap((each) => (each.kind === "own" ? [each.feed] : [])));
  },

  plan(job) {
    const [feed] = parseFeedsInput(job.inputs.feeds, job.organization);
    const address = feed === undefined ? "" : feedAddress(job.organization, feed, "acme/");
    return {
      effects: [
        { kind: "set-variable", name: "ACME_FEED", value: address },
        { kind: "set-variable", name: "ACME_TOKEN", value: job.identities[0].credentials.token },
        { kind: "write-file", path: join(job.jobFolder, "acme.rc"), text: "token = $ACME_TOKEN\n" },
        { kind: "set-variable", name: "ACME_RC", value: join(job.jobFolder, "acme.rc") },
      ],
      notes: [info(`Credentials set: acme, ${address}`)],
      authenticated: 1,
    };
  },
};

const acmeLock: LockReader = {
  title: "acme.lock",
  example: "acme.lock",
  recognizes: (path) => /(?:^|\/)acme\.lock$/.test(path),

  read(path, text, isOwn) {
    const lock = new LockBuilder(path);
    text.split("\n").forEach((written, index) => {
      if (written === "") return;
      const [name = "", version = "", hex = "", registry = ""] = written.split(" ");
      if (!/^[0-9a-f]{64}$/.test(hex)) throw malformedLock(path, index + 1, "`name version sha256 registry`");
      lock.index(registry);
      if (!isOwn(registry)) lock.pin(new URL(registry).host, index + 1);
      lock.add(
        {
          protocol: acmefeed.name,
          name,
          version,
          file: `${name}-${version}.acme`,
          hashes: [{ algorithm: "sha256", hex }],
        },
        index + 1,
      );
    });
    return lock.build((host, count) => `acme.lock pins ${count} to ${host}, which bypasses the feed.`);
  },
};

function storedVersions(paths: readonly string[]): readonly PackageVersion[] {
  return paths.flatMap((path) => {
    const [name, version, file] = path.split("/");
    return name === undefined || version === undefined || file === undefined
      ? []
      : [{ protocol: acmefeed.name, name, version }];
  });
}

export const acme: RestoringClient = {
  name: "acme",
  authentication,
  protocol: acmefeed,
  program: "acme",
  tool: "acme",
  looksFor: ["acme.proj"],
  trust: "ACME_CA",
  outputFolders: [".acme"],
  locking: "Run acme lock and commit acme.lock.",
  detect(paths, read) {
    const found = new Set(paths);
    return paths
      .filter((path) => /(?:^|\/)acme\.proj$/.test(path) && read(path)?.startsWith("template") !== true)
      .map((manifest) => {
        const folder = folderOf(manifest);
        const lock = inFolder(folder, "acme.lock");
        return { folder, manifest, ...(found.has(lock) ? { lock } : {}) };
      });
  },
  lockReaders: [acmeLock],
  isConfiguration: (path) => /(?:^|\/)acme\.conf$/.test(path),
  findBypasses: (path, files, isOwn) =>
    (files.parsed(path, parseConfiguration) ?? [])
      .filter(({ address }) => !isOwn(address))
      .map(({ address, line }) => ({
        where: `${path}:${line}`,
        host: new URL(address).host,
        text: "It bypasses the feed. Name the feed instead.",
      })),
  withoutVariables: () => ["ACME_OFFLINE"],
  restore({ job, locked, arguments: more }) {
    const store = join(job.jobFolder, "store");
    const list = join(job.jobFolder, "list.txt");
    const names = [...(locked?.file.entries ?? [])].map(({ name, version }) => `${name} ${version}\n`);
    return {
      commands: [
        { args: ["check"] },
        { args: ["fetch", "--store", store, "--list", list, ...more], variables: { ACME_COLOR: "never" } },
      ],
      files: [{ kind: "write-file", path: list, text: names.join("") }],
      ...(locked === undefined ? { writesLock: "acme.lock" } : {}),
      restored: { folder: store, versions: storedVersions },
    };
  },
  failures: [
    { pattern: /answered 403/, kind: "permission" },
    { pattern: /answered 404/, kind: "notFound" },
  ],
};
