import type { FeedPlace, Reply, AskFeed } from "./protocol";

/** Where a program is to run. */
export interface Platform {
  readonly os: NodeJS.Platform;
  /** As Node calls it (`process.arch`). */
  readonly arch: string;
  /** Of Linux: whether its C library is musl. */
  readonly musl: boolean;
}

/** An archive of the feed that holds a client's program. */
export interface ToolArchive {
  readonly address: string;
  readonly file: string;
  /** As the feed's index states it: 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/** How a client's program is fetched through the feed. Pure: whoever asks is handed in. */
export interface ClientTool {
  /** The input that names the version: `uvVersion`. */
  readonly versionInput: string;
  /** The archive of a version for a platform; `archive` is absent where the feed has none. */
  find(
    place: FeedPlace,
    ask: AskFeed,
    version: string,
    platform: Platform,
  ): Promise<Reply<{ readonly archive?: ToolArchive }>>;
  /** The programs to take out of the archive, by the paths of its entries; the first has to be there. */
  programs(platform: Platform): readonly { readonly name: string; readonly entry: RegExp }[];
}
