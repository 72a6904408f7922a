import type { Feed } from "./feed-address";
import type { Hash, LockEntry } from "./lock-entry";
import type { Organization } from "./organization";

/** What a feed answered, its body read to its end. `value` is what the reader made of a 200. */
export interface Reply<T> {
  readonly status: number;
  readonly value?: T;
  /** Where a redirect leads; absolute. */
  readonly location?: string;
  /** What a refusal says: the message and short type name of Azure DevOps' JSON envelope. */
  readonly message: string;
  readonly typeKey: string;
}

/** Takes the text of an answer piece by piece, so that no answer has to be in memory whole. */
export interface TextReader<T> {
  /** Throws an Error for a text that is not what was asked for. */
  take(text: string): void;
  /** What all of it came to. Throws as `take` does. */
  end(): T;
}

/**
 * Asks the feed, with the job's identity, and gives a 200 to a reader, which is made anew for each attempt.
 * Rejects when there is no answer.
 */
export type AskFeed = <T>(address: string, reader: () => TextReader<T>, accept?: string) => Promise<Reply<T>>;

/** One GET that makes the feed save a file. */
export interface Target {
  readonly entry: LockEntry;
  readonly file: string;
  readonly address: string;
  /** The hash that the feed's own index states for the file. */
  readonly stated?: Hash;
  /** false for a file that stands for a version of which the lock file names no file: its hashes are not this file's. */
  readonly checked: boolean;
  /** Of an entry that is known by its hashes: another file of its version, since none that is offered has one of them. */
  readonly isOther?: true;
}

/** What a feed offers for entries: the targets of each, none for an entry that it does not have. */
export type Found = ReadonlyMap<LockEntry, readonly Target[]>;

/** Looks up entries that are all of one package. */
export type LookUp = (entries: readonly LockEntry[]) => Promise<Reply<Found>>;

/** The feed that packages are looked up in. */
export interface FeedPlace {
  readonly organization: Organization;
  readonly feed: Feed;
}

/** All that Feedpass knows of a protocol that a feed speaks. Pure: whoever asks is handed in. */
export interface FeedProtocol {
  /** One lower-case word, as lock entries and reports name it: `pypi`. */
  readonly name: string;
  /** As the feed's list of packages calls it (`protocolType`, specification/artifacts/7.2/feed.json): `PyPi`. */
  readonly listName: string;
  /** Whether a version is one file, so that a version that is held is complete. */
  readonly hasOneFile: boolean;
  /** The scheme in which the job's own token is handed over, where that is not Basic. */
  readonly scheme?: "Bearer";
  /** The version of the REST API that its `upstreaming` call is documented in (specification/artifactsPackageTypes). */
  readonly upstreamingVersion: string;
  /** A package's name in the form that is equal for equal packages. */
  packageKey(name: string): string;
  /** A version in the form in which two spellings of it are equal, as a feed has them. */
  versionKey(version: string): string;
  /** A package's place in the calls of the package types (specification/artifactsPackageTypes/7.2): `pypi/packages/x`. */
  packagePath(name: string): string;
  /** The look-up of one run: what all packages share (an index's settings) is asked for once. */
  openLookUp(place: FeedPlace, ask: AskFeed): LookUp;
  /** The hash that the feed states for a file that it holds, where a look-up states none; undefined: none either. */
  askHash?(target: Target, ask: AskFeed): Promise<Hash | undefined>;
}
